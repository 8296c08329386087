import { z } from 'zod'
import { failure, success, type Outcome } from '../failure.ts'
import { labMistakes } from '../texts/texts.ts'
import type { ExpressionReader } from './check-annotation.ts'
import { entriesOf } from './entries.ts'
import type { Question } from './lab.ts'
import { offerOf } from './nearest.ts'
import { isMapping, readYaml, type Place } from './yaml.ts'

const mostChoices = 9
const word = z.union([z.string(), z.number(), z.boolean()])
const textOf = (key: string) => {
  const error = () => labMistakes.mustBeText(key)
  return z.string({ error }).trim().min(1, { error }).optional()
}
// Said in the language of the moment.
const noAsk = () => labMistakes.needsAsk
const noAnswer = () => labMistakes.needsAnswer
const otherChoices = () => labMistakes.choicesCount(mostChoices)

/** What an entry of a `question` annotation may hold; the JSON schema that editors use is made of it. */
export const questionForm = z.strictObject({
  ask: z.string({ error: noAsk }).trim().min(1, { error: noAsk }).describe('What is asked.'),
  predict: z
    .boolean({ error: () => labMistakes.predictForm })
    .default(false)
    .describe('Asked before the command runs, and looked at again when the step is done.'),
  get: textOf('get').describe(
    'Objects, as for kubectl get. With it, "answer", and "choices" that are text, are expressions in CEL over it and items.'
  ),
  because: textOf('because').describe('A sentence that is told with what is right.'),
  choices: z
    .union(
      [
        z
          .array(word)
          .min(2, { error: otherChoices })
          .max(mostChoices, { error: otherChoices })
          .transform(all => all.map(String)),
        z.string()
      ],
      { error: ({ input }) => (Array.isArray(input) ? otherChoices() : labMistakes.choicesForm) }
    )
    .describe('A list of two to nine texts; with "get" also an expression that gives one.'),
  answer: z
    .union([z.string(), z.number()], { error: noAnswer })
    .transform(answer => String(answer).trim())
    .refine(answer => answer !== '', { error: noAnswer })
    .describe('One of the choices; with "get" an expression that gives it.')
})
const keys = Object.keys(questionForm.shape)

/** Reads the YAML of a `question` annotation: one question or a list. The first line of `yaml` is that of `<!--`. */
export function readQuestions(yaml: string, place: Place, expressions?: ExpressionReader): Outcome<Question[]> {
  const parsed = readYaml(yaml, place)
  if (!parsed.ok) return parsed
  const questions: Question[] = []
  for (const { value: entry, line, lineOf } of entriesOf(yaml, parsed.value, place.line)) {
    const mistake = (message: string, key?: string) =>
      failure('bad-input', `${place.file}:${key === undefined ? line : lineOf(key)}: ${message}`)
    if (!isMapping(entry)) return mistake(labMistakes.questionForm)
    const unknown = Object.keys(entry).find(key => !keys.includes(key))
    if (unknown !== undefined)
      return mistake(`${labMistakes.noQuestionKey(unknown)}; ${offerOf(unknown, keys)}`, unknown)
    const question = questionOf(entry, line)
    if (typeof question === 'string') return mistake(question)
    for (const key of question.get === undefined ? [] : (['answer', 'choices'] as const)) {
      const expression = question[key]
      const found = typeof expression === 'string' ? expressions?.(expression, 'question') : undefined
      if (found) return mistake(labMistakes.badQuestionExpression(found.message), key)
    }
    questions.push(question)
  }
  return success(questions)
}

/** A question, or the sentence that says what is wrong with it. */
function questionOf(entry: Record<string, unknown>, line: number): Question | string {
  const parsed = questionForm.safeParse(entry)
  if (!parsed.success) return parsed.error.issues[0]?.message ?? ''
  const { ask, predict, get, choices, answer, because } = parsed.data
  if (typeof choices === 'string' && get === undefined) return labMistakes.choicesForm
  if (typeof choices !== 'string' && new Set(choices).size < choices.length) return otherChoices()
  if (get === undefined && !choices.includes(answer)) return labMistakes.answerForm
  return {
    ask,
    predict,
    ...(get !== undefined && { get }),
    choices,
    answer,
    ...(because !== undefined && { because }),
    line
  }
}
