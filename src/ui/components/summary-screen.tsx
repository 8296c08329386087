import type { ReactNode } from 'react'
import type { SessionState } from '../../session/state.ts'
import type { Size } from '../layout.ts'
import { keyTexts, summaryTexts } from '../../texts/texts.ts'
import { oneRow } from '../walk/rows.ts'
import { summaryRows } from '../walk/summary.ts'
import { Page } from './page.tsx'

interface Props {
  readonly state: SessionState
  readonly top: number
  readonly size: Size
  readonly onMeasured: (rows: number, end: number) => void
}

/** What stands at the end of a lab. */
export function SummaryScreen({ state, top, size, onMeasured }: Props): ReactNode {
  return (
    <Page
      size={size}
      header={[
        { text: ` ${oneRow(state.lab.title)}  `, bold: true },
        { text: summaryTexts.title, dim: true }
      ]}
      body={[[], ...summaryRows(state, size.columns)]}
      top={top}
      keys={[
        { key: 'Enter', does: keyTexts.quit, keep: true },
        { key: 'o', does: keyTexts.outline },
        { key: 'Esc', does: keyTexts.back, keep: true }
      ]}
      onMeasured={onMeasured}
    />
  )
}
