import { runController, type StartController } from '../runtime/controller.ts'
import { enqueueChanges } from '../runtime/dependents.ts'
import { unless } from '../runtime/errors.ts'
import { timeOf } from '../runtime/pods.ts'
import { jobs } from '../runtime/resources.ts'
import type { Job } from '../types/batch.ts'

/** Deletes finished Jobs after their `ttlSecondsAfterFinished`: pkg/controller/ttlafterfinished. */
export const startTtlAfterFinishedController: StartController = context => {
  const { client, clock, informers } = context
  const jobInformer = informers.for<Job>(jobs)
  const controller = runController(context, 'ttl-after-finished', sync)
  enqueueChanges(jobInformer, controller.queue)

  function sync(key: string): void {
    const job = jobInformer.get(key)
    const ttl = job?.spec.ttlSecondsAfterFinished
    if (job === undefined || ttl === undefined || job.metadata.deletionTimestamp !== undefined) return
    const ended = job.status?.conditions?.find(
      ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True'
    )
    if (ended === undefined) return
    const wait = timeOf(ended.lastTransitionTime) + ttl * 1000 - clock.now()
    if (wait > 0) {
      controller.queue.addAfter(key, wait)
      return
    }
    const { namespace, name, uid } = job.metadata
    const options = {
      propagationPolicy: 'Foreground' as const,
      ...(uid === undefined ? {} : { preconditions: { uid } })
    }
    unless(['NotFound', 'Conflict'], () => client.delete(jobs, namespace, name, options))
  }

  return controller
}
