/** A pod's log: LogREST of pkg/registry/core/pod/rest/log.go, and GetKubeletContainerLogs of the kubelet (v1.35). */
import type { ContainerStatus, Pod } from '../../controllers/types/core.ts'
import type { ContainerLog, LogEntry } from '../../nodes/container-log.ts'
import { ApiError, badRequest, type StatusCause } from '../status.ts'

export interface LogOptions {
  readonly follow: boolean
  readonly previous: boolean
  readonly timestamps: boolean
  readonly tailLines: number | undefined
  readonly limitBytes: number | undefined
  /** Milliseconds since the epoch. */
  readonly since: number | undefined
}

/** @throws ApiError 422 for values that are none. */
export function logOptions(query: URLSearchParams, name: string, now: number): LogOptions {
  const causes: StatusCause[] = []
  const flag = (key: string): boolean => ['true', '1', ''].includes(query.get(key) ?? 'false')
  const number = (key: string, least: number): number | undefined => {
    const text = query.get(key)
    if (text === null || text === '') return undefined
    const value = Number(text)
    if (!Number.isInteger(value) || value < least)
      causes.push({
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${text}: must be greater than or equal to ${least}`,
        field: key
      })
    return value
  }
  const tailLines = number('tailLines', 0)
  const limitBytes = number('limitBytes', 1)
  const seconds = number('sinceSeconds', 1)
  const time = query.get('sinceTime')
  const since = seconds !== undefined ? now - seconds * 1000 : time ? Date.parse(time) : undefined
  if (Number.isNaN(since)) throw badRequest(`sinceTime ${JSON.stringify(time)} is no time`)
  if (causes.length > 0) {
    const told = causes.map(({ field, message }) => `${field ?? ''}: ${message ?? ''}`).join(', ')
    throw new ApiError(422, 'Invalid', `PodLogOptions "${name}" is invalid: ${told}`, { name, causes })
  }
  return {
    follow: flag('follow'),
    previous: flag('previous'),
    timestamps: flag('timestamps'),
    tailLines,
    limitBytes,
    since
  }
}

/**
 * The container of a pod that a request means.
 *
 * @throws ApiError 400 when it must be named, or there is none of that name.
 */
export function chosenContainer(pod: Pod, given: string | null): string {
  const { containers, initContainers = [] } = pod.spec
  const ephemeral = (pod.spec['ephemeralContainers'] ?? []) as readonly { readonly name: string }[]
  const names = (list: readonly { readonly name: string }[]): string => list.map(({ name }) => name).join(' ')
  if (given === null || given === '') {
    const [only] = containers
    if (containers.length === 1 && initContainers.length + ephemeral.length === 0 && only) return only.name
    let message = `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names(containers)}]`
    if (initContainers.length > 0) message += ` or one of the init containers: [${names(initContainers)}]`
    if (ephemeral.length > 0) message += ` or one of the ephemeral containers: [${names(ephemeral)}]`
    throw badRequest(message)
  }
  if ([...containers, ...initContainers, ...ephemeral].some(({ name }) => name === given)) return given
  throw badRequest(`container ${given} is not valid for pod ${pod.metadata.name}`)
}

/** Whether there is something to read: validateContainerLogStatus of pkg/kubelet/kubelet_pods.go. */
export function checkLogStatus(pod: Pod, container: string, previous: boolean): void {
  const { name } = pod.metadata
  const status = statusOf(pod, container)
  const subject = `container "${container}" in pod "${name}"`
  if (status === undefined) throw badRequest(`${subject} is not available`)
  const { waiting, running, terminated } = status.state
  const before = status.lastState.terminated
  if (previous) {
    if (before === undefined || (before.containerID ?? '') === '')
      throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`)
    return
  }
  if (running !== undefined || terminated !== undefined || before !== undefined) return
  const reason = waiting?.reason ?? ''
  const why: Readonly<Record<string, string>> = {
    ErrImagePull: "image can't be pulled",
    ImagePullBackOff: 'trying and failing to pull image'
  }
  throw badRequest(
    reason === ''
      ? `${subject} is waiting to start - no logs yet`
      : `${subject} is waiting to start: ${why[reason] ?? reason}`
  )
}

function statusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])]
  return all.find(({ name }) => name === container)
}

/** The entries that a reader asks for, of what there is up to `until`. */
export function selectEntries(log: ContainerLog, options: LogOptions, until: number): readonly LogEntry[] {
  const { since, tailLines } = options
  const entries = log.entries.filter(({ at }) => at <= until && (since === undefined || at >= since))
  return tailLines === undefined ? entries : tailLines === 0 ? [] : entries.slice(-tailLines)
}

/** Entries as bytes, each with its time before it when that was asked for. */
export function entriesText(entries: readonly LogEntry[], { timestamps }: LogOptions): Buffer {
  const text = entries.map(entry => (timestamps ? `${stamp(entry)} ${entry.text.replace(/\n?$/, '\n')}` : entry.text))
  return Buffer.from(text.join(''), 'latin1')
}

/** RFC 3339 with nanoseconds; what is below a millisecond tells lines of one moment apart. */
function stamp({ at, number }: LogEntry): string {
  const below = String((number * 1_237 + 104_729) % 1_000_000).padStart(6, '0')
  return new Date(at).toISOString().replace(/Z$/, `${below}Z`)
}
