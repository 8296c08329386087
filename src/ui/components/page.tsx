import { Box } from 'ink'
import { useLayoutEffect, type ReactNode } from 'react'
import type { Line } from '../../markdown/styled.ts'
import { useTheme } from '../hooks/use-theme.ts'
import type { Size } from '../layout.ts'
import { keyRow, type KeyHint } from '../walk/key-line.ts'
import { ruleRow } from '../walk/rule.ts'
import { Rows } from './rows.tsx'

interface Props {
  readonly size: Size
  readonly header: Line
  /** Rows above the body that do not scroll; at most half of the screen is theirs. */
  readonly head?: readonly Line[]
  readonly body: readonly Line[]
  /** First row of the body that is shown. */
  readonly top: number
  readonly keys: readonly KeyHint[]
  /** What is asked or told, on a row below the body. */
  readonly footer?: Line | undefined
  /** Told after drawing: rows there are for the body, and how far it can be scrolled. */
  readonly onMeasured?: (rows: number, end: number) => void
}

/** A screen of its own: a header, rows that scroll, the keys. */
export function Page({ size, header, head = [], body, top, keys, footer, onMeasured }: Props): ReactNode {
  const { columns, rows } = size
  const isRuled = rows >= 10
  const room = Math.max(0, rows - (isRuled ? 4 : 2) - (footer === undefined ? 0 : 1))
  const headRows = Math.min(head.length, Math.floor(room / 2))
  const height = room - headRows
  const end = Math.max(0, body.length - height)
  useLayoutEffect(() => onMeasured?.(height, end), [onMeasured, height, end])
  const first = Math.max(0, Math.min(top, end))
  const rule = [ruleRow(columns, useTheme())]
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Rows rows={[header]} columns={columns} height={1} />
      {isRuled && <Rows rows={rule} columns={columns} height={1} />}
      <Rows rows={head} columns={columns} height={headRows} />
      <Rows rows={body.slice(first, first + height)} columns={columns} height={height} />
      {footer !== undefined && <Rows rows={[footer]} columns={columns} height={1} />}
      {isRuled && <Rows rows={rule} columns={columns} height={1} />}
      <Rows rows={[keyRow(keys, columns)]} columns={columns} height={1} />
    </Box>
  )
}
