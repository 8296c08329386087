import type { Client } from '../../client.ts'
import type { Clock } from '../../clock.ts'
import type { ControllerContext } from './controller.ts'
import { eventRecorder, type EventRecorder } from './event-recorder.ts'
import { sharedInformers } from './informer.ts'
import { runLoop } from './run-loop.ts'

export interface ContextOptions extends Pick<ControllerContext, 'schema'> {
  readonly rootCertificate?: string
  readonly onError?: ControllerContext['onError']
}

export interface RunningContext extends ControllerContext {
  stop(): void
}

/**
 * What controllers, scheduler and kubelets of one sandbox share.
 *
 * @param options.onError told of a `sync` that failed by a bug; the key is tried again all the same.
 */
export function controllerContext(
  client: Client,
  clock: Clock,
  { schema, rootCertificate, onError = reportError }: ContextOptions
): RunningContext {
  const informers = sharedInformers(client)
  const loop = runLoop()
  const recorders = new Map<string, EventRecorder>()
  return {
    client,
    clock,
    schema,
    rootCertificate,
    informers,
    loop,
    onError,
    recorder(component) {
      let recorder = recorders.get(component)
      if (recorder === undefined) {
        recorder = eventRecorder(client, clock, component)
        recorders.set(component, recorder)
      }
      return recorder
    },
    stop() {
      informers.stop()
      loop.stop()
    }
  }
}

function reportError(error: unknown, controller: string, key: string): void {
  process.stderr.write(
    `${controller} ${key}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
  )
}
