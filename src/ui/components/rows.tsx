import { Box, Text } from 'ink'
import { Fragment, type ReactNode } from 'react'
import type { Line, Run } from '../../markdown/styled.ts'
import { useTheme } from '../hooks/use-theme.ts'

interface Props {
  /** Rows that fit the width: runs, or text with colours of its own. What is more than the height is left out. */
  readonly rows: readonly (Line | string)[]
  readonly columns: number
  readonly height: number
}

/** A pane's rows in one text node: a node for each row costs Ink 50 times as much. */
export function Rows({ rows, columns, height }: Props): ReactNode {
  if (height <= 0) return null
  const shown = rows.slice(0, height)
  return (
    <Box width={columns} height={height} flexShrink={0} overflow="hidden">
      <Text wrap="truncate">
        {shown.map((row, index) => (
          <Fragment key={index}>
            {index > 0 && '\n'}
            {typeof row === 'string' ? row : <Runs row={row} />}
          </Fragment>
        ))}
      </Text>
    </Box>
  )
}

function Runs({ row }: { readonly row: Line }): ReactNode {
  return row.map((run, index) => <StyledRun key={index} run={run} />)
}

function StyledRun({ run }: { readonly run: Run }): ReactNode {
  const { colourOf, written, linked } = useTheme()
  const colour = colourOf(run.colour)
  return (
    <Text
      bold={run.bold === true}
      dimColor={run.dim === true}
      italic={run.italic === true}
      underline={run.underline === true}
      strikethrough={run.strike === true}
      inverse={run.inverse === true}
      {...(colour !== undefined && { color: colour })}
    >
      {linked(written(run.text), run.href)}
    </Text>
  )
}
