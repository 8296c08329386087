import path from 'node:path'
import envPaths from 'env-paths'

/** The folders that kubewalk writes to, all of them private to the user (0700). */
export interface Paths {
  /** Journals, workspaces and the lasting sandbox's objects: what a learner would miss. */
  readonly data: string
  /** Consent given to content that does not ship with the app. */
  readonly config: string
  /** What can be made again: discovery caches, certificates. */
  readonly cache: string
}

/**
 * Where kubewalk keeps what it writes on this system.
 *
 * @param environment `KUBEWALK_HOME`, when set, puts everything below one folder (tests, shared machines).
 */
export function kubewalkPaths(environment: NodeJS.ProcessEnv = process.env): Paths {
  const home = environment.KUBEWALK_HOME
  if (home) {
    const root = path.resolve(home)
    return { data: path.join(root, 'data'), config: path.join(root, 'config'), cache: path.join(root, 'cache') }
  }
  return envPaths('kubewalk', { suffix: '' })
}
