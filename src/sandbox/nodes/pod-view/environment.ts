/** The environment of a container: makeEnvironmentVariables of pkg/kubelet/kubelet_pods.go, and envvars.go. */
import type { Client } from '../../client.ts'
import { configMaps, secrets, services } from '../../controllers/runtime/resources.ts'
import type { Container, Pod, Service } from '../../controllers/types/core.ts'
import { parseQuantity } from '../../scheduler/quantity.ts'
import { dataOf } from './contents.ts'

/** @param addresses of the node that the pod runs on. */
export function environmentOf(client: Client, pod: Pod, container: Container): Map<string, string> {
  const { namespace = 'default', name } = pod.metadata
  const variables = new Map<string, string>([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOSTNAME', pod.spec.hostname ?? name],
    ['HOME', '/root']
  ])
  if (container['tty'] === true) variables.set('TERM', 'xterm')
  for (const [key, value] of serviceVariables(client, pod, namespace)) variables.set(key, value)
  for (const source of container.envFrom ?? []) {
    const { configMapRef, secretRef } = source
    const prefix = typeof source['prefix'] === 'string' ? source['prefix'] : ''
    const resource = configMapRef === undefined ? secrets : configMaps
    const object = client.get(resource, namespace, (configMapRef ?? secretRef)?.name ?? '')
    for (const [key, value] of dataOf(object)) variables.set(prefix + key, textOf(value))
  }
  for (const { name: key, value, valueFrom } of container.env ?? []) {
    const given =
      valueFrom === undefined ? expand(value ?? '', variables) : fromSource(client, pod, container, valueFrom)
    if (given !== undefined) variables.set(key, given)
  }
  return variables
}

type Source = NonNullable<NonNullable<Container['env']>[number]['valueFrom']>

function fromSource(client: Client, pod: Pod, container: Container, source: Source): string | undefined {
  const { namespace = 'default' } = pod.metadata
  const { configMapKeyRef, secretKeyRef } = source
  const reference = configMapKeyRef ?? secretKeyRef
  if (reference !== undefined) {
    const object = client.get(configMapKeyRef ? configMaps : secrets, namespace, reference.name ?? '')
    const value = dataOf(object).get(reference.key)
    return value === undefined ? undefined : textOf(value)
  }
  const field = source['fieldRef'] as { fieldPath?: string } | undefined
  if (field?.fieldPath !== undefined) return podField(pod, field.fieldPath)
  const resource = source['resourceFieldRef'] as { resource?: string; divisor?: string } | undefined
  return resource?.resource === undefined ? undefined : resourceField(container, resource.resource, resource.divisor)
}

function textOf(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** A field of a pod as the downward API gives it. */
export function podField(pod: Pod, path: string): string | undefined {
  const [, kind, key] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? []
  if (kind !== undefined && key !== undefined) return pod.metadata[kind as 'labels' | 'annotations']?.[key] ?? ''
  const { metadata, spec, status } = pod
  const pairs = (texts: Record<string, string> | undefined): string =>
    Object.entries(texts ?? {})
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join('\n')
  const fields: Readonly<Record<string, string | undefined>> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'metadata.labels': pairs(metadata.labels),
    'metadata.annotations': pairs(metadata.annotations),
    'spec.nodeName': spec.nodeName,
    'spec.serviceAccountName': spec.serviceAccountName ?? 'default',
    'status.hostIP': status?.hostIP,
    'status.hostIPs': status?.hostIPs?.map(({ ip }) => ip).join(','),
    'status.podIP': status?.podIP,
    'status.podIPs': status?.podIPs?.map(({ ip }) => ip).join(',')
  }
  return fields[path]
}

function resourceField({ resources }: Container, path: string, divisor = '1'): string | undefined {
  const [kind, name = ''] = path.split('.')
  const amount = (kind === 'limits' ? resources?.limits : resources?.requests)?.[name]
  if (amount === undefined) return '0'
  const unit = divisor === '0' ? 1 : parseQuantity(divisor)
  return String(Math.ceil(parseQuantity(amount) / unit))
}

/** `$(NAME)` stands for a variable that was set before; `$$` for a dollar sign. */
export function expand(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$\$|\$\(([-\w.]+)\)/g, (all, name: string | undefined) =>
    name === undefined ? '$' : (variables.get(name) ?? all)
  )
}

/** Variables for the services that were there, of the pod's namespace and the API server's. */
function serviceVariables(client: Client, pod: Pod, namespace: string): [string, string][] {
  const linked = pod.spec['enableServiceLinks'] !== false
  const own = linked ? client.list<Service>(services, { namespace }) : []
  const api = client.get<Service>(services, 'default', 'kubernetes')
  const all = api === undefined || own.includes(api) ? own : [api, ...own]
  return all.flatMap(({ metadata, spec }) => {
    const [first] = spec.ports ?? []
    if (spec.clusterIP === undefined || spec.clusterIP === 'None' || first === undefined) return []
    const prefix = metadata.name.toUpperCase().replaceAll('-', '_')
    const url = (port: number, protocol = 'TCP'): string =>
      `${protocol.toLowerCase()}://${spec.clusterIP ?? ''}:${port}`
    return [
      [`${prefix}_SERVICE_HOST`, spec.clusterIP],
      [`${prefix}_SERVICE_PORT`, String(first.port)],
      ...(spec.ports ?? []).flatMap(({ name, port }): [string, string][] =>
        name === undefined ? [] : [[`${prefix}_SERVICE_PORT_${name.toUpperCase().replaceAll('-', '_')}`, String(port)]]
      ),
      [`${prefix}_PORT`, url(first.port, first.protocol)],
      ...(spec.ports ?? []).flatMap(({ port, protocol = 'TCP' }): [string, string][] => {
        const one = `${prefix}_PORT_${port}_${protocol}`
        return [
          [one, url(port, protocol)],
          [`${one}_PROTO`, protocol.toLowerCase()],
          [`${one}_PORT`, String(port)],
          [`${one}_ADDR`, spec.clusterIP ?? '']
        ]
      })
    ] as [string, string][]
  })
}
