import { failure, success, type Outcome } from '../failure.ts'
import type { ExpressionReader } from './check-annotation.ts'
import type { Question } from './lab.ts'
import { nearest } from './nearest.ts'
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
    if (!isMapping(entry)) return mistake('a question is written as keys and values, such as "ask: Which node …?"')
    const unknown = Object.keys(entry).find(key => !keys.some(each => each === key))
    if (unknown !== undefined) {
      const meant = nearest(unknown, keys)
      return mistake(
        `a question has no key "${unknown}"; ${meant ? `did you mean "${meant}"?` : `known are ${keys.join(', ')}.`}`
      )
    }
    const question = questionOf(entry, place.line)
    if (typeof question === 'string') return mistake(question)
    for (const expression of [question.get === undefined ? undefined : question.answer, question.choices]) {
      const found = typeof expression === 'string' ? expressions?.(expression, 'question') : undefined
      if (found) return mistake(`an expression of the question cannot be used: ${found.message}.`)
    }
    questions.push(question)
  }
  return success(questions)
}

/** A question, or the sentence that says what is wrong with it. */
function questionOf(entry: Record<string, unknown>, line: number): Question | string {
  const { ask, predict, get, choices, answer, because } = entry
  if (typeof ask !== 'string' || ask.trim() === '') return 'a question needs an "ask": what is asked.'
  if (predict !== undefined && typeof predict !== 'boolean') return '"predict" is true or false.'
  for (const [key, value] of Object.entries({ get, because }))
    if (value !== undefined && (typeof value !== 'string' || value.trim() === '')) return `"${key}" must be text.`
  const list = Array.isArray(choices) ? choices.map(String) : undefined
  if (list === undefined && (typeof choices !== 'string' || get === undefined))
    return '"choices" is a list, or with "get" an expression that gives one.'
  if (list !== undefined && (list.length < 2 || list.length > mostChoices || new Set(list).size < list.length))
    return `"choices" are two to ${mostChoices} different texts.`
  const right = typeof answer === 'string' || typeof answer === 'number' ? String(answer).trim() : ''
  if (right === '')
    return 'a question needs an "answer": one of the choices, or with "get" an expression that gives it.'
  if (get === undefined && list?.includes(right) !== true) return 'the "answer" must be one of the choices.'
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
