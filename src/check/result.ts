import type { KubernetesObject } from '../cluster/kubectl.ts'
import { flagsOf, kubectlLines } from '../lab/kubectl-line.ts'
import type { Check } from '../lab/lab.ts'
import type { CommandResult } from '../shell/shell.ts'
import type { Cause } from './cause.ts'
import { fromEvaluation } from './expression.ts'
import { listed, nameOf } from './fields.ts'
import { counted, lookAt } from './look.ts'
import { notSo } from './presence.ts'
import { sentence } from './pod.ts'
import { readTarget } from './target.ts'
import type { Verdict } from './verdict.ts'
import type { World } from './world.ts'
import { resultTexts } from '../texts/texts.ts'

/**
 * A command of this step that gave what it should, whichever way it was typed: its exit and output make `expect` true,
 * and the output names every live object of `names`. Before any command ran the check stands as "not yet".
 */
export async function observeResult(check: Extract<Check, { kind: 'result' }>, world: World): Promise<Verdict> {
  const pattern = check.command === undefined ? undefined : new RegExp(check.command)
  const candidates = world.results.filter(result => !pattern || pattern.test(result.text))
  const expected = check.names === undefined ? check.that : resultTexts.namesExpected(check.names)
  if (candidates.length === 0) return { status: 'not yet', expected, actual: resultTexts.notRun }
  let live: readonly KubernetesObject[] = []
  if (check.names !== undefined) {
    const look = await lookAt(check.names, world, expected)
    if ('trouble' in look) return look.trouble
    live = look.items
    if (live.length === 0) return notSo(expected, resultTexts.nothingToName(check.names), undefined)
  }
  let latest: Verdict | undefined
  for (const result of candidates.toReversed()) {
    const verdict = await judge(check, result, live, world, expected)
    if (verdict.status === 'passed') return verdict
    latest ??= verdict
  }
  return latest ?? { status: 'not yet', expected, actual: resultTexts.notRun }
}

async function judge(
  check: Extract<Check, { kind: 'result' }>,
  result: CommandResult,
  live: readonly KubernetesObject[],
  world: World,
  expected: string
): Promise<Verdict> {
  if (result.beside === true && (result.running === true || result.interrupted) && result.stdout.trim() === '')
    return hasSaidNothing(result, expected)
  if (result.interrupted && result.beside !== true)
    return notSo(expected, resultTexts.interrupted, {
      why: resultTexts.interruptedWhy,
      hint: resultTexts.interruptedHint,
      lasting: false
    })
  const { stdout, stderr, text: command } = result
  // What runs beside the lesson has no end of its own: an interruption is no failure.
  const exit = result.beside === true && result.interrupted ? 0 : result.exit
  const evaluation = await world.evaluator.evaluate(check.expect, 'result', { exit, stdout, stderr, command })
  const verdict = fromEvaluation(evaluation, check, expected, resultTexts.exit(exit))
  if (verdict.status !== 'passed') {
    const words = sentence(stderr.trim().split('\n').at(-1) ?? '')
    const cause =
      exit === 0 || words === '.' ? undefined : { why: words, hint: resultTexts.correctHint, lasting: false }
    return cause && evaluation.kind === 'boolean' ? notSo(expected, resultTexts.exit(exit), cause) : verdict
  }
  const all = live.map(nameOf)
  const unnamed = all.filter(name => !names(stdout, name))
  if (unnamed.length === 0)
    return {
      status: 'passed',
      expected,
      actual: all.length === 0 ? resultTexts.exit(exit) : resultTexts.itNames(listed(all))
    }
  const otherwise = { why: resultTexts.somethingElse(check.names ?? ''), hint: resultTexts.compareHint, lasting: false }
  const cause = lookedElsewhere(command, check.names ?? '', live) ?? otherwise
  return notSo(expected, resultTexts.doesNotName(listed(unnamed)), cause)
}

/** The command asked for another namespace than the one in which the objects lie. */
function lookedElsewhere(command: string, target: string, live: readonly KubernetesObject[]): Cause | undefined {
  const asked = kubectlLines(command)
    .flatMap(line => flagsOf(line, 'namespace'))
    .at(-1)
  const own = [...new Set(live.flatMap(({ metadata }) => metadata?.namespace ?? []))]
  // What the shell has still to put in is no name.
  if (asked === undefined || !/^[a-z0-9-]+$/.test(asked) || own.length === 0 || own.includes(asked)) return undefined
  const resources = counted(live.length, readTarget(target).resource)
  return {
    why: resultTexts.otherNamespace(live.length, resources, listed(own), asked),
    hint: resultTexts.otherNamespaceHint(`-n ${asked}`),
    lasting: false
  }
}

/** That it runs is not enough: it may be about to fail. */
function hasSaidNothing({ running }: CommandResult, expected: string): Verdict {
  if (running === true) return notSo(expected, resultTexts.silent, undefined)
  return { status: 'not yet', expected, actual: resultTexts.endedSilent }
}

/** Whether a name stands in a text as a word of its own: `web` does not stand in `web-2`. */
function names(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-]|\\.\\w)`).test(text)
}

/** `run`: a command line of the author's, in a subshell of the lab's shell, and an expression over what it gave. */
export async function observeRun(check: Extract<Check, { kind: 'run' }>, world: World): Promise<Verdict> {
  if (!world.shell) return { status: 'waiting', expected: check.that, actual: resultTexts.noShell }
  // A subshell, so that a `cd` or `exit` of the check changes nothing for the learner.
  const { exit, stdout, stderr } = await world.shell.run(`(\n${check.run}\n)`).result
  const evaluation = await world.evaluator.evaluate(check.expect, 'result', {
    exit,
    stdout,
    stderr,
    command: check.run
  })
  return fromEvaluation(evaluation, check, check.that, resultTexts.exit(exit))
}
