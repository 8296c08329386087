import type { Client } from '../../client.ts'
import type { Clock } from '../../clock.ts'
import type { Schema } from '../../schema/types.ts'
import { reasonOf } from './errors.ts'
import type { EventRecorder } from './event-recorder.ts'
import type { Informers } from './informer.ts'
import type { RunLoop } from './run-loop.ts'
import { workQueue, type WorkQueue } from './work-queue.ts'

/** What every controller is given. */
export interface ControllerContext {
  readonly client: Client
  readonly clock: Clock
  readonly schema: Schema
  /** PEM text; `undefined` when nothing is to be published. */
  readonly rootCertificate: string | undefined
  readonly informers: Informers
  readonly loop: RunLoop
  /** The recorder of the component of this name, for example `daemonset-controller`. */
  recorder(component: string): EventRecorder
  /** Where a `sync` that failed for another reason than the API's usual refusals is told. */
  onError(error: unknown, controller: string, key: string): void
}

export interface Controller {
  readonly queue: WorkQueue
  stop(): void
}

/** Starts a controller: `connect` subscribes to informers and returns the stop of what it started besides. */
export type StartController = (context: ControllerContext) => Controller

/**
 * Runs `sync` for each key that arrives on the queue, as the worker loop of a controller in kube-controller-manager:
 * a sync that throws is tried again after a time that grows with each failure.
 *
 * @param options.rank keys of a higher one come first.
 */
export function runController(
  context: ControllerContext,
  name: string,
  sync: (key: string) => void,
  { rank }: { readonly rank?: (key: string) => number } = {}
): Controller {
  const wake = context.loop.register(step)
  const queue = workQueue(context.clock, wake, rank)

  function step(): boolean {
    const key = queue.next()
    if (key === undefined) return false
    try {
      sync(key)
      queue.forget(key)
    } catch (error) {
      // A refusal by the API (a conflict, an object that has just gone, a quota) is part of a controller's life.
      if (reasonOf(error) === undefined) context.onError(error, name, key)
      queue.addRateLimited(key)
    } finally {
      queue.done(key)
    }
    return queue.length > 0
  }

  return { queue, stop: () => queue.stop() }
}
