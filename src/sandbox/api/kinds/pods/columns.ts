import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1.js'
import { age } from '../../tables/duration.ts'
import type { Cell, Column } from '../kind.ts'

export const podColumns: readonly Column[] = [
  { name: 'Name', format: 'name' },
  { name: 'Ready' },
  { name: 'Status' },
  { name: 'Restarts' },
  { name: 'Age' },
  { name: 'IP', priority: 1 },
  { name: 'Node', priority: 1 },
  { name: 'Nominated Node', priority: 1 },
  { name: 'Readiness Gates', priority: 1 }
]

/** One row of `kubectl get pods`: printPod of pkg/printers/internalversion/printers.go (v1.35). */
export function podCells(pod: Pod, now: number): Cell[] {
  const { ready, total, reason, restarts, lastRestart } = podSummary(pod)
  const ago = restarts > 0 && lastRestart !== '' ? ` (${age(lastRestart, now)} ago)` : ''
  return [
    pod.metadata?.name ?? '',
    `${ready}/${total}`,
    reason,
    `${restarts}${ago}`,
    age(pod.metadata?.creationTimestamp, now),
    pod.status?.podIPs?.[0]?.ip ?? '<none>',
    pod.spec?.nodeName || '<none>',
    pod.status?.nominatedNodeName || '<none>',
    readinessGates(pod)
  ]
}

interface Summary {
  readonly ready: number
  readonly total: number
  readonly reason: string
  readonly restarts: number
  /** When a container ended that was started again; empty when none was. */
  readonly lastRestart: string
}

/** What STATUS, READY and RESTARTS say of a pod. */
function podSummary(pod: Pod): Summary {
  const { spec, status } = pod
  const sidecars = new Set((spec?.initContainers ?? []).filter(c => c.restartPolicy === 'Always').map(c => c.name))
  const conditions = status?.conditions ?? []
  const phase = status?.phase ?? ''
  const isGated = conditions.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated')
  let reason = isGated ? 'SchedulingGated' : status?.reason || phase
  let ready = 0

  const inits = status?.initContainerStatuses ?? []
  let counted = inits
  let initializing: string | undefined
  for (const [index, container] of inits.entries()) {
    const isSidecar = sidecars.has(container.name)
    if (container.state?.terminated?.exitCode === 0) continue
    if (isSidecar && container.started) {
      if (container.ready) ready++
      continue
    }
    initializing = initReason(container, index, spec?.initContainers?.length ?? 0)
    counted = inits.slice(0, index + 1)
    break
  }
  reason = initializing ?? reason
  if (
    initializing === undefined ||
    conditions.some(({ type, status: is }) => type === 'Initialized' && is === 'True')
  ) {
    const containers = status?.containerStatuses ?? []
    counted = [...counted.filter(({ name }) => sidecars.has(name)), ...containers]
    const running = containers.filter(each => reasonOf(each) === undefined && each.ready && each.state?.running)
    ready += running.length
    // The first container has the last word.
    for (const container of [...containers].reverse()) reason = reasonOf(container) ?? reason
    if (reason === 'Completed' && running.length > 0)
      reason = conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True') ? 'Running' : 'NotReady'
  }
  if (pod.metadata?.deletionTimestamp) {
    if (status?.reason === 'NodeLost') reason = 'Unknown'
    else if (phase !== 'Failed' && phase !== 'Succeeded') reason = 'Terminating'
  }
  const ends = counted.map(({ lastState }) => lastState?.terminated?.finishedAt ?? '').sort()
  return {
    ready,
    total: (spec?.containers.length ?? 0) + sidecars.size,
    reason,
    restarts: counted.reduce((sum, { restartCount }) => sum + restartCount, 0),
    lastRestart: ends.at(-1) ?? ''
  }
}

function initReason({ state }: ContainerStatus, index: number, total: number): string {
  const { terminated, waiting } = state ?? {}
  if (terminated) return `Init:${endOf(terminated)}`
  if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`
  return `Init:${index}/${total}`
}

/** What a container is waiting for or ended with; undefined when it says nothing of the kind. */
function reasonOf({ state }: ContainerStatus): string | undefined {
  if (state?.waiting?.reason) return state.waiting.reason
  return state?.terminated ? endOf(state.terminated) : undefined
}

function endOf({ reason, signal, exitCode }: NonNullable<NonNullable<ContainerStatus['state']>['terminated']>): string {
  if (reason) return reason
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`
}

function readinessGates({ spec, status }: Pod): string {
  const gates = spec?.readinessGates ?? []
  if (gates.length === 0) return '<none>'
  const met = gates.filter(
    ({ conditionType }) => status?.conditions?.find(({ type }) => type === conditionType)?.status === 'True'
  )
  return `${met.length}/${gates.length}`
}
