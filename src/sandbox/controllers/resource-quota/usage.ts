/** What objects use of a ResourceQuota: the evaluators of pkg/quota/v1/evaluator/core and the generic object count. */
import type { GroupResource, KubeObject } from '../../object.ts'
import { qosClass } from '../../nodes/qos.ts'
import { formatQuantity, parseQuantity } from '../../scheduler/quantity.ts'
import { isFinished, timeOf } from '../runtime/pods.ts'
import * as resources from '../runtime/resources.ts'
import type { Pod, Service } from '../types/core.ts'

export interface ResourceQuota extends KubeObject {
  spec: {
    hard?: Record<string, string>
    scopes?: string[]
    scopeSelector?: { matchExpressions?: ScopeRequirement[] }
  }
  status?: { hard?: Record<string, string>; used?: Record<string, string> }
}

interface ScopeRequirement {
  readonly scopeName: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values?: readonly string[]
}

/** Resources that have a name of their own in a quota, besides `count/RESOURCE.GROUP`. */
const counted: readonly GroupResource[] = [
  resources.pods,
  resources.services,
  resources.configMaps,
  resources.secrets,
  resources.persistentVolumeClaims,
  resources.replicationControllers,
  { group: '', resource: 'resourcequotas' }
]

function isSame(a: GroupResource, b: GroupResource): boolean {
  return a.group === b.group && a.resource === b.resource
}

/** The resource whose objects use up a name of a quota, `undefined` when it is none. */
export function resourceOf(name: string): GroupResource | undefined {
  if (name.startsWith('count/')) {
    const [resource = '', ...group] = name.slice('count/'.length).split('.')
    return { group: group.join('.'), resource }
  }
  if (name.startsWith('services.')) return resources.services
  if (name === 'requests.storage' || ofStorageClass.test(name)) return resources.persistentVolumeClaims
  if (isCompute(name)) return resources.pods
  return counted.find(({ resource }) => resource === name)
}

/** Claims and their storage are also counted class by class (V1ResourceByStorageClass). */
const ofStorageClass = /^(.+)\.storageclass\.storage\.k8s\.io\/(persistentvolumeclaims|requests\.storage)$/

function isCompute(name: string): boolean {
  return /^(requests\.|limits\.)/.test(name) || name === 'cpu' || name === 'memory' || name === 'ephemeral-storage'
}

/** What one object uses of the names of a quota; nothing when the quota's scopes leave it out. */
export function usageOf(
  quota: ResourceQuota,
  resource: GroupResource,
  object: KubeObject,
  now: number
): Map<string, number> {
  const usage = new Map<string, number>()
  if (!inScope(quota, resource, object) || !counts(resource, object, now)) return usage
  for (const name of Object.keys(quota.spec.hard ?? {})) {
    const of = resourceOf(name)
    if (of === undefined || !isSame(of, resource)) continue
    usage.set(name, amountOf(name, resource, object))
  }
  return usage
}

function amountOf(name: string, resource: GroupResource, object: KubeObject): number {
  if (name === 'services.nodeports') return nodePorts(object as Service)
  if (name === 'services.loadbalancers') return (object as Service).spec.type === 'LoadBalancer' ? 1 : 0
  const [, storageClass, ofClass] = ofStorageClass.exec(name) ?? []
  if (name === 'requests.storage' || ofClass !== undefined) {
    const claim = object['spec'] as
      { resources?: { requests?: { storage?: string } }; storageClassName?: string } | undefined
    if (storageClass !== undefined && claim?.storageClassName !== storageClass) return 0
    return ofClass === 'persistentvolumeclaims' ? 1 : parseQuantity(claim?.resources?.requests?.storage ?? '0')
  }
  if (isSame(resource, resources.pods) && isCompute(name)) return compute(name, object as Pod)
  return 1
}

function nodePorts({ spec }: Service): number {
  return spec.type === 'NodePort' || spec.type === 'LoadBalancer' ? (spec.ports ?? []).length : 0
}

/** `requests.cpu` and `cpu` alike are what the containers ask for together. */
function compute(name: string, { spec }: Pod): number {
  const kind = name.startsWith('limits.') ? 'limits' : 'requests'
  const resource = name.replace(/^(requests|limits)\./, '')
  const amount = (container: { resources?: Pod['spec']['containers'][number]['resources'] }): number =>
    parseQuantity(container.resources?.[kind]?.[resource] ?? '0')
  const together = spec.containers.reduce((sum, container) => sum + amount(container), 0)
  return Math.max(together, ...(spec.initContainers ?? []).map(amount))
}

