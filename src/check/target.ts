/**
 * What a check's target asks kubectl for. A target is written as kubectl get arguments (`daemonset/web -n shop`,
 * `pods -l app=web`); quotes keep words together.
 */
export function targetArguments(target: string): string[] {
  return [...target.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(match => match[1] ?? match[2] ?? match[3] ?? '')
}

export interface NamedTarget {
  /** The resource as written, for example `ds` or `daemonsets.apps`. */
  readonly resource: string
  /** Undefined for a target that lists. */
  readonly name: string | undefined
  /** `-n NAME` or nothing. */
  readonly scope: readonly string[]
}

export function readTarget(target: string): NamedTarget {
  const words = targetArguments(target)
  const plain: string[] = []
  let scope: string[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    const namespace = /^(?:-n|--namespace)=?(.*)$/.exec(word)
    if (namespace) scope = ['-n', namespace[1] || (words[++index] ?? '')]
    else if (/^(-l|--selector|--field-selector)$/.test(word)) index++
    else if (!word.startsWith('-')) plain.push(word)
  }
  const [first = '', second] = plain
  const [resource = '', name] = first.includes('/') ? first.split('/') : [first, second]
  return { resource, name, scope }
}

const shortNames: Readonly<Record<string, string>> = {
  ds: 'daemonset',
  deploy: 'deployment',
  rs: 'replicaset',
  rc: 'replicationcontroller',
  sts: 'statefulset',
  po: 'pod',
  svc: 'service',
  no: 'node',
  ns: 'namespace',
  cm: 'configmap',
  pvc: 'persistentvolumeclaim',
  pv: 'persistentvolume',
  sa: 'serviceaccount',
  ing: 'ingress',
  ep: 'endpoints',
  cj: 'cronjob',
  hpa: 'horizontalpodautoscaler'
}

/** A resource as people write it, by one name: `ds`, `daemonsets` and `DaemonSets.apps` are `daemonset`. */
export function resourceName(resource: string): string {
  const word = resource.toLowerCase().split('.')[0] ?? ''
  const long = shortNames[word]
  if (long) return long
  if (word === 'endpoints' || word.endsWith('ss')) return word
  return word.replace(/(?<=s|x|sh|ch)es$|(?<!s)s$/, '').replace(/ie$/, 'y')
}

/** One spelling for targets that mean the same: `ds/web`, `daemonsets web` and `daemonset/web` are `daemonset/web`. */
export function targetKey(target: string): string {
  const words = targetArguments(target)
  const { resource, name, scope } = readTarget(target)
  if (name !== undefined) return [`${resourceName(resource)}/${name}`, ...scope].join(' ')
  return [resourceName(resource), ...words.filter(word => word !== resource)].join(' ')
}
