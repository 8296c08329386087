import { z } from 'zod'
import { labMistakes } from '../texts/texts.ts'
import { defaultWithinMs } from './lab.ts'

/**
 * What an entry of a `check` annotation may hold, by its kind: the reader checks entries with it, and the JSON schema that
 * editors use is made of it. What an entry refers to, and whether its expressions can be used, is the reader's to find out.
 */
const text = (key: string, error = () => labMistakes.mustBeText(key)) => z.string({ error }).trim().min(1, { error })

const longestMs = 30 * 60_000
const timeForm = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m)?\s*$/

/** Milliseconds of a time such as `30s`; without a unit it is seconds. Undefined when it is none, or too long. */
function durationMs(time: string | number): number | undefined {
  const [, number, unit = 's'] = timeForm.exec(String(time)) ?? []
  const milliseconds = Number(number) * { ms: 1, s: 1000, m: 60_000 }[unit as 'ms' | 's' | 'm']
  return milliseconds > 0 && milliseconds <= longestMs ? milliseconds : undefined
}

const noTime = { error: () => labMistakes.withinForm }
const common = {
  that: text('that').optional().describe('The sentence that it asserts, as the learner reads it.'),
  within: z
    .union([z.string().regex(timeForm, noTime), z.number()], noTime)
    .transform((time, context) => {
      const milliseconds = durationMs(time)
      if (milliseconds === undefined) context.addIssue(labMistakes.withinForm)
      return milliseconds ?? defaultWithinMs
    })
    .default(defaultWithinMs)
    .describe('How long to wait, such as 30s or 2m; one minute when left out.'),
  hint: text('hint').optional().describe('One thing to try when it does not hold.')
}

const expectation = (kind: 'get' | 'file' | 'run', names: string) =>
  z
    .string({
      error: ({ input }) =>
        input === undefined ? labMistakes.needsExpect(kind) : labMistakes.mustBeExpression('expect')
    })
    .trim()
    .min(1, { error: () => labMistakes.mustBeExpression('expect') })
    .describe(`What should be so, in CEL, over ${names}.`)

const target = (key: string, description: string) =>
  text(key).describe(`${description} Written as for kubectl get: daemonset/web, pods -l app=web -n shop.`)

export const checkForms = {
  ready: z.strictObject({
    ...common,
    ready: target(
      'ready',
      'This version of it is observed, updated and ready; a DaemonSet on every node that it may run on.'
    )
  }),
  exists: z.strictObject({ ...common, exists: target('exists', 'It is there.') }),
  gone: z.strictObject({ ...common, gone: target('gone', 'It was there in this session, and is not there now.') }),
  replaced: z.strictObject({
    ...common,
    replaced: target(
      'replaced',
      'Another one has taken the place of one that was there when the step began, and is ready.'
    ),
    keeping: target('keeping', 'These are still the same.').optional()
  }),
  onNodes: z.strictObject({
    ...common,
    onNodes: target('onNodes', 'Its ready pods are on exactly the nodes of "nodes".'),
    nodes: z
      .union([text('nodes'), z.array(text('nodes')).min(1)], {
        error: () => labMistakes.needsNodes
      })
      .describe('A list of names, or a label selector such as disk=ssd.')
  }),
  get: z.strictObject({
    ...common,
    get: target('get', 'The expression "expect" is true of these objects.'),
    expect: expectation('get', 'it (the object, or the List) and items (always a list)')
  }),
  file: z.strictObject({
    ...common,
    file: text('file').describe('The expression "expect" is true of this file of the lab.'),
    expect: expectation('file', 'it (its first YAML document) and items')
  }),
  result: z.strictObject({
    ...common,
    result: text('result', () => labMistakes.mustBeExpression('result')).describe(
      'A command of this step gave that: an expression in CEL over exit, stdout, stderr and command.'
    ),
    names: target('names', 'Its output names all of these live objects.').optional(),
    command: text('command')
      .superRefine((pattern, context) => {
        const mistake = patternMistake(pattern)
        if (mistake !== undefined) context.addIssue(labMistakes.noPattern(mistake))
      })
      .optional()
      .describe('Only commands that match this regular expression count.')
  }),
  run: z.strictObject({
    ...common,
    run: text('run').describe('The expression "expect" is true of what this command gives.'),
    expect: expectation('run', 'exit, stdout, stderr and command')
  })
} as const

export type CheckKind = keyof typeof checkForms
export const checkKinds = Object.keys(checkForms) as CheckKind[]
/** Every key that some kind of check has. */
export const checkKeys = [...new Set(Object.values(checkForms).flatMap(form => Object.keys(form.shape)))]

function patternMistake(pattern: string): string | undefined {
  try {
    new RegExp(pattern)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
