import { failure, success, type Outcome } from '../failure.ts'
import { labMistakes } from '../texts/texts.ts'
import type { ExpressionReader } from './check-annotation.ts'
import type { Question } from './lab.ts'
import { offerOf } from './nearest.ts'
import { isMapping, readYaml } from './yaml.ts'

const keys = ['ask', 'predict', 'get', 'choices', 'answer', 'because'] as const
const mostChoices = 9

interface Place {
  readonly file: string
  /** Line of the comment's first line, from 1. */
  readonly line: number
}

/** Reads the YAML of a `question` annotation: one question or a list. The first line of `yaml` is that of `<!--`. */
export function readQuestions(yaml: string, place: Place, expressions?: ExpressionReader): Outcome<Question[]> {
  const parsed = readYaml(yaml, place)
  if (!parsed.ok) return parsed
  const entries: unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value]
  const questions: Question[] = []
  for (const entry of entries) {
    const mistake = (message: string) => failure('bad-input', `${place.file}:${place.line}: ${message}`)
    if (!isMapping(entry)) return mistake(labMistakes.questionForm)
    const unknown = Object.keys(entry).find(key => !keys.some(each => each === key))
    if (unknown !== undefined) return mistake(`${labMistakes.noQuestionKey(unknown)}; ${offerOf(unknown, keys)}`)
    const question = questionOf(entry, place.line)
    if (typeof question === 'string') return mistake(question)
    for (const expression of [question.get === undefined ? undefined : question.answer, question.choices]) {
      const found = typeof expression === 'string' ? expressions?.(expression, 'question') : undefined
      if (found) return mistake(labMistakes.badQuestionExpression(found.message))
    }
    questions.push(question)
  }
  return success(questions)
}

/** A question, or the sentence that says what is wrong with it. */
function questionOf(entry: Record<string, unknown>, line: number): Question | string {
  const { ask, predict, get, choices, answer, because } = entry
  if (typeof ask !== 'string' || ask.trim() === '') return labMistakes.needsAsk
  if (predict !== undefined && typeof predict !== 'boolean') return labMistakes.predictForm
  for (const [key, value] of Object.entries({ get, because }))
    if (value !== undefined && (typeof value !== 'string' || value.trim() === '')) return labMistakes.mustBeText(key)
  const list = Array.isArray(choices) ? choices.map(String) : undefined
  if (list === undefined && (typeof choices !== 'string' || get === undefined)) return labMistakes.choicesForm
  if (list !== undefined && (list.length < 2 || list.length > mostChoices || new Set(list).size < list.length))
    return labMistakes.choicesCount(mostChoices)
  const right = typeof answer === 'string' || typeof answer === 'number' ? String(answer).trim() : ''
  if (right === '') return labMistakes.needsAnswer
  if (get === undefined && list?.includes(right) !== true) return labMistakes.answerForm
  return {
    ask: ask.trim(),
    predict: predict === true,
    ...(typeof get === 'string' && { get: get.trim() }),
    choices: list ?? String(choices),
    answer: right,
    ...(typeof because === 'string' && { because: because.trim() }),
    line
  }
}
