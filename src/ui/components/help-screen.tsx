import type { ReactNode } from 'react'
import type { Line } from '../../markdown/styled.ts'
import { wrap } from '../../markdown/wrap.ts'
import type { Size } from '../layout.ts'
import { helpTexts, helpTitle, keyNames, keyTexts } from '../../texts/texts.ts'
import { Page } from './page.tsx'

interface Props {
  readonly top: number
  readonly size: Size
  readonly onMeasured: (rows: number, end: number) => void
}

/** What every key does. */
export function HelpScreen({ top, size, onMeasured }: Props): ReactNode {
  return (
    <Page
      size={size}
      header={[{ text: ` ${helpTitle}`, bold: true }]}
      body={helpRows(size.columns)}
      top={top}
      keys={[
        { key: 'Esc', does: keyTexts.back, keep: true },
        { key: keyNames.upDown, does: keyTexts.scroll }
      ]}
      onMeasured={onMeasured}
    />
  )
}

function helpRows(columns: number): Line[] {
  const names = Math.max(...helpTexts.flatMap(group => group.keys.map(([name]) => name.length)))
  const narrow = columns < 60
  return helpTexts.flatMap((group, index): Line[] => [
    ...(index > 0 ? [[]] : []),
    [{ text: ` ${group.title}`, dim: true }],
    ...group.keys.flatMap(([name, does]) => {
      const mark: Line = [{ text: ` ${narrow ? name : name.padEnd(names)}  `, bold: true }]
      return wrap([{ text: does }], columns - 1, mark, [{ text: ' '.repeat(narrow ? 3 : names + 3) }])
    })
  ])
}
