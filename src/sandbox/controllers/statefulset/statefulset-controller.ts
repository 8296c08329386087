import { backOff } from '../runtime/back-off.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { enqueueChanges, enqueueOwners } from '../runtime/dependents.ts'
import { reasonOf, unless } from '../runtime/errors.ts'
import { sameJson } from '../runtime/hash.ts'
import { keyOf } from '../runtime/informer.ts'
import { scaled } from '../runtime/int-or-percent.ts'
import { isEmptySelector, matchesSelector } from '../runtime/labels.ts'
import { claimDependents, controllerOf } from '../runtime/owner-references.ts'
import { messageOf } from '../runtime/pod-control.ts'
import { availableIn, isAvailable, isFinished, isReady, isTerminating } from '../runtime/pods.ts'
import { controllerRevisions, persistentVolumeClaims, pods, statefulSets } from '../runtime/resources.ts'
import {
  byRevision,
  createRevision,
  holdsTemplate,
  nextRevision,
  renumber,
  revisionHashLabel,
  truncateHistory
} from '../runtime/revisions.ts'
import type { ControllerRevision, StatefulSet, StatefulSetStatus } from '../types/apps.ts'
import type { Pod, PodTemplate } from '../types/core.ts'
import { claimOwner, keepClaimOwners } from './claims.ts'
import { claimsOf, ordinalOf, statefulPod } from './identity.ts'

