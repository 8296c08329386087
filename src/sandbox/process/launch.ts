/** What a sandbox's process is told when it starts; its only argument, as JSON. */
export interface Launch {
  /** The sandbox's private folder; see places.ts. */
  readonly folder: string
  /** Where the certificate lies that all sandboxes of this user share. */
  readonly cacheFolder: string
  /** How many nodes a new sandbox gets. */
  readonly nodes: number
  /** A temporary one ends with its parent and leaves nothing. */
  readonly temporary: boolean
  /** True lets pods start and stop without the waits that learners watch; see nodes/timeline.ts. */
  readonly instant: boolean
  /** How long a lasting one goes on without a connection, in milliseconds. */
  readonly idleMs: number
}

/** What the process tells its parent, once. */
export type LaunchMessage =
  | { readonly type: 'ready' }
  /** Another process serves this sandbox already. */
  | { readonly type: 'taken' }
  /** Why it did not start, in the words of whatever went wrong. */
  | { readonly type: 'failed'; readonly why: string }

export function isLaunchMessage(message: unknown): message is LaunchMessage {
  return typeof message === 'object' && message !== null && 'type' in message
}
