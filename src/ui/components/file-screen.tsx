import type { ReactNode } from 'react'
import type { SessionState } from '../../session/state.ts'
import { keyNames, keyTexts } from '../../texts/texts.ts'
import type { Size } from '../layout.ts'
import { fileFooter, fileHead, fileHeader, fileRows } from '../walk/file.ts'
import { questionKeys } from '../walk/key-line.ts'
import { questionText } from '../walk/message.ts'
import type { View } from '../walk/view.ts'
import { Page } from './page.tsx'

interface Props {
  readonly state: SessionState
  readonly view: View
  readonly size: Size
  readonly onMeasured: (rows: number, end: number) => void
}

/** The file that the step is about, what is asked of it, its mistakes, and what it differs in. */
export function FileScreen({ state, view, size, onMeasured }: Props): ReactNode {
  const { columns } = size
  const { file, question, message } = view
  const step = state.steps[state.current]
  if (file === undefined || step === undefined) return null
  const told = question === undefined ? message : questionText(question)
  return (
    <Page
      size={size}
      header={fileHeader(file, columns)}
      head={fileHead(step, file, columns, Math.floor(size.rows / 2))}
      body={fileRows(file, columns).rows}
      top={view.pageTop}
      footer={told === undefined ? undefined : fileFooter(told, question !== undefined, columns)}
      keys={
        question === undefined
          ? [
              { key: 'Enter', does: keyTexts.edit, keep: true },
              { key: 'd', does: file.difference === undefined ? keyTexts.difference : keyTexts.noDifference },
              { key: 's', does: keyTexts.makeChange },
              { key: 'Esc', does: keyTexts.back, keep: true },
              { key: keyNames.upDown, does: keyTexts.scroll }
            ]
          : questionKeys(question.about)
      }
      onMeasured={onMeasured}
    />
  )
}
