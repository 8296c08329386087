/** Finding or making the ReplicaSet of a Deployment's present template: getNewReplicaSet of sync.go. */
import type { ControllerContext } from '../runtime/controller.ts'
import { reasonOf } from '../runtime/errors.ts'
import type { EventRecorder } from '../runtime/event-recorder.ts'
import { computeHash, sameJson } from '../runtime/hash.ts'
import { controllerOf, controllerReference } from '../runtime/owner-references.ts'
import { messageOf } from '../runtime/pod-control.ts'
import { deployments, replicaSets } from '../runtime/resources.ts'
import type { Deployment, ReplicaSet } from '../types/apps.ts'
import {
  desiredReplicasAnnotation,
  hashLabel,
  maxReplicasAnnotation,
  nextRevision,
  revisionAnnotation,
  revisionHistoryAnnotation,
  revisionOf,
  sameTemplate,
  type Replicas
} from './replica-sets.ts'
import { nextSizeOfNew, replicasOf, rolloutLimits } from './sizes.ts'
import { hasDeadline, newCondition, setCondition } from './status.ts'

/** Annotations of a Deployment that its ReplicaSets do not take over (skipCopyAnnotation). */
const notCopied = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  'deprecated.deployment.rollback.to'
])

function copiedAnnotations(deployment: Deployment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(deployment.metadata.annotations ?? {}).filter(([name]) => !notCopied.has(name))
  )
}

export function sizeAnnotations(deployment: Deployment): Record<string, string> {
  return {
    [desiredReplicasAnnotation]: String(replicasOf(deployment)),
    [maxReplicasAnnotation]: String(replicasOf(deployment) + rolloutLimits(deployment).maxSurge)
  }
}

/** Gives the new ReplicaSet the highest revision and the Deployment's annotations. */
export function syncRevision({ client }: ControllerContext, deployment: Deployment, replicas: Replicas): Replicas {
  const { newSet, oldSets } = replicas
  if (newSet === undefined) return replicas
  const revision = nextRevision(oldSets)
  const before = newSet.metadata.annotations ?? {}
  const annotations = { ...before, ...copiedAnnotations(deployment) }
  if (revisionOf(newSet) < revision) {
    const past = before[revisionAnnotation]
    annotations[revisionAnnotation] = String(revision)
    if (past !== undefined) {
      const history = before[revisionHistoryAnnotation]
      annotations[revisionHistoryAnnotation] = history === undefined ? past : `${history},${past}`
    }
  }
  const { minReadySeconds } = deployment.spec
  const same = sameJson(annotations, before) && (newSet.spec.minReadySeconds ?? 0) === (minReadySeconds ?? 0)
  if (same) return replicas
  const spec = { ...newSet.spec, ...(minReadySeconds === undefined ? {} : { minReadySeconds }) }
  const updated = client.update<ReplicaSet>(replicaSets, {
    ...newSet,
    metadata: { ...newSet.metadata, annotations },
    spec
  })
  return { newSet: updated, oldSets }
}

/** The revision of the new ReplicaSet stands in the Deployment's annotations too, for `kubectl rollout history`. */
export function tellRevision({ client }: ControllerContext, deployment: Deployment, newSet: ReplicaSet): Deployment {
  const revision = newSet.metadata.annotations?.[revisionAnnotation]
  if (revision === undefined || deployment.metadata.annotations?.[revisionAnnotation] === revision) return deployment
  const { namespace, name } = deployment.metadata
  const patch = { metadata: { annotations: { [revisionAnnotation]: revision } } }
  return client.patch<Deployment>(deployments, namespace, name, patch)
}

/** Records that progress is watched from now on. */
export function tellProgress(
  { client, clock }: ControllerContext,
  deployment: Deployment,
  reason: 'NewReplicaSetCreated' | 'FoundNewReplicaSet' | 'ReplicaSetCreateError',
  message: string
): Deployment {
  if (!hasDeadline(deployment)) return deployment
  const status = reason === 'ReplicaSetCreateError' ? 'False' : 'True'
  const condition = newCondition(clock, 'Progressing', status, reason, message)
  const conditions = setCondition(deployment.status?.conditions, condition)
  return client.updateStatus<Deployment>(deployments, { ...deployment, status: { ...deployment.status, conditions } })
}

/** @returns the ReplicaSet and the Deployment as it then is, or `undefined` when the name was taken by another. */
export function createNewReplicaSet(
  context: ControllerContext,
  recorder: EventRecorder,
  deployment: Deployment,
  oldSets: readonly ReplicaSet[]
): { readonly newSet: ReplicaSet; readonly deployment: Deployment } | undefined {
  const wanted = newReplicaSet(deployment, oldSets)
  const { name } = wanted.metadata
  let created: ReplicaSet
  try {
    created = context.client.create<ReplicaSet>(replicaSets, wanted)
  } catch (error) {
    if (reasonOf(error) === 'AlreadyExists') return afterCollision(context, deployment, name)
    if (reasonOf(error) !== undefined) {
      const message = `Failed to create new replica set "${name}": ${messageOf(error)}`
      tellProgress(context, deployment, 'ReplicaSetCreateError', message)
    }
    throw error
  }
  const size = created.spec.replicas ?? 0
  if (size > 0) {
    recorder.event(deployment, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${size}`)
  }
  const revised = tellRevision(context, deployment, created)
  const told = tellProgress(context, revised, 'NewReplicaSetCreated', `Created new replica set "${name}"`)
  return { newSet: created, deployment: told }
}

function newReplicaSet(deployment: Deployment, oldSets: readonly ReplicaSet[]): ReplicaSet {
  const { template, selector, minReadySeconds } = deployment.spec
  const hash = computeHash(template, deployment.status?.collisionCount)
  const labels = { ...template.metadata?.labels, [hashLabel]: hash }
  const { namespace } = deployment.metadata
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: {
        ...copiedAnnotations(deployment),
        ...sizeAnnotations(deployment),
        [revisionAnnotation]: String(nextRevision(oldSets))
      },
      ownerReferences: [controllerReference(deployment)]
    },
    spec: {
      replicas: nextSizeOfNew(deployment, { newSet: undefined, oldSets }),
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } }
    }
  }
}

function afterCollision(
  { client }: ControllerContext,
  deployment: Deployment,
  name: string
): { readonly newSet: ReplicaSet; readonly deployment: Deployment } | undefined {
  const there = client.get<ReplicaSet>(replicaSets, deployment.metadata.namespace, name)
  const isOurs = there !== undefined && controllerOf(there)?.uid === deployment.metadata.uid
  if (isOurs && sameTemplate(there.spec.template, deployment.spec.template)) return { newSet: there, deployment }
  const collisionCount = (deployment.status?.collisionCount ?? 0) + 1
  client.updateStatus(deployments, { ...deployment, status: { ...deployment.status, collisionCount } })
  return undefined
}
