import type { Check } from '../lab/lab.ts'
import { observeGet } from './expression.ts'
import { observeFile } from './file.ts'
import { observeExists, observeGone, observeOnNodes, observeReady } from './presence.ts'
import { observeReplaced } from './replaced.ts'
import { observeResult, observeRun } from './result.ts'
import type { Verdict } from './verdict.ts'
import type { World } from './world.ts'

/**
 * Looks at a check once.
 *
 * @returns `passed`; `waiting` when it may come to hold by itself; `failed` when waiting cannot cure the cause; `not yet`
 * for a result when no command that counts has run. A hint that the lab's author wrote goes before one of ours. Never
 * rejects for what a cluster, a file or an expression may be like.
 */
export async function observe(check: Check, world: World): Promise<Verdict> {
  const verdict = await look(check, world)
  if (verdict.status === 'passed' || check.hint === undefined) return verdict
  return { ...verdict, hint: check.hint }
}

function look(check: Check, world: World): Promise<Verdict> {
  switch (check.kind) {
    case 'ready':
      return observeReady(check.target, world)
    case 'exists':
      return observeExists(check.target, world)
    case 'gone':
      return observeGone(check.target, world)
    case 'replaced':
      return observeReplaced(check, world)
    case 'onNodes':
      return observeOnNodes(check, world)
    case 'get':
      return observeGet(check, world)
    case 'file':
      return observeFile(check, world)
    case 'result':
      return observeResult(check, world)
    case 'run':
      return observeRun(check, world)
  }
}
