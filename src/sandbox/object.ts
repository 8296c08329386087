/** A Kubernetes object as the sandbox stores it: plain JSON, frozen; clone before changing. */
export interface KubeObject {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  // Objects of every kind pass through the API; controllers narrow them with types of their own.
  [field: string]: unknown
}

export interface ObjectMeta {
  name: string
  namespace?: string
  generateName?: string
  uid?: string
  resourceVersion?: string
  generation?: number
  creationTimestamp?: string
  deletionTimestamp?: string
  deletionGracePeriodSeconds?: number
  labels?: Record<string, string>
  annotations?: Record<string, string>
  ownerReferences?: OwnerReference[]
  finalizers?: string[]
  managedFields?: unknown[]
  [field: string]: unknown
}

export interface OwnerReference {
  apiVersion: string
  kind: string
  name: string
  uid: string
  controller?: boolean
  blockOwnerDeletion?: boolean
}

/** A resource by its REST name, for example `{ group: 'apps', resource: 'daemonsets' }`. */
export interface GroupResource {
  readonly group: string
  readonly resource: string
}
