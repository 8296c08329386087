import { runController, type StartController } from '../runtime/controller.ts'
import { enqueueChanges } from '../runtime/dependents.ts'
import { unless } from '../runtime/errors.ts'
import { namespaces, serviceAccounts } from '../runtime/resources.ts'
import type { Namespace } from '../types/core.ts'

/** Keeps a service account `default` in every namespace: pkg/controller/serviceaccount. */
export const startServiceAccountController: StartController = context => {
  const { client, informers } = context
  const namespaceInformer = informers.for<Namespace>(namespaces)
  const accountInformer = informers.for(serviceAccounts)
  const controller = runController(context, 'serviceaccount', sync)
  enqueueChanges(namespaceInformer, controller.queue)
  accountInformer.onChange((type, { metadata }) => {
    if (type === 'deleted') controller.queue.add(metadata.namespace ?? '')
  })

  function sync(name: string): void {
    const namespace = namespaceInformer.get(name)
    if (namespace === undefined || namespace.metadata.deletionTimestamp !== undefined) return
    if (accountInformer.get(`${name}/default`) !== undefined) return
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } }
    unless(['AlreadyExists'], () => client.create(serviceAccounts, account))
  }

  return controller
}
