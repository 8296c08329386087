import type { KubernetesObject } from '../cluster/kubectl.ts'
import type { Cause } from './cause.ts'
import { condition, field, isTerminating, nameOf, numberAt, textAt } from './fields.ts'
import { isPodReady, podCause, podPhase } from './pod.ts'
import { causeTexts, presenceTexts, readinessTexts } from '../texts/texts.ts'

/** How far an object is from being ready, as far as it tells by itself. */
export interface Readiness {
  readonly ready: boolean
  /** "2 of 3 pods ready". */
  readonly expected: string
  readonly actual: string
  readonly cause?: Cause | undefined
}

/** A status written for an older generation says nothing about the present one. */
export function isStale(object: KubernetesObject): boolean {
  const generation = object.metadata?.generation
  const observed = field(object, 'status', 'observedGeneration')
  // Kinds that keep no observedGeneration are taken as they are; a controller that has written no status yet is late.
  if (generation === undefined) return false
  if (typeof observed === 'number') return observed < generation
  return controllers.has(object.kind ?? '')
}

const controllers = new Set(['DaemonSet', 'Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet'])

/** Readiness by kind; DaemonSets need the nodes too and have a file of their own. */
export function readinessOf(object: KubernetesObject): Readiness {
  if (isTerminating(object))
    return { ready: false, expected: readinessTexts.ready, actual: presenceTexts.beingDeleted(nameOf(object)) }
  switch (object.kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet':
      return replicas(object)
    case 'Pod':
      return pod(object)
    case 'Job':
      return job(object)
    case 'Node':
      return byCondition(object, ['Ready'])
    case 'PersistentVolumeClaim':
      return byPhase(object, ['Bound'])
    case 'PersistentVolume':
      return byPhase(object, ['Available', 'Bound'])
    case 'Namespace':
      return byPhase(object, ['Active'])
    case 'CustomResourceDefinition':
      return byCondition(object, ['Established'])
    default:
      return byCondition(object, ['Ready', 'Available'])
  }
}

function replicas(object: KubernetesObject): Readiness {
  const wantedField = field(object, 'spec', 'replicas')
  const wanted = typeof wantedField === 'number' ? wantedField : 1
  const expected = readinessTexts.podsExpected(wanted)
  if (isStale(object)) return { ready: false, expected, actual: readinessTexts.notSeenYet }
  const total = numberAt(object, 'status', 'replicas')
  const readyField = object.kind === 'Deployment' ? 'availableReplicas' : 'readyReplicas'
  const ready = numberAt(object, 'status', readyField)
  const updates = object.kind === 'Deployment' || object.kind === 'StatefulSet'
  const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition')
  const onDelete = textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete'
  const updated = updates && !onDelete ? numberAt(object, 'status', 'updatedReplicas') : total
  const toUpdate = updates && !onDelete ? Math.max(0, wanted - partition) : wanted
  const actual = [
    readinessTexts.podsReady(ready, wanted),
    ...(updated < toUpdate ? [readinessTexts.updated(updated, toUpdate)] : []),
    ...(total > wanted ? [readinessTexts.tooMany(total - wanted)] : [])
  ].join('; ')
  const done = total === wanted && updated >= toUpdate && ready >= wanted
  return { ready: done, expected, actual, cause: controllerCause(object) }
}

/** Conditions in which a controller says that it cannot make its pods, or has given up. */
function controllerCause(object: KubernetesObject): Cause | undefined {
  const failed = condition(object, 'ReplicaFailure')
  if (failed?.status === 'True') return { why: causeTexts.cannotMakePods(failed.message), lasting: true }
  const progressing = condition(object, 'Progressing')
  if (progressing?.reason === 'ProgressDeadlineExceeded') return { why: progressing.message, lasting: true }
  return undefined
}

function pod(object: KubernetesObject): Readiness {
  const phase = textAt(object, 'status', 'phase')
  const ready = isPodReady(object) || phase === 'Succeeded'
  const cause: Cause | undefined =
    phase === 'Failed' ? { why: causeTexts.podFailed(podPhase(object)), lasting: true } : podCause(object)
  return { ready, expected: readinessTexts.podExpected, actual: ready ? readinessTexts.ready : podPhase(object), cause }
}

function job(object: KubernetesObject): Readiness {
  const failed = condition(object, 'Failed')
  const ready = condition(object, 'Complete')?.status === 'True'
  const actual = readinessTexts.jobSeen(numberAt(object, 'status', 'succeeded'), numberAt(object, 'status', 'active'))
  const cause =
    failed?.status === 'True'
      ? { why: causeTexts.jobFailed(failed.message || failed.reason), lasting: true }
      : undefined
  return { ready, expected: readinessTexts.jobExpected, actual: ready ? readinessTexts.complete : actual, cause }
}

function byPhase(object: KubernetesObject, good: readonly string[]): Readiness {
  const phase = textAt(object, 'status', 'phase')
  return {
    ready: good.includes(phase),
    expected: good.reduce((one, other) => readinessTexts.either(one, other)),
    actual: phase || readinessTexts.noPhase
  }
}

/** Kinds without any of these conditions are ready when they are there. */
function byCondition(object: KubernetesObject, types: readonly string[]): Readiness {
  for (const type of types) {
    const found = condition(object, type)
    if (!found) continue
    const ready = found.status === 'True'
    const not = found.reason === '' ? readinessTexts.not(type) : readinessTexts.notBecause(type, found.reason)
    return { ready, expected: type, actual: ready ? type : not }
  }
  const needsOne = object.kind === 'Node' || object.kind === 'CustomResourceDefinition'
  if (isStale(object)) return { ready: false, expected: readinessTexts.staleExpected, actual: readinessTexts.stale }
  return {
    ready: !needsOne,
    expected: needsOne ? (types[0] ?? '') : readinessTexts.isThere,
    actual: needsOne ? readinessTexts.noStatus : readinessTexts.isThere
  }
}