/** Pods that have ended, or whose grace period is over, hold nothing any more. */
function counts(resource: GroupResource, object: KubeObject, now: number): boolean {
  if (!isSame(resource, resources.pods)) return true
  const { deletionTimestamp } = object.metadata
  return !isFinished(object as Pod) && (deletionTimestamp === undefined || timeOf(deletionTimestamp) > now)
}

function inScope(quota: ResourceQuota, resource: GroupResource, object: KubeObject): boolean {
  const { scopes = [], scopeSelector } = quota.spec
  const required: readonly ScopeRequirement[] = [
    ...scopes.map((scopeName): ScopeRequirement => ({ scopeName, operator: 'Exists' })),
    ...(scopeSelector?.matchExpressions ?? [])
  ]
  if (required.length === 0) return true
  return isSame(resource, resources.pods) && required.every(each => podInScope(each, object as Pod))
}

function podInScope({ scopeName, operator, values = [] }: ScopeRequirement, { spec }: Pod): boolean {
  switch (scopeName) {
    case 'Terminating':
      return spec.activeDeadlineSeconds !== undefined
    case 'NotTerminating':
      return spec.activeDeadlineSeconds === undefined
    case 'BestEffort':
      return qosClass(spec) === 'BestEffort'
    case 'NotBestEffort':
      return qosClass(spec) !== 'BestEffort'
    case 'PriorityClass': {
      const name = spec.priorityClassName ?? ''
      if (operator === 'Exists') return name !== ''
      if (operator === 'DoesNotExist') return name === ''
      return values.includes(name) === (operator === 'In')
    }
    default:
      return false
  }
}

export function format(name: string, amount: number): string {
  return formatQuantity(amount, /memory|storage/.test(name) ? 'binary' : 'decimal')
}

/**
 * Why a quota does not allow an object, in the words of the ResourceQuota admission plugin
 * (apiserver/pkg/admission/plugin/resourcequota/controller.go); `undefined` when it does.
 *
 * @param used what is used already, by the names of the quota.
 * @param own what of that the object itself uses, when it is there already and about to change.
 */
export function quotaRefusal(
  quota: ResourceQuota,
  resource: GroupResource,
  object: KubeObject,
  used: ReadonlyMap<string, number>,
  now: number,
  own: ReadonlyMap<string, number> = new Map()
): string | undefined {
  const wanted = new Map(
    [...usageOf(quota, resource, object, now)].map(([name, amount]) => [name, amount - (own.get(name) ?? 0)])
  )
  const { hard = {} } = quota.spec
  const missing = [...wanted.keys()].filter(name => isSame(resource, resources.pods) && isUnstated(name, object as Pod))
  if (missing.length > 0) {
    const containers = (object as Pod).spec.containers.map(({ name }) => name).join(',')
    return `failed quota: ${quota.metadata.name}: must specify ${missing
      .sort()
      .map(name => `${name} for: ${containers}`)
      .join('; ')}`
  }
  const exceeded = [...wanted]
    .filter(([name, amount]) => amount > 0 && (used.get(name) ?? 0) + amount > parseQuantity(hard[name] ?? '0'))
    .map(([name]) => name)
    .sort()
  if (exceeded.length === 0) return undefined
  const list = (amount: (name: string) => string): string => exceeded.map(name => `${name}=${amount(name)}`).join(',')
  const requested = list(name => format(name, wanted.get(name) ?? 0))
  const before = list(name => format(name, used.get(name) ?? 0))
  return `exceeded quota: ${quota.metadata.name}, requested: ${requested}, used: ${before}, limited: ${list(name => hard[name] ?? '0')}`
}

/** A quota of cpu or memory asks every pod to say how much it needs. */
function isUnstated(name: string, { spec }: Pod): boolean {
  if (!/^((requests|limits)\.)?(cpu|memory)$/.test(name)) return false
  const kind = name.startsWith('limits.') ? 'limits' : 'requests'
  const resource = name.replace(/^(requests|limits)\./, '')
  return spec.containers.some(container => container.resources?.[kind]?.[resource] === undefined)
}
