import { splitAtWidth, truncate, widthOf, type Line, type Run } from '../../markdown/styled.ts'
import { wrap } from '../../markdown/wrap.ts'
import { isMistaken, openQuestion } from '../../session/questions.ts'
import type { QuestionView, StepView } from '../../session/state.ts'
import { texts, titles } from '../../texts/texts.ts'
import { oneRow } from './rows.ts'

/**
 * The question of a step that can be answered now, each choice with its number; else what became of the last answer.
 *
 * @param rows not more than these; then the question is shortened, and the choices keep their rows.
 */
export function askedRows(view: StepView, columns: number, rows: number): Line[] {
  const open = openQuestion(view)
  const question = open === undefined ? undefined : view.questions[open]
  if (question === undefined) {
    const answered = view.questions.findLast(({ picked }) => picked !== undefined)
    return answered === undefined ? [] : titled(outcome(answered), columns).slice(0, rows)
  }
  const choices = (question.choices ?? []).map((choice, index): Line => {
    const number: Run = { text: ` ${index + 1}  `, bold: true }
    return truncate([number, { text: oneRow(choice) }], columns)
  })
  const room = Math.max(1, rows - choices.length)
  return [...shortened(titled([{ text: oneRow(question.ask) }], columns), room, columns), ...choices].slice(0, rows)
}

function titled(runs: Line, columns: number): Line[] {
  const title: Line = [{ text: ` ${titles.question}  `, bold: true }]
  return wrap(runs, columns, title, [{ text: ' ' }])
}

function shortened(lines: Line[], most: number, columns: number): Line[] {
  const last = lines[most - 1]
  if (lines.length <= most || last === undefined) return lines
  const text = last.map(run => run.text).join('')
  return [...lines.slice(0, most - 1), [{ text: `${splitAtWidth(text, columns - widthOf('…'))[0]}…` }]]
}

function outcome(question: QuestionView): Line {
  const { picked = '', right = '', because = '' } = question
  const reason: Run[] = because === '' ? [] : [{ text: ` ${oneRow(because)}` }]
  switch (isMistaken(question)) {
    case undefined:
      return [{ text: texts.predicted(oneRow(picked)) }]
    case false:
      return [{ text: texts.answeredRight(oneRow(right)), colour: 'good', bold: true }, ...reason]
    case true:
      return [{ text: texts.answeredWrong(oneRow(right), oneRow(picked)), colour: 'waiting', bold: true }, ...reason]
  }
}
