import type { KubeObject } from '../../object.ts'
import type { ResourceInfo } from '../../schema/types.ts'
import type { Store } from '../../store/store.ts'
import { nameGiven } from '../metadata.ts'
import { forbidden, notFound } from '../status.ts'

const namespaces = { group: '', resource: 'namespaces' }

/**
 * The NamespaceLifecycle admission plugin (apiserver/pkg/admission/plugin/namespace/lifecycle): nothing is created in
 * a namespace that is not there, or that is going away.
 */
export function admitNamespace(info: ResourceInfo, object: KubeObject, store: Store): void {
  if (!info.namespaced) return
  const name = object.metadata.namespace ?? ''
  const namespace = store.get(namespaces, undefined, name)
  if (!namespace) throw notFound(namespaces, name)
  if (namespace.metadata.deletionTimestamp === undefined) return
  const why = `unable to create new content in namespace ${name} because it is being terminated`
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${name} is being terminated`,
    field: 'metadata.namespace'
  }
  throw forbidden(info, nameGiven(object.metadata), why, [cause])
}
