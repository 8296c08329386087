import { z } from 'zod'
import { failure, success, type Outcome } from '../failure.ts'
import { labMistakes } from '../texts/texts.ts'
import { needs, type Chapter, type Lab, type Need } from './lab.ts'
import { offerOf } from './nearest.ts'
import { readYaml, type Place } from './yaml.ts'

/** What a `chapter` annotation may hold; the JSON schema that editors use is made of it. */
export const chapterForm = z.strictObject({
  minutes: z.int().min(1).max(600).optional().describe('How long it takes.'),
  from: z.string().min(1).max(500).optional().describe('Where it starts from, for people.'),
  start: z
    .string()
    .min(1)
    .max(20_000)
    .optional()
    .describe('A script that brings the cluster there, from wherever it is.')
})

/** Reads `<!-- chapter … -->`, which stands below the heading that begins a chapter. */
export function readChapter(yaml: string, place: Place): Outcome<Chapter> {
  const parsed = readYaml(yaml, place)
  if (!parsed.ok) return parsed
  const checked = chapterForm.safeParse(parsed.value ?? {})
  if (!checked.success) {
    const issue = checked.error.issues[0]
    const [unknown] = issue?.code === 'unrecognized_keys' ? issue.keys : []
    const what =
      unknown === undefined
        ? labMistakes.notAsItMustBe(issue?.path.join('.') ?? '', issue?.message ?? '')
        : `${labMistakes.noChapterKey(unknown)}; ${offerOf(unknown, Object.keys(chapterForm.shape))}`
    return failure('bad-input', `${place.file}:${place.line}: ${what}`)
  }
  const { minutes, from, start } = checked.data
  return success({
    ...(minutes !== undefined && { minutes }),
    ...(from !== undefined && { from: from.trim() }),
    ...(start !== undefined && { start: start.trimEnd() })
  })
}

/** Reads `<!-- needs: machines, field daemonset.spec.updateStrategy -->`. */
export function readNeeds(text: string, place: Place): Outcome<Need[]> {
  const found: Need[] = []
  for (const word of text.split(',').map(each => each.trim())) {
    const field = /^field (\w+(\.\w+)+)$/.exec(word)?.[1]
    const known = needs.find(each => each === word)
    if (field !== undefined) found.push({ field })
    else if (known !== undefined) found.push(known)
    else {
      const what = `${labMistakes.noNeed(word)}; ${offerOf(word, [...needs, 'field RESOURCE.FIELD.FIELD'])}`
      return failure('bad-input', `${place.file}:${place.line}: ${what}`)
    }
  }
  return success(found)
}

/** Index of the heading that begins the chapter of a step; undefined where no chapter has begun. */
export function chapterAt({ steps }: Pick<Lab, 'steps'>, index: number): number | undefined {
  const at = steps.findLastIndex((step, each) => each <= index && step.chapter !== undefined)
  return at < 0 ? undefined : at
}

/** Index of the heading of a chapter by its number, counted from 1. */
export function chapterHeading({ steps }: Pick<Lab, 'steps'>, number: number): number | undefined {
  return steps.flatMap((step, index) => (step.chapter === undefined ? [] : [index]))[number - 1]
}
