import type { KubernetesObject } from '../cluster/kubectl.ts'
import type { Cause } from './cause.ts'
import { condition, field, isTerminating, listAt, nameOf, numberAt, textAt } from './fields.ts'
import { causeTexts, readinessTexts } from '../texts/texts.ts'

/** A pod is ready when its condition Ready says so and it is not on its way out. */
export function isPodReady(pod: KubernetesObject): boolean {
  return condition(pod, 'Ready')?.status === 'True' && !isTerminating(pod)
}

/** Where a pod stands, as kubectl's STATUS column has it: "ContainerCreating", "ImagePullBackOff", "Terminating". */
export function podPhase(pod: KubernetesObject): string {
  if (isTerminating(pod)) return 'Terminating'
  for (const status of containerStatuses(pod)) {
    const reason = textAt(status, 'state', 'waiting', 'reason') || textAt(status, 'state', 'terminated', 'reason')
    if (reason !== '' && reason !== 'Completed') return reason
  }
  const phase = textAt(pod, 'status', 'phase') || 'Pending'
  return phase === 'Running' && !isPodReady(pod) ? readinessTexts.runningNotReady : phase
}

function containerStatuses(pod: KubernetesObject): readonly unknown[] {
  return [...listAt(pod, 'status', 'initContainerStatuses'), ...listAt(pod, 'status', 'containerStatuses')]
}

/** What keeps a pod from being ready, where its status tells. */
export function podCause(pod: KubernetesObject): Cause | undefined {
  const name = nameOf(pod)
  if (isTerminating(pod)) return undefined
  for (const status of containerStatuses(pod)) {
    const waiting = field(status, 'state', 'waiting')
    const cause =
      imageCause(textAt(waiting, 'reason'), textAt(waiting, 'message'), textAt(status, 'image'), pod) ??
      configurationCause(textAt(waiting, 'reason'), textAt(waiting, 'message'), name) ??
      crashCause(status, name)
    if (cause) return cause
  }
  const scheduled = condition(pod, 'PodScheduled')
  if (scheduled?.status === 'False')
    return {
      why: causeTexts.noNodeTakes(name, sentence(scheduled.message)),
      hint: causeTexts.asksForHint(`kubectl describe pod ${name}`),
      lasting: false
    }
  return undefined
}

/** What registries and container runtimes say of an image that is not there, or that may not be had. */
const missingImage =
  /not found|manifest unknown|no such (image|manifest|tag)|does not exist|pull access denied|repository .*denied|invalid reference|unauthorized|InvalidImageName/i

function imageCause(reason: string, message: string, image: string, pod: KubernetesObject): Cause | undefined {
  if (!/^(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|ImageInspectError)$/.test(reason))
    return undefined
  const wanted = image || textAt(listAt(pod, 'spec', 'containers')[0], 'image')
  const node = textAt(pod, 'spec', 'nodeName')
  // While it backs off, the runtime's own words stand in the events only; the image is asked for again all the same.
  const known = missingImage.test(`${reason} ${message}`)
  const which = known ? causeTexts.noSuchImage : message === '' ? causeTexts.pullFailed : sentence(message, false)
  return {
    why: node === '' ? causeTexts.noNodeCanPull(wanted, which) : causeTexts.cannotPull(node, wanted, which),
    hint: causeTexts.imageHint,
    lasting: known || reason === 'ImagePullBackOff' || reason === 'InvalidImageName'
  }
}

function configurationCause(reason: string, message: string, name: string): Cause | undefined {
  if (reason !== 'CreateContainerConfigError' && reason !== 'CreateContainerError' && reason !== 'RunContainerError')
    return undefined
  return {
    why: causeTexts.cannotBeMade(name, sentence(message || reason)),
    hint: causeTexts.missingHint(`kubectl describe pod ${name}`),
    lasting: reason !== 'RunContainerError'
  }
}

const patientRestarts = 3

function crashCause(status: unknown, name: string): Cause | undefined {
  const waiting = textAt(status, 'state', 'waiting', 'reason')
  const restarts = numberAt(status, 'restartCount')
  if (waiting !== 'CrashLoopBackOff' && textAt(status, 'state', 'terminated', 'reason') !== 'Error') return undefined
  const code = field(status, 'lastState', 'terminated', 'exitCode') ?? field(status, 'state', 'terminated', 'exitCode')
  return {
    why: typeof code === 'number' ? causeTexts.crashesWith(name, code) : causeTexts.crashes(name),
    hint: causeTexts.lastWordsHint(`kubectl logs ${name} --previous`),
    lasting: restarts >= patientRestarts
  }
}

/** One line with a full stop, cut where people stop reading. */
export function sentence(text: string, stop = true): string {
  const line = text.replace(/\s+/g, ' ').trim().replace(/\.+$/, '')
  const cut = line.length > 240 ? `${line.slice(0, 239)}…` : line
  return stop ? `${cut}.` : cut
}
