import type { Pod, PodSpec, ServiceAccount, Toleration } from 'kubernetes-types/core/v1.js'
import type { PriorityClass } from 'kubernetes-types/scheduling/v1.js'
import type { Store } from '../../../store/store.ts'
import { randomSuffix } from '../../random.ts'
import { nameGiven } from '../../metadata.ts'
import { forbidden } from '../../status.ts'
import type { Draft } from '../kind.ts'
import { podSpecOf } from './defaults.ts'
import { admitRuntimeClass } from './runtime-class-admission.ts'

// What Kubernetes' admission plugins make of a new pod (plugin/pkg/admission, v1.35).

const pods = { group: '', resource: 'pods' }
const serviceAccounts = { group: '', resource: 'serviceaccounts' }
const priorityClasses = { group: 'scheduling.k8s.io', resource: 'priorityclasses' }

/** @throws ApiError 403 when the service account, the priority class or the runtime class is not there, or contradicted. */
export function admitPod(pod: Draft<Pod>, store: Store): void {
  const spec = podSpecOf(pod)
  admitServiceAccount(pod, spec, store)
  admitPriority(pod, spec, store)
  admitRuntimeClass(pod, spec, store)
  addTolerations(spec)
}

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount'
const volumePrefix = 'kube-api-access-'

/** plugin/pkg/admission/serviceaccount: every pod runs as one, and finds its token in a volume. */
function admitServiceAccount(pod: Draft<Pod>, spec: PodSpec, store: Store): void {
  const { namespace = '' } = pod.metadata
  const name = nameGiven(pod.metadata)
  // A mirror pod stands for one that its node runs anyway.
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return
  spec.serviceAccountName ||= 'default'
  spec.serviceAccount = spec.serviceAccountName
  const account = store.get(serviceAccounts, namespace, spec.serviceAccountName) as ServiceAccount | undefined
  if (!account) {
    const key = `${namespace}/${spec.serviceAccountName}`
    const why = `error looking up service account ${key}: serviceaccount "${spec.serviceAccountName}" not found`
    throw forbidden(pods, name, why)
  }
  if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) mountToken(spec)
  if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length)
    spec.imagePullSecrets = account.imagePullSecrets.map(({ name: secret }) => ({ name: secret }))
}

function mountToken(spec: PodSpec): void {
  const present = spec.volumes?.find(volume => volume.name.startsWith(volumePrefix))
  const name = present?.name ?? volumePrefix + randomSuffix()
  // A manifest may leave them out, whatever the type says; the validation refuses it afterwards.
  const given: Partial<PodSpec> = spec
  let isNeeded = false
  for (const container of [...(spec.initContainers ?? []), ...(given.containers ?? [])]) {
    if (container.volumeMounts?.some(mount => mount.mountPath === mountPath)) continue
    container.volumeMounts = [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath }]
    isNeeded = true
  }
  if (present || !isNeeded) return
  const namespaceFile = { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [namespaceFile] } }
  ]
  spec.volumes = [...(spec.volumes ?? []), { name, projected: { sources, defaultMode: 0o644 } }]
}

/** plugin/pkg/admission/priority: the number that a class stands for. */
function admitPriority(pod: Draft<Pod>, spec: PodSpec, store: Store): void {
  const name = nameGiven(pod.metadata)
  const chosen = priorityClassOf(pod, spec, store)
  if (chosen) spec.priorityClassName = chosen.metadata?.name
  const priority = chosen?.value ?? 0
  const policy = chosen?.preemptionPolicy ?? 'PreemptLowerPriority'
  if (spec.priority !== undefined && spec.priority !== priority) {
    const why =
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; ` +
      `priority admission controller computed ${priority} from the given PriorityClass name`
    throw forbidden(pods, name, why)
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    const why =
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; ` +
      `priority admission controller computed ${policy} from the given PriorityClass name`
    throw forbidden(pods, name, why)
  }
  spec.priority = priority
  spec.preemptionPolicy = policy
}

function priorityClassOf(pod: Draft<Pod>, spec: PodSpec, store: Store): PriorityClass | undefined {
  const wanted = spec.priorityClassName
  if (wanted) {
    const found = store.get(priorityClasses, undefined, wanted)
    if (!found) throw forbidden(pods, nameGiven(pod.metadata), `no PriorityClass with name ${wanted} was found`)
    return found as unknown as PriorityClass
  }
  const defaults = store
    .list(priorityClasses)
    .map(object => object as unknown as PriorityClass)
    .filter(({ globalDefault }) => globalDefault)
  return defaults.sort((a, b) => a.value - b.value)[0]
}

/** plugin/pkg/admission/defaulttolerationseconds: a pod stays for five minutes on a node that is not well. */
function addTolerations(spec: PodSpec): void {
  const given = spec.tolerations ?? []
  const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
    .filter(key => !given.some(toleration => tolerates(toleration, key)))
    .map(key => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }) as const)
  if (added.length > 0) spec.tolerations = [...given, ...added]
}

function tolerates({ key = '', effect = '' }: Toleration, taint: string): boolean {
  return (key === '' || key === taint) && (effect === '' || effect === 'NoExecute')
}
