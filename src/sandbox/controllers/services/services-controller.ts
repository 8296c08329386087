import { timestamp } from '../../clock.ts'
import type { KubeObject } from '../../object.ts'
import { runController, type Controller, type ControllerContext, type StartController } from '../runtime/controller.ts'
import { enqueueChanges } from '../runtime/dependents.ts'
import { unless } from '../runtime/errors.ts'
import { sameJson } from '../runtime/hash.ts'
import { keyOf, splitKey, type Index } from '../runtime/informer.ts'
import { endpoints, endpointSlices, pods, services } from '../runtime/resources.ts'
import type { Endpoints, Pod, Service } from '../types/core.ts'
import { selects, selectsPods, tellsOther } from './backends.ts'
import { endpointsFor } from './endpoints.ts'
import { managedBy, managedByLabel, serviceNameLabel, slicesFor, type EndpointSlice } from './slices.ts'

/** A controller with a key for each Service, woken when the Service or a pod behind it changes. */
function startServicesController(
  context: ControllerContext,
  name: string,
  sync: (key: string, service: Service | undefined, podsThere: () => Iterable<Pod>) => void
): Controller {
  const serviceInformer = context.informers.for<Service>(services)
  const podInformer = context.informers.for<Pod>(pods)
  const controller = runController(context, name, key => {
    const namespace = splitKey(key).namespace ?? ''
    sync(key, serviceInformer.get(key), () => podInformer.inNamespace(namespace))
  })
  enqueueChanges(serviceInformer, controller.queue)
  podInformer.onChange((type, pod, before) => {
    if (type === 'modified' && before !== undefined && !tellsOther(before, pod)) return
    for (const service of serviceInformer.inNamespace(pod.metadata.namespace ?? '')) {
      if (selects(service, pod) || (before !== undefined && selects(service, before)))
        controller.queue.add(keyOf(service))
    }
  })
  return controller
}

/** pkg/controller/endpoint of Kubernetes. */
export const startEndpointsController: StartController = context => {
  const { client, clock, informers } = context
  const informer = informers.for<Endpoints>(endpoints)
  return startServicesController(context, 'endpoints', (key, service, podsThere) => {
    const present = informer.get(key)
    if (service === undefined) {
      // Endpoints that somebody made by hand, for a Service that never was, stay.
      if (present?.metadata.labels?.['endpoints.kubernetes.io/managed-by'] === undefined) return
      const { namespace, name } = splitKey(key)
      unless(['NotFound'], () => client.delete(endpoints, namespace, name))
      return
    }
    if (!selectsPods(service)) return
    const wanted = endpointsFor(service, podsThere())
    if (present === undefined) {
      unless(['AlreadyExists', 'Forbidden'], () => client.create(endpoints, triggered(wanted, timestamp(clock))))
      return
    }
    const same =
      sameJson(present.subsets ?? [], wanted.subsets ?? []) && sameJson(present.metadata.labels, wanted.metadata.labels)
    if (same) return
    const rest = Object.fromEntries(Object.entries(present).filter(([field]) => field !== 'subsets')) as Endpoints
    const changed: Endpoints = {
      ...rest,
      metadata: { ...present.metadata, labels: wanted.metadata.labels ?? {} },
      ...(wanted.subsets === undefined ? {} : { subsets: wanted.subsets })
    }
    client.update(endpoints, triggered(changed, timestamp(clock)))
  })
}

const byService: Index<EndpointSlice> = ({ metadata }) =>
  metadata.labels?.[managedByLabel] === managedBy
    ? [`${metadata.namespace ?? ''}/${metadata.labels[serviceNameLabel] ?? ''}`]
    : []

/** pkg/controller/endpointslice of Kubernetes. */
export const startEndpointSliceController: StartController = context => {
  const { client, clock, informers } = context
  const informer = informers.for<EndpointSlice>(endpointSlices)
  return startServicesController(context, 'endpointslice', (key, service, podsThere) => {
    const present = [...informer.indexed(byService, key)]
    const wanted =
      service === undefined || !selectsPods(service) || service.metadata.deletionTimestamp !== undefined
        ? []
        : slicesFor(service, podsThere())
    for (const slice of wanted) {
      const at = bestMatch(present, slice)
      const [old] = at < 0 ? [] : present.splice(at, 1)
      if (old === undefined)
        unless(['Forbidden'], () => client.create(endpointSlices, triggered(slice, timestamp(clock))))
      else if (!sameContent(old, slice)) {
        const labels = slice.metadata.labels ?? {}
        const changed = {
          ...old,
          metadata: { ...old.metadata, labels },
          endpoints: slice.endpoints,
          ports: slice.ports
        }
        client.update(endpointSlices, triggered(changed, timestamp(clock)))
      }
    }
    for (const { metadata } of present) {
      unless(['NotFound'], () => client.delete(endpointSlices, metadata.namespace, metadata.name))
    }
  })
}

/** With the time of the change that it tells of, as both controllers note it. */
function triggered<T extends KubeObject>(object: T, now: string): T {
  const annotations = { ...object.metadata.annotations, 'endpoints.kubernetes.io/last-change-trigger-time': now }
  return { ...object, metadata: { ...object.metadata, annotations } }
}

/** The slice to go on with: one for the same ports, or any. */
function bestMatch(present: readonly EndpointSlice[], wanted: EndpointSlice): number {
  const samePorts = present.findIndex(slice => sameJson(slice.ports ?? [], wanted.ports ?? []))
  return samePorts >= 0 ? samePorts : present.length > 0 ? 0 : -1
}

function sameContent(a: EndpointSlice, b: EndpointSlice): boolean {
  return (
    sameJson(a.endpoints ?? [], b.endpoints ?? []) &&
    sameJson(a.ports ?? [], b.ports ?? []) &&
    sameJson(a.metadata.labels, b.metadata.labels)
  )
}
