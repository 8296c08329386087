import { runController, type StartController } from '../runtime/controller.ts'
import { unless } from '../runtime/errors.ts'
import { timeOf } from '../runtime/pods.ts'
import { events } from '../runtime/resources.ts'
import type { Event } from '../types/core.ts'

/** Milliseconds that an event is kept after it was last told: kube-apiserver's `--event-ttl`. */
const kept = 3_600_000
const sweepInterval = 300_000

/** Deletes events of long ago, which Kubernetes leaves to the leases of etcd. */
export const startEventTtlController: StartController = context => {
  const { client, clock } = context
  const controller = runController(context, 'event-ttl', sweep)
  controller.queue.addAfter('events', sweepInterval)

  function sweep(key: string): void {
    const oldest = clock.now() - kept
    for (const event of client.list<Event>(events)) {
      if (lastTold(event) > oldest) continue
      const { namespace, name } = event.metadata
      unless(['NotFound'], () => client.delete(events, namespace, name))
    }
    controller.queue.addAfter(key, sweepInterval)
  }

  return controller
}

function lastTold({ lastTimestamp, eventTime, series, metadata }: Event): number {
  const told = [lastTimestamp, eventTime, series?.lastObservedTime, metadata.creationTimestamp]
  return Math.max(...told.map(time => timeOf(time ?? undefined)))
}