/** Keeps pods with a lasting identity, one after the other: pkg/controller/statefulset of Kubernetes. */
export const startStatefulSetController: StartController = context => {
  const { client, clock, informers } = context
  const setInformer = informers.for<StatefulSet>(statefulSets)
  const podInformer = informers.for<Pod>(pods)
  const revisionInformer = informers.for<ControllerRevision>(controllerRevisions)
  const recorder = context.recorder('statefulset-controller')
  const refused = backOff(clock, 500, 10_000)
  const controller = runController(context, 'statefulset', sync)
  const { queue } = controller
  enqueueChanges(setInformer, queue)
  enqueueOwners(setInformer, podInformer, 'StatefulSet', adopts, queue)
  enqueueOwners(setInformer, revisionInformer, 'StatefulSet', (set, revision) => selects(set, revision), queue)

  function sync(key: string): void {
    const set = setInformer.get(key)
    if (set === undefined || set.metadata.deletionTimestamp !== undefined || isEmptySelector(set.spec.selector)) return
    const revisions = syncRevisions(set)
    if (revisions === undefined) return
    const current = revisions.current
    keepClaimOwners(client, set, podsOf(set))
    const move = nextMove(set, current, revisions)
    if (move !== undefined) carryOut(set, move)
    const owned = podsOf(set)
    writeStatus(set, owned, revisions)
    const live = new Set([...owned.map(pod => pod.metadata.labels?.[revisionHashLabel]), current.metadata.name])
    const old = revisions.all.filter(
      ({ metadata }) => metadata.name !== revisions.update.metadata.name && !live.has(metadata.name)
    )
    truncateHistory(client, old, set.spec.revisionHistoryLimit ?? 10, live)
    // One move at a time, as in Kubernetes; the next sees what came of it. Parallel sets do not wait for readiness.
    if (move !== undefined) queue.add(key)
    syncWhenAvailable(set, owned)
  }

  function podsOf(set: StatefulSet): Pod[] {
    return claimDependents(client, pods, podInformer, set, pod => adopts(set, pod))
  }

  interface Revisions {
    readonly all: readonly ControllerRevision[]
    readonly current: ControllerRevision
    readonly update: ControllerRevision
  }

  function syncRevisions(set: StatefulSet): Revisions | undefined {
    const all = claimDependents(client, controllerRevisions, revisionInformer, set, each => selects(set, each)).sort(
      byRevision
    )
    const same = all.filter(revision => holdsTemplate(revision, set.spec.template)).at(-1)
    let update: ControllerRevision
    if (same === undefined) {
      const outcome = createRevision(client, set, nextRevision(all))
      if (!('created' in outcome)) {
        const status = { replicas: 0, ...set.status, collisionCount: outcome.collisions }
        client.updateStatus(statefulSets, { ...set, status })
        return undefined
      }
      update = outcome.created
    } else {
      const highest = nextRevision(all.filter(each => each !== same))
      update = same.revision < highest ? renumber(client, same, highest) : same
    }
    const current = all.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? update
    return { all, current, update }
  }

  type Move =
    | { readonly kind: 'create'; readonly ordinal: number; readonly revision: ControllerRevision }
    | { readonly kind: 'delete'; readonly pod: Pod }

  /** What updateStatefulSet does next: replace what failed, fill gaps in order, shrink from the end, then update. */
  function nextMove(set: StatefulSet, current: ControllerRevision, { update }: Revisions): Move | undefined {
    const { replicas = 1, podManagementPolicy = 'OrderedReady', ordinals } = set.spec
    const start = ordinals?.start ?? 0
    const ordered = podManagementPolicy === 'OrderedReady'
    const byOrdinal = new Map(podsOf(set).map(pod => [ordinalOf(set, pod) ?? -1, pod]))
    for (let ordinal = start; ordinal < start + replicas; ordinal += 1) {
      const pod = byOrdinal.get(ordinal)
      if (pod === undefined)
        return { kind: 'create', ordinal, revision: ordinal - start < partition(set) ? current : update }
      if (isFinished(pod) && !isTerminating(pod)) return mayReplace(pod) ? { kind: 'delete', pod } : undefined
      if (ordered && !isUp(set, pod)) return undefined
    }
    const condemned = [...byOrdinal]
      .filter(([ordinal]) => ordinal < start || ordinal >= start + replicas)
      .sort(([a], [b]) => b - a)
      .map(([, pod]) => pod)
    const [last] = condemned.filter(pod => !ordered || condemned[0] === pod)
    if (last !== undefined) {
      const next = condemned.find(pod => !isTerminating(pod))
      return next === undefined || (ordered && isTerminating(last)) ? undefined : { kind: 'delete', pod: next }
    }
    return nextUpdate(set, byOrdinal, start, replicas, update)
  }

  /** A pod that its node keeps refusing is not replaced at every turn. */
  function mayReplace(pod: Pod): boolean {
    const key = keyOf(pod)
    const wait = refused.remaining(key)
    if (wait > 0) queue.addAfter(`${pod.metadata.namespace ?? ''}/${controllerOf(pod)?.name ?? ''}`, wait)
    else refused.next(key)
    return wait === 0
  }

  function nextUpdate(
    set: StatefulSet,
    byOrdinal: ReadonlyMap<number, Pod>,
    start: number,
    replicas: number,
    update: ControllerRevision
  ): Move | undefined {
    if (set.spec.updateStrategy?.type === 'OnDelete') return undefined
    const isUpdated = (pod: Pod): boolean => pod.metadata.labels?.[revisionHashLabel] === update.metadata.name
    const mayBeUnavailable = Math.max(
      1,
      scaled(set.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, replicas, 'up')
    )
    if (mayBeUnavailable > 1) {
      const within = [...byOrdinal].filter(([ordinal]) => ordinal >= start && ordinal < start + replicas)
      const available = within.filter(([, pod]) => isUp(set, pod)).length
      if (replicas - available >= mayBeUnavailable) return undefined
      const old = within.filter(([at, pod]) => at >= start + partition(set) && !isUpdated(pod) && !isTerminating(pod))
      const last = old.sort(([a], [b]) => b - a)[0]?.[1]
      return last && { kind: 'delete', pod: last }
    }
    for (let ordinal = start + replicas - 1; ordinal >= start + partition(set); ordinal -= 1) {
      const pod = byOrdinal.get(ordinal)
      if (pod === undefined) continue
      if (!isUpdated(pod) && !isTerminating(pod)) return { kind: 'delete', pod }
      if (!isUp(set, pod)) return undefined
    }
    return undefined
  }

  function isUp(set: StatefulSet, pod: Pod): boolean {
    return !isTerminating(pod) && isAvailable(pod, set.spec.minReadySeconds ?? 0, clock)
  }

  function carryOut(set: StatefulSet, move: Move): void {
    if (move.kind === 'delete') {
      const { namespace, name, uid } = move.pod.metadata
      const options = uid === undefined ? {} : { preconditions: { uid } }
      const deleted = unless(['NotFound', 'Conflict'], () => {
        client.delete(pods, namespace, name, options)
        return true
      })
      if (deleted === true) tell(set, 'delete', name)
      return
    }
    for (const claim of claimsOf(set, move.ordinal)) {
      if (client.get(persistentVolumeClaims, claim.metadata.namespace, claim.metadata.name) !== undefined) continue
      const owner = claimOwner(set)
      const ownerReferences = owner === undefined ? {} : { ownerReferences: [owner] }
      client.create(persistentVolumeClaims, { ...claim, metadata: { ...claim.metadata, ...ownerReferences } })
      const message = `create Claim ${claim.metadata.name} Pod ${set.metadata.name}-${move.ordinal} in StatefulSet ${set.metadata.name} success`
      recorder.event(set, 'Normal', 'SuccessfulCreate', message)
    }
    const pod = statefulPod(set, templateOf(set, move.revision), move.revision.metadata.name, move.ordinal)
    try {
      client.create(pods, pod)
      tell(set, 'create', pod.metadata.name)
    } catch (error) {
      if (reasonOf(error) !== undefined) {
        const message = `create Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} failed error: ${messageOf(error)}`
        recorder.event(set, 'Warning', 'FailedCreate', message)
      }
      throw error
    }
  }

  function tell(set: StatefulSet, verb: 'create' | 'delete', pod: string): void {
    const reason = verb === 'create' ? 'SuccessfulCreate' : 'SuccessfulDelete'
    recorder.event(set, 'Normal', reason, `${verb} Pod ${pod} in StatefulSet ${set.metadata.name} successful`)
  }

  function writeStatus(set: StatefulSet, owned: readonly Pod[], { current, update }: Revisions): void {
    const existing = owned.filter(pod => ordinalOf(set, pod) !== undefined)
    const of = (revision: ControllerRevision): number =>
      existing.filter(pod => !isTerminating(pod) && pod.metadata.labels?.[revisionHashLabel] === revision.metadata.name)
        .length
    const ready = existing.filter(isReady).length
    const available = existing.filter(pod => isAvailable(pod, set.spec.minReadySeconds ?? 0, clock)).length
    const { replicas = 1 } = set.spec
    const complete = of(update) === replicas && existing.length === replicas && ready === replicas
    const shown = complete ? update : current
    const status: StatefulSetStatus = {
      ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
      replicas: existing.length,
      ...(ready === 0 ? {} : { readyReplicas: ready }),
      ...(of(shown) === 0 ? {} : { currentReplicas: of(shown) }),
      ...(of(update) === 0 ? {} : { updatedReplicas: of(update) }),
      availableReplicas: available,
      currentRevision: shown.metadata.name,
      updateRevision: update.metadata.name,
      collisionCount: set.status?.collisionCount ?? 0
    }
    if (!sameJson(status, set.status)) client.updateStatus(statefulSets, { ...set, status })
  }

  function syncWhenAvailable(set: StatefulSet, owned: readonly Pod[]): void {
    const { minReadySeconds = 0 } = set.spec
    if (minReadySeconds === 0) return
    const waits = owned.filter(isReady).map(pod => availableIn(pod, minReadySeconds, clock))
    const soonest = Math.min(...waits.filter(wait => wait > 0))
    if (Number.isFinite(soonest)) queue.addAfter(keyOf(set), soonest)
  }

  return controller
}

function selects(set: StatefulSet, object: Pod | ControllerRevision): boolean {
  return matchesSelector(set.spec.selector, object.metadata.labels)
}

function adopts(set: StatefulSet, pod: Pod): boolean {
  return selects(set, pod) && ordinalOf(set, pod) !== undefined
}

/** Pods with a lower ordinal keep the current revision. */
function partition(set: StatefulSet): number {
  return set.spec.updateStrategy?.rollingUpdate?.partition ?? 0
}

function templateOf(set: StatefulSet, revision: ControllerRevision): PodTemplate {
  const data = revision.data as { spec?: { template?: PodTemplate } } | undefined
  const template = data?.spec?.template
  if (template === undefined) return set.spec.template
  // What remains of the patch is its `$patch: replace`.
  const { metadata, spec } = template
  return { ...(metadata === undefined ? {} : { metadata }), spec }
}
