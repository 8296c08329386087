/**
 * The fields of core/v1 that controllers, scheduler and kubelet read or write; what they do not touch is left out and
 * passes through untouched, because objects are changed by copying.
 */
import type { KubeObject, ObjectMeta } from '../../object.ts'
import type { LabelSelector } from '../../client.ts'
import type { RequirementOperator } from '../../api/requirement.ts'

export interface Pod extends KubeObject {
  spec: PodSpec
  status?: PodStatus
}

export interface PodTemplate {
  metadata?: Partial<ObjectMeta>
  spec: PodSpec
}

export interface PodSpec {
  containers: Container[]
  initContainers?: Container[]
  nodeName?: string
  nodeSelector?: Record<string, string>
  affinity?: Affinity
  tolerations?: Toleration[]
  restartPolicy?: 'Always' | 'OnFailure' | 'Never'
  terminationGracePeriodSeconds?: number
  activeDeadlineSeconds?: number
  hostNetwork?: boolean
  hostname?: string
  subdomain?: string
  schedulerName?: string
  serviceAccountName?: string
  schedulingGates?: { name: string }[]
  priority?: number
  priorityClassName?: string
  overhead?: Record<string, string>
  topologySpreadConstraints?: TopologySpreadConstraint[]
  volumes?: Volume[]
  readinessGates?: { conditionType: string }[]
  [field: string]: unknown
}

export interface TopologySpreadConstraint {
  maxSkew: number
  topologyKey: string
  whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway'
  labelSelector?: LabelSelector
  minDomains?: number
}

export interface Volume {
  name: string
  persistentVolumeClaim?: { claimName: string }
  configMap?: { name?: string; optional?: boolean }
  secret?: { secretName?: string; optional?: boolean }
  [field: string]: unknown
}

export interface Container {
  name: string
  image?: string
  imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never'
  command?: string[]
  args?: string[]
  ports?: ContainerPort[]
  env?: EnvVar[]
  envFrom?: EnvFromSource[]
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> }
  restartPolicy?: 'Always'
  livenessProbe?: Probe
  readinessProbe?: Probe
  startupProbe?: Probe
  [field: string]: unknown
}

export interface EnvVar {
  name: string
  value?: string
  valueFrom?: {
    configMapKeyRef?: { name?: string; key: string; optional?: boolean }
    secretKeyRef?: { name?: string; key: string; optional?: boolean }
    [source: string]: unknown
  }
}

export interface EnvFromSource {
  configMapRef?: { name?: string; optional?: boolean }
  secretRef?: { name?: string; optional?: boolean }
  [field: string]: unknown
}

export interface Probe {
  exec?: { command?: string[] }
  httpGet?: { path?: string; port: number | string; host?: string; scheme?: string }
  tcpSocket?: { port: number | string; host?: string }
  grpc?: { port: number; service?: string }
  initialDelaySeconds?: number
  periodSeconds?: number
  timeoutSeconds?: number
  successThreshold?: number
  failureThreshold?: number
}

export interface ContainerPort {
  name?: string
  containerPort: number
  hostPort?: number
  hostIP?: string
  protocol?: string
}

export interface Affinity {
  nodeAffinity?: {
    requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector
    preferredDuringSchedulingIgnoredDuringExecution?: { weight: number; preference: NodeSelectorTerm }[]
  }
  podAffinity?: PodAffinity
  podAntiAffinity?: PodAffinity
}

export interface PodAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[]
  preferredDuringSchedulingIgnoredDuringExecution?: { weight: number; podAffinityTerm: PodAffinityTerm }[]
}

export interface PodAffinityTerm {
  labelSelector?: LabelSelector
  namespaces?: string[]
  namespaceSelector?: LabelSelector
  topologyKey: string
}

export interface NodeSelector {
  nodeSelectorTerms: NodeSelectorTerm[]
}

export interface NodeSelectorTerm {
  matchExpressions?: NodeSelectorRequirement[]
  matchFields?: NodeSelectorRequirement[]
}

