import type { Kubectl } from '../cluster/kubectl.ts'
import type { CommandResult, Shell } from '../shell/shell.ts'
import type { Evaluator } from './cel/evaluator.ts'

/** Everything that a check may look at. The session makes a new one whenever something of it changed. */
export interface World {
  readonly kubectl: Kubectl
  /** Absolute path of the lab's workspace; file checks never look outside it. */
  readonly folder: string
  /** Absolute path of the shell's present folder: what relative file names are taken from. */
  readonly cwd: string
  /** Commands that ran in this step, oldest first. */
  readonly results: readonly CommandResult[]
  /** What was seen present in this session; `gone` means absence after presence. */
  readonly seen: Seen
  /** Evaluates CEL; one for the whole session. */
  readonly evaluator: Evaluator
  /** The lab's shell, for checks of kind `run`; without it such a check waits. */
  readonly shell?: Pick<Shell, 'run'>
}

/**
 * The memory behind `gone`. The session writes `entries()` to its journal and gives them back on resume.
 *
 * A key is a target as `targetKey` spells it (`daemonset/web`, `pods -l app=web`), or one of `beginningKeys`; the values
 * are UIDs.
 */
export class Seen {
  private readonly uids = new Map<string, Set<string>>()
  private readonly changed: ((key: string, uid: string) => void) | undefined

  /**
   * @param entries what an earlier session had seen.
   * @param changed called for each UID that is seen for the first time, so that it can be written down.
   */
  constructor(
    entries: Iterable<readonly [key: string, uid: string]> = [],
    changed?: (key: string, uid: string) => void
  ) {
    for (const [key, uid] of entries) this.remember(key, uid)
    this.changed = changed
  }

  has(key: string): boolean {
    return this.uids.has(key)
  }

  /** The UIDs that were seen of a key; none for one that was not. */
  uidsOf(key: string): ReadonlySet<string> {
    return this.uids.get(key) ?? new Set()
  }

  add(key: string, uid: string): void {
    if (this.uids.get(key)?.has(uid)) return
    this.remember(key, uid)
    this.changed?.(key, uid)
  }

  /** Forgets what was seen of these targets, or of all. */
  forget(keys: readonly string[] = [...this.uids.keys()]): void {
    for (const key of keys) this.uids.delete(key)
  }

  entries(): (readonly [key: string, uid: string])[] {
    return [...this.uids].flatMap(([key, uids]) => [...uids].map(uid => [key, uid] as const))
  }

  private remember(key: string, uid: string): void {
    const known = this.uids.get(key)
    if (known) known.add(uid)
    else this.uids.set(key, new Set([uid]))
  }
}
