import type { Command, Role, Step } from '../lab/lab.ts'
import type { CommandView, OwnWay } from './state.ts'

/** Roles that the prompt proposes, in the lesson's order. The others are read, or offered by the lesson's text. */
const proposedRoles: ReadonlySet<Role> = new Set<Role>([
  'run',
  'setup',
  'interactive',
  'watch',
  'background',
  'file',
  'danger',
  'placeholder'
])

/** The commands that the prompt proposes in this step, in order. */
export function proposableCommands(step: Step): readonly Command[] {
  return step.commands.filter(command => proposedRoles.has(command.role))
}

/**
 * Whether a command has done what it was run for. One beside the lesson has as long as it goes on, and also when it was
 * interrupted: that is how it ends.
 */
function ranWell({ running, exit, beside, interrupted }: CommandView): boolean {
  if (beside === true && (running || interrupted === true)) return true
  return !running && exit === 0
}

/**
 * The next command that the lesson proposes: the first whose counterpart has not run well.
 *
 * A command counts as its counterpart when it is the same line, or begins with the same words: whoever adds a flag, or
 * writes `./file`, is not asked again.
 */
export function proposal(
  step: Step,
  ran: readonly CommandView[]
): { readonly text: string; readonly index: number; readonly of: number } | undefined {
  const commands = proposableCommands(step)
  const succeeded = ran.filter(command => ranWell(command) && command.by === 'learner')
  let index = 0
  for (const command of succeeded) {
    const proposed = commands[index]
    if (proposed === undefined) break
    const later = commands.findIndex((other, at) => at >= index && other.text === command.text)
    if (later !== -1) index = later + 1
    else if (openingWords(command.text) === openingWords(proposed.text)) index += 1
  }
  const next = commands[index]
  return next === undefined ? undefined : { text: next.text, index, of: commands.length }
}

/** Whether a line is one of the step's own, so that what it achieved was done as proposed. */
export function isProposed(step: Step, text: string): boolean {
  return proposableCommands(step).some(
    command => command.text === text || openingWords(command.text) === openingWords(text)
  )
}

/**
 * How the learner did a step otherwise than the lesson proposes: by a command of their own, in place of the proposed ones
 * or to repair what came of them, or with none that ran well here. Undefined when it was done as proposed.
 */
export function ownWay(step: Step, ran: readonly CommandView[]): OwnWay | undefined {
  const own = ran.filter(command => ranWell(command) && command.by === 'learner').map(({ text }) => text)
  if (own.length === 0) return { kind: 'elsewhere' }
  const others = own.slice(own.findLastIndex(text => isProposed(step, text)) + 1)
  const change = others.findLast(text => !looksOnly(text))
  if (change !== undefined) return { kind: 'command', text: change }
  // A step that only looks, done by looking in another way.
  const last = others.length === own.length && proposableCommands(step).length > 0 ? own.at(-1) : undefined
  return last === undefined ? undefined : { kind: 'command', text: last }
}

const kubectlLooks =
  /^\s*kubectl\s+(get|describe|logs|explain|events|top|version|api-\w+|cluster-info|diff|wait|rollout\s+(status|history)|auth\s+can-i)(\s|$)/
const otherLooks = /^\s*(git\s+(status|diff|log)|ls|cat|pwd|echo|head|tail|grep|watch|sleep)(\s|$)/

/** Whether a command, by its first words, only shows something. */
export function looksOnly(text: string): boolean {
  return (kubectlLooks.test(text) || otherLooks.test(text)) && !/[^2&]>/.test(text)
}

/** The program, and for kubectl and git also the verb: `kubectl apply`, `git clone`, `cd`. */
function openingWords(text: string): string {
  const [program = '', verb = ''] = text.trim().split(/\s+/)
  return program === 'kubectl' || program === 'git' ? `${program} ${verb}` : program
}
