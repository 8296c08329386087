import { z } from 'zod'
import { failure, success, type Outcome } from '../failure.ts'
import { labMistakes } from '../texts/texts.ts'
import type { Repository, Requirements } from './lab.ts'
import { nearest, offerOf } from './nearest.ts'
import { isMapping, readYaml, type Place } from './yaml.ts'

/** What an author says about the lab as a whole, in front matter or in `<!-- lab … -->`. */
export interface Front {
  readonly title?: string
  /** Place among the labs: those with a smaller number stand before, those without one after all others. */
  readonly order?: number
  readonly requires: Requirements
  readonly repositories: readonly Repository[]
}

const relativeFolder = z.string().refine(folder => !folder.startsWith('/') && !folder.split('/').includes('..'), {
  error: () => labMistakes.folderWithin
})

/** What an author may set; the JSON schema that editors use is made of it. */
export const frontForm = z.strictObject({
  title: z.string().min(1).max(200).optional().describe('The lab’s title, instead of its first heading.'),
  order: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('Where the lab stands among those that ship with the app, the smallest first.'),
  description: z.string().max(2000).optional().describe('What the lab is about, for people.'),
  requires: z
    .strictObject({
      nodes: z.int().min(1).max(1000).optional().describe('Nodes that the lab needs.'),
      rights: z
        .array(z.string().regex(/^[a-z]+ [a-z][a-z./-]*$/, { error: () => labMistakes.rightForm }))
        .max(50)
        .optional()
        .describe('What the user must be allowed to do, such as "patch nodes".'),
      podSecurity: z
        .enum(['baseline', 'privileged'])
        .optional()
        .describe('The level of Pod Security that its pods need.')
    })
    .optional()
    .describe('What a cluster must have; looked for before the first step.'),
  repositories: z
    .array(
      z.strictObject({
        url: z
          .string()
          .regex(/^(https?:\/\/|git@|ssh:\/\/)\S+$/, { error: () => labMistakes.addressForm })
          .describe('The address, as the tutorial’s `git clone` has it.'),
        path: relativeFolder.describe('The folder of the clone that the lab’s files lie in.')
      })
    )
    .max(20)
    .optional()
    .describe('Repositories whose clone gives the lab’s own files, without a network.')
})
const knownKeys = Object.keys(frontForm.shape)

/** Splits front matter from the text, whose lines keep their numbers. */
export function splitFrontMatter(text: string): { yaml: string | undefined; body: string } {
  const lines = text.split('\n')
  if (lines[0]?.trimEnd() !== '---' || !/^(\s*#.*|\s*|[\w-]+\s*:.*)$/.test(lines[1] ?? ''))
    return { yaml: undefined, body: text }
  const end = lines.findIndex((line, index) => index > 0 && /^(---|\.\.\.)\s*$/.test(line))
  if (end < 0) return { yaml: undefined, body: text }
  const body = lines.map((line, index) => (index <= end ? '' : line)).join('\n')
  return { yaml: lines.slice(1, end).join('\n'), body }
}

/**
 * Reads front matter. Other programs keep their own keys there (`layout`, `weight`), so that a key of which none of ours
 * is near is passed over; in `<!-- lab … -->`, which is ours alone, every unknown key is a mistake.
 *
 * @param ours whether it is such a comment
 */
export function readFront(yaml: string, where: Place, ours: boolean): Outcome<Front> {
  const parsed = readYaml(yaml, where)
  if (!parsed.ok) return parsed
  const lineOf = (key: string): number =>
    where.line +
    Math.max(
      0,
      yaml.split('\n').findIndex(line => keyAt(line) === key)
    )
  if (parsed.value === undefined || parsed.value === null) return success({ requires: {}, repositories: [] })
  if (!isMapping(parsed.value)) return failure('bad-input', `${where.file}:${where.line}: ${labMistakes.settingsForm}`)
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(parsed.value)) {
    const meant = knownKeys.includes(key) ? undefined : nearest(key, knownKeys)
    if (knownKeys.includes(key)) kept[key] = value
    else if (meant !== undefined || ours) {
      const what = `${labMistakes.noSetting(key)}; ${offerOf(key, knownKeys)}`
      return failure('bad-input', `${where.file}:${lineOf(key)}: ${what}`)
    }
  }
  const checked = frontForm.safeParse(kept)
  if (!checked.success) {
    const issue = checked.error.issues[0]
    const key = String(issue?.path[0] ?? '')
    const named = issue?.path.join('.') ?? ''
    const what = labMistakes.notAsItMustBe(named, issue?.message ?? '')
    return failure('bad-input', `${where.file}:${lineOf(key)}: ${what}`)
  }
  const { title, order, requires = {}, repositories = [] } = checked.data
  return success({
    ...(title !== undefined && { title }),
    ...(order !== undefined && { order }),
    requires: {
      ...(requires.nodes !== undefined && { nodes: requires.nodes }),
      ...(requires.rights !== undefined && { rights: requires.rights }),
      ...(requires.podSecurity !== undefined && { podSecurity: requires.podSecurity })
    },
    repositories: repositories.map(({ url, path }) => ({ url, path: path.replace(/^\.?\/|\/$/g, '') }))
  })
}

function keyAt(line: string): string | undefined {
  return /^\s*(?:- )?["']?([\w-]+)["']?\s*:/.exec(line)?.[1]
}
