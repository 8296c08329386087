import type { GroupResource } from '../../object.ts'
import { admissionKinds } from './admission/kinds.ts'
import { horizontalPodAutoscalerKind } from './autoscaling/horizontal-pod-autoscaler.ts'
import { certificateKinds } from './certificates/others.ts'
import { signingRequestKind } from './certificates/signing-request.ts'
import { customResourceDefinitionKind } from './custom-resource-definition.ts'
import { componentStatusKind } from './component-status.ts'
import { configMapKind } from './config/config-map.ts'
import { secretKind } from './config/secret.ts'
import { deviceKinds } from './devices.ts'
import { endpointSliceKind } from './endpoint-slice.ts'
import { endpointsKind } from './endpoints.ts'
import { eventKind } from './events/event.ts'
import { newEventKind } from './events/new-event.ts'
import type { Kind } from './kind.ts'
import { leaseKind } from './lease.ts'
import { limitRangeKind } from './limits/limit-range.ts'
import { resourceQuotaKind } from './limits/resource-quota.ts'
import { namespaceKind } from './namespace.ts'
import { ingressClassKind } from './networking/ingress-class.ts'
import { ingressKind } from './networking/ingress.ts'
import { networkPolicyKind } from './networking/network-policy.ts'
import { ipAddressKind, serviceCidrKind } from './networking/service-cidr.ts'
import { nodeKind } from './node.ts'
import { podDisruptionBudgetKind } from './pod-disruption-budget.ts'
import { podKind } from './pods/pod.ts'
import { priorityClassKind } from './priority-class.ts'
import { rbacKinds } from './rbac/kinds.ts'
import { runtimeClassKind } from './runtime-class.ts'
import { serviceAccountKind } from './service-account.ts'
import { serviceKind } from './services/service.ts'
import { cronJobKind } from './jobs/cronjob.ts'
import { jobKind } from './jobs/job.ts'
import { controllerRevisionKind } from './workloads/controllerrevision.ts'
import { csiKinds } from './storage/csi.ts'
import { persistentVolumeClaimKind } from './storage/persistent-volume-claim.ts'
import { persistentVolumeKind } from './storage/persistent-volume.ts'
import { storageClassKind } from './storage/storage-class.ts'
import { daemonSetKind } from './workloads/daemonset.ts'
import { deploymentKind } from './workloads/deployment.ts'
import { podTemplateKind } from './workloads/podtemplate.ts'
import { replicaSetKind } from './workloads/replicaset.ts'
import { replicationControllerKind } from './workloads/replicationcontroller.ts'
import { statefulSetKind } from './workloads/statefulset.ts'

/** Every kind that differs from the generic one. A new kind is a file beside this one and a line here. */
const kinds: readonly Kind[] = [
  namespaceKind,
  podKind,
  podTemplateKind,
  replicationControllerKind,
  daemonSetKind,
  deploymentKind,
  replicaSetKind,
  statefulSetKind,
  controllerRevisionKind,
  jobKind,
  cronJobKind,
  nodeKind,
  serviceKind,
  endpointsKind,
  endpointSliceKind,
  componentStatusKind,
  eventKind,
  newEventKind,
  secretKind,
  configMapKind,
  serviceAccountKind,
  resourceQuotaKind,
  limitRangeKind,
  persistentVolumeKind,
  persistentVolumeClaimKind,
  storageClassKind,
  ...csiKinds,
  leaseKind,
  ingressKind,
  ingressClassKind,
  networkPolicyKind,
  serviceCidrKind,
  ipAddressKind,
  podDisruptionBudgetKind,
  horizontalPodAutoscalerKind,
  priorityClassKind,
  runtimeClassKind,
  ...rbacKinds,
  signingRequestKind,
  ...certificateKinds,
  ...admissionKinds,
  customResourceDefinitionKind,
  ...deviceKinds
]

const byResource = new Map(kinds.map(kind => [`${kind.resource.group}/${kind.resource.resource}`, kind]))

const ofVersions = new WeakMap<GroupResource, Kind>()

/** Gives a version of a custom resource its strategy, for as long as it is served. */
export function registerKind(resource: GroupResource, kind: Kind): void {
  ofVersions.set(resource, kind)
}

/** The strategy for a resource; resources without a file of their own are served the generic way. */
export function kindOf(of: GroupResource): Kind {
  const { group, resource } = of
  const key = `${group}/${resource}`
  let kind = ofVersions.get(of) ?? byResource.get(key)
  if (!kind) byResource.set(key, (kind = { resource: { group, resource } }))
  return kind
}
