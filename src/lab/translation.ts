import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { translationTexts } from '../texts/texts.ts'
import type { Check, Command, Lab, Question, Step } from './lab.ts'

/**
 * What a translation would make the learner do otherwise than the original: it must have the same headings and, below
 * each, the same commands in the same order, the same checks, solution and questions, and as many hints. Pure.
 *
 * @returns a sentence that names files and lines; undefined when both ask for the same.
 */
export function differenceOf(original: Lab, translation: Lab): string | undefined {
  const names = { original: path.basename(original.file), translation: path.basename(translation.file) }
  if (!isDeepStrictEqual(original.requires, translation.requires))
    return translationTexts.requires(names.translation, names.original)
  if (original.steps.length !== translation.steps.length)
    return translationTexts.headings(names.translation, translation.steps.length, names.original, original.steps.length)
  for (const [index, step] of original.steps.entries()) {
    const other = translation.steps[index]
    if (other === undefined) continue
    const places = {
      original: `${names.original}:${step.line}`,
      translation: `${names.translation}:${other.line}`
    }
    const difference = commandDifference(step, other, places) ?? partDifference(step, other, places)
    if (difference !== undefined) return difference
  }
  return undefined
}

interface Places {
  readonly original: string
  readonly translation: string
}

function commandDifference(step: Step, other: Step, { original, translation }: Places): string | undefined {
  const length = Math.max(step.commands.length, other.commands.length)
  for (let index = 0; index < length; index++) {
    const [one, two] = [step.commands[index], other.commands[index]]
    if (one !== undefined && two !== undefined && isDeepStrictEqual(doneBy(one), doneBy(two))) continue
    if (two === undefined) return translationTexts.lacks(translation, shown(one), original)
    if (one === undefined) return translationTexts.adds(translation, shown(two), original)
    return translationTexts.command(translation, shown(two), original, shown(one))
  }
  return undefined
}

const doneBy = ({ text, role, body }: Command) => ({ text, role, body })

function shown(command: Command | undefined): string {
  const [first = '', ...rest] = (command?.text ?? '').split('\n')
  return rest.length === 0 ? first : `${first} …`
}

function partDifference(step: Step, other: Step, { original, translation }: Places): string | undefined {
  const parts: readonly (readonly [name: string, (of: Step) => unknown])[] = [
    [translationTexts.level, ({ level, chapter }) => [level, chapter?.start, chapter?.minutes]],
    [translationTexts.checks, ({ checks }) => checks.map(looksAt)],
    [translationTexts.hints, ({ hints }) => hints.length],
    [translationTexts.solution, ({ solution }) => solution?.script],
    [translationTexts.needs, ({ needs }) => needs],
    [translationTexts.questions, ({ questions }) => questions.map(asks)]
  ]
  const different = parts.find(([, of]) => !isDeepStrictEqual(of(step), of(other)))
  return different && translationTexts.part(different[0], translation, original)
}

/** A check without its words. */
function looksAt({ that: _that, hint: _hint, line: _line, ...rest }: Check): object {
  return rest
}

/** A question without its words; which of the choices in a list is right stays. */
function asks({ predict, get, choices, answer }: Question): object {
  if (typeof choices === 'string' || get !== undefined) return { predict, get, choices, answer }
  return { predict, choices: choices.length, answer: choices.indexOf(answer) }
}

/**
 * The lab in the words of a faithful translation. Names, files, commands and the ids of steps are those of the original,
 * so that progress is the same in every language.
 */
export function translated(original: Lab, translation: Lab): Lab {
  return {
    ...original,
    title: translation.title,
    introduction: translation.introduction,
    steps: original.steps.map((step, index): Step => {
      const words = translation.steps[index] ?? step
      return {
        ...words,
        id: step.id,
        commands: step.commands,
        checks: step.checks.map((check, at) => {
          const { that, hint } = words.checks[at] ?? check
          return { ...check, that, ...(hint !== undefined && { hint }) }
        })
      }
    })
  }
}