export interface NodeSelectorRequirement {
  key: string
  operator: RequirementOperator
  values?: string[]
}

export interface Toleration {
  key?: string
  operator?: 'Exists' | 'Equal' | 'Lt' | 'Gt'
  value?: string
  effect?: TaintEffect
  tolerationSeconds?: number
}

export type TaintEffect = 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'

export interface Taint {
  key: string
  value?: string
  effect: TaintEffect
  timeAdded?: string
}

export interface PodStatus {
  phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'
  conditions?: Condition[]
  message?: string
  reason?: string
  nominatedNodeName?: string
  hostIP?: string
  hostIPs?: { ip: string }[]
  podIP?: string
  podIPs?: { ip: string }[]
  startTime?: string
  observedGeneration?: number
  initContainerStatuses?: ContainerStatus[]
  containerStatuses?: ContainerStatus[]
  qosClass?: string
  [field: string]: unknown
}

export interface ContainerStatus {
  name: string
  state: ContainerState
  lastState: ContainerState
  ready: boolean
  started?: boolean
  restartCount: number
  image: string
  imageID: string
  containerID?: string
  [field: string]: unknown
}

export interface ContainerState {
  waiting?: { reason?: string; message?: string }
  running?: { startedAt?: string }
  terminated?: {
    exitCode: number
    reason?: string
    message?: string
    startedAt?: string
    finishedAt?: string
    containerID?: string
  }
}

export interface Condition {
  type: string
  status: 'True' | 'False' | 'Unknown'
  reason?: string
  message?: string
  lastTransitionTime?: string
  lastProbeTime?: string | null
  lastHeartbeatTime?: string
  lastUpdateTime?: string
  observedGeneration?: number
}

export interface Node extends KubeObject {
  spec: {
    podCIDR?: string
    podCIDRs?: string[]
    providerID?: string
    taints?: Taint[]
    unschedulable?: boolean
  }
  status?: {
    addresses?: { type: string; address: string }[]
    capacity?: Record<string, string>
    allocatable?: Record<string, string>
    conditions?: Condition[]
    nodeInfo?: Record<string, string>
    [field: string]: unknown
  }
}

export interface Service extends KubeObject {
  spec: {
    type?: string
    selector?: Record<string, string>
    clusterIP?: string
    clusterIPs?: string[]
    ipFamilies?: string[]
    publishNotReadyAddresses?: boolean
    ports?: ServicePort[]
    [field: string]: unknown
  }
}

export interface ServicePort {
  name?: string
  port: number
  targetPort?: number | string
  protocol?: string
  nodePort?: number
  appProtocol?: string
}

export interface Endpoints extends KubeObject {
  subsets?: EndpointSubset[]
}

export interface EndpointSubset {
  addresses?: EndpointAddress[]
  notReadyAddresses?: EndpointAddress[]
  ports?: { name?: string; port: number; protocol?: string; appProtocol?: string }[]
}

export interface EndpointAddress {
  ip: string
  hostname?: string
  nodeName?: string
  targetRef?: ObjectReference
}

export interface ObjectReference {
  apiVersion?: string
  kind?: string
  name?: string
  namespace?: string
  uid?: string
  resourceVersion?: string
  fieldPath?: string
}

export interface Namespace extends KubeObject {
  spec?: { finalizers?: string[] }
  status?: { phase?: string; conditions?: Condition[] }
}

export interface Event extends KubeObject {
  involvedObject: ObjectReference
  reason?: string
  message?: string
  type?: string
  count?: number
  firstTimestamp?: string | null
  lastTimestamp?: string | null
  eventTime?: string | null
  source?: { component?: string; host?: string }
  series?: { count: number; lastObservedTime: string }
  reportingComponent?: string
  reportingInstance?: string
  action?: string
}

export interface Lease extends KubeObject {
  spec?: {
    holderIdentity?: string
    leaseDurationSeconds?: number
    acquireTime?: string
    renewTime?: string
  }
}
