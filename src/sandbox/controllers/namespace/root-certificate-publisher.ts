import { runController, type StartController } from '../runtime/controller.ts'
import { enqueueChanges } from '../runtime/dependents.ts'
import { unless } from '../runtime/errors.ts'
import { sameJson } from '../runtime/hash.ts'
import { configMaps, namespaces } from '../runtime/resources.ts'
import type { Namespace } from '../types/core.ts'

const configMapName = 'kube-root-ca.crt'
const description =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.'

/** Keeps the API server's certificate in every namespace, for pods: pkg/controller/certificates/rootcacertpublisher. */
export const startRootCertificatePublisher: StartController = context => {
  const { client, informers, rootCertificate } = context
  const namespaceInformer = informers.for<Namespace>(namespaces)
  const configMapInformer = informers.for(configMaps)
  const controller = runController(context, 'root-ca-certificate-publisher', sync)
  if (rootCertificate === undefined) return controller
  enqueueChanges(namespaceInformer, controller.queue)
  configMapInformer.onChange((type, { metadata }, before) => {
    if (metadata.name === configMapName && (type === 'deleted' || before !== undefined)) {
      controller.queue.add(metadata.namespace ?? '')
    }
  })

  function sync(name: string): void {
    const namespace = namespaceInformer.get(name)
    if (namespace === undefined || namespace.metadata.deletionTimestamp !== undefined) return
    const data = { 'ca.crt': rootCertificate }
    const present = configMapInformer.get(`${name}/${configMapName}`)
    if (present !== undefined) {
      if (!sameJson(present['data'], data)) client.update(configMaps, { ...present, data })
      return
    }
    const annotations = { 'kubernetes.io/description': description }
    const metadata = { name: configMapName, namespace: name, annotations }
    unless(['AlreadyExists'], () => client.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }))
  }

  return controller
}
