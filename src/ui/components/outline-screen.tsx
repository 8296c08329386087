import type { ReactNode } from 'react'
import { isWalked } from '../../lab/lab.ts'
import { justify, line, type Line } from '../../markdown/styled.ts'
import type { SessionState } from '../../session/state.ts'
import type { Size } from '../layout.ts'
import { duration, keyNames, keyTexts, menuTexts, outlineTexts } from '../../texts/texts.ts'
import { isSettled } from '../../session/settled.ts'
import { matchingSteps } from '../walk/find.ts'
import { questionKeys, type KeyHint } from '../walk/key-line.ts'
import { questionText } from '../walk/message.ts'
import type { View } from '../walk/view.ts'
import { oneRow, outlineRows } from '../walk/rows.ts'
import { Page } from './page.tsx'

interface Props {
  readonly state: SessionState
  readonly view: View
  readonly size: Size
  readonly onMeasured: (rows: number, end: number) => void
}

/** Every step with its state; Enter goes to the marked one. */
export function OutlineScreen({ state, view, size, onMeasured }: Props): ReactNode {
  const { columns, rows } = size
  const { marked, question } = view
  const walked = state.steps.filter(view => isWalked(view.step))
  const shown = walked.filter(each => each.progress === 'shown').length
  const minutes = Math.floor(state.spent.milliseconds / 60_000)
  const time = minutes === 0 || columns < 60 ? '' : duration(minutes * 60_000)
  const header = justify(
    [
      { text: ` ${oneRow(state.lab.title)}  `, bold: true },
      { text: outlineTexts.title, dim: true }
    ],
    line(`${outlineTexts.done(walked.filter(isSettled).length, walked.length, shown, time)} `),
    columns
  )
  const told = toldRow(state, view)
  const footer: Line[] =
    told !== undefined ? [[], told] : shown > 0 ? [[], line(` ${outlineTexts.shownMeans}`, { dim: true })] : []
  const height = Math.max(1, rows - (rows >= 10 ? 4 : 2) - footer.length)
  return (
    <Page
      size={size}
      header={header}
      body={[...outlineRows(state, columns - 1, height, marked).map((row): Line => [{ text: ' ' }, ...row]), ...footer]}
      top={0}
      keys={question === undefined ? outlineKeys() : questionKeys(question.about)}
      onMeasured={onMeasured}
    />
  )
}

function outlineKeys(): readonly KeyHint[] {
  return [
    { key: 'Enter', does: keyTexts.go, keep: true },
    { key: 'c', does: keyTexts.catchUp },
    { key: 'r', does: keyTexts.resetStep },
    { key: 'R', does: keyTexts.resetLab },
    { key: '/', does: keyTexts.find },
    { key: 'Esc', does: keyTexts.back, keep: true },
    { key: keyNames.upDown, does: menuTexts.move }
  ]
}

/** What is asked, looked for, or told. */
function toldRow(state: SessionState, { question, find, message }: View): Line | undefined {
  if (question !== undefined) return line(` ${questionText(question)}`, { bold: true })
  if (find !== undefined) {
    const isFound = find === '' || matchingSteps(state.steps, find).length > 0
    return line(` ${outlineTexts.find(oneRow(find))}${isFound ? '' : `  (${outlineTexts.nothingFound})`}`, {
      bold: true
    })
  }
  return message === undefined ? undefined : line(` ${message}`, { colour: 'waiting' })
}
