import type { Container, LimitRange, LimitRangeItem, PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1.js'
import type { KubeObject } from '../../object.ts'
import type { ResourceInfo } from '../../schema/types.ts'
import { formatQuantity, parseQuantity } from '../../scheduler/quantity.ts'
import type { Store } from '../../store/store.ts'
import { forbidden } from '../status.ts'

// The LimitRanger admission plugin (plugin/pkg/admission/limitranger/admission.go, v1.35): the limit ranges of a
// namespace give the containers of new pods what they do not say, and refuse what is too little or too much.

type Amounts = Readonly<Record<string, string>>

const annotation = 'kubernetes.io/limit-ranger'

function itemsOf(info: ResourceInfo, object: KubeObject, store: Store): LimitRangeItem[] {
  if (info.group !== '' || (info.resource !== 'pods' && info.resource !== 'persistentvolumeclaims')) return []
  return store
    .list({ group: '', resource: 'limitranges' }, object.metadata.namespace)
    .flatMap(range => (range as KubeObject & LimitRange).spec?.limits ?? [])
}

/** Gives the containers of a new pod the requests and limits that they do not state. */
export function applyLimitDefaults(info: ResourceInfo, object: KubeObject, store: Store): void {
  if (info.resource !== 'pods') return
  const items = itemsOf(info, object, store).filter(({ type }) => type === 'Container')
  const notes = items.flatMap(item => {
    const { spec } = object as KubeObject & Pod
    return [
      ...(spec?.containers ?? []).flatMap(container => fill(container, item, 'container')),
      ...(spec?.initContainers ?? []).flatMap(container => fill(container, item, 'init container'))
    ]
  })
  if (notes.length === 0) return
  const text = `LimitRanger plugin set: ${notes.join('; ')}`
  object.metadata.annotations = { ...object.metadata.annotations, [annotation]: text }
}

function fill(container: Container, { default: limits = {}, defaultRequest = {} }: LimitRangeItem, what: string) {
  const resources = (container.resources ??= {})
  const missing = (given: Amounts | undefined, wanted: Amounts): string[] =>
    Object.keys(wanted)
      .filter(name => given?.[name] === undefined)
      .sort()
  const newRequests = missing(resources.requests, defaultRequest)
  const newLimits = missing(resources.limits, limits)
  if (newRequests.length > 0) resources.requests = { ...defaultRequest, ...resources.requests }
  if (newLimits.length > 0) resources.limits = { ...limits, ...resources.limits }
  return [
    ...(newRequests.length > 0 ? [`${newRequests.join(', ')} request for ${what} ${container.name}`] : []),
    ...(newLimits.length > 0 ? [`${newLimits.join(', ')} limit for ${what} ${container.name}`] : [])
  ]
}

/** @throws ApiError 403 when a pod or a claim asks for less or more than a limit range of its namespace allows. */
export function checkLimits(info: ResourceInfo, object: KubeObject, store: Store): void {
  const problems = itemsOf(info, object, store).flatMap(item =>
    info.resource === 'pods'
      ? podProblems(item, (object as KubeObject & Pod).spec)
      : claimProblems(item, object as KubeObject & PersistentVolumeClaim)
  )
  const texts = [...new Set(problems)]
  if (texts.length === 0) return
  throw forbidden(info, object.metadata.name, texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`)
}

function claimProblems(item: LimitRangeItem, { spec }: PersistentVolumeClaim): string[] {
  if (item.type !== 'PersistentVolumeClaim') return []
  const requests = spec?.resources?.requests ?? {}
  const tooMuch = Object.entries(item.max ?? {}).flatMap(([name, most]) => {
    const usage = `maximum ${name} usage per ${item.type} is ${most}`
    const request = requests[name]
    if (request === undefined) return [`${usage}.  No request is specified`]
    return parseQuantity(request) > parseQuantity(most) ? [`${usage}, but request is ${request}`] : []
  })
  return [...minProblems(item, requests, {}), ...tooMuch]
}

function podProblems(item: LimitRangeItem, spec: Pod['spec']): string[] {
  const containers = spec?.containers ?? []
  const initContainers = spec?.initContainers ?? []
  if (item.type === 'Container')
    return [...containers, ...initContainers].flatMap(({ resources = {} }) =>
      amountProblems(item, resources.requests ?? {}, resources.limits ?? {})
    )
  if (item.type !== 'Pod') return []
  return amountProblems(
    item,
    together(containers, initContainers, 'requests'),
    together(containers, initContainers, 'limits')
  )
}

function amountProblems(item: LimitRangeItem, requests: Amounts, limits: Amounts): string[] {
  return [
    ...minProblems(item, requests, limits),
    ...maxProblems(item, requests, limits),
    ...ratioProblems(item, requests, limits)
  ]
}

/** What containers ask for together, of resources that each of them names; or one init container by itself. */
function together(
  containers: readonly Container[],
  initContainers: readonly Container[],
  kind: 'requests' | 'limits'
): Amounts {
  const amounts = (each: Container): Amounts => each.resources?.[kind] ?? {}
  const sums = new Map<string, number>()
  for (const name of new Set(containers.flatMap(each => Object.keys(amounts(each))))) {
    const values = containers.map(each => amounts(each)[name])
    if (values.some(value => value === undefined)) continue
    sums.set(
      name,
      values.reduce((sum, value) => sum + parseQuantity(value ?? '0'), 0)
    )
  }
  for (const each of initContainers)
    for (const [name, value] of Object.entries(amounts(each)))
      sums.set(name, Math.max(sums.get(name) ?? 0, parseQuantity(value)))
  return Object.fromEntries(
    [...sums].map(([name, sum]) => [name, formatQuantity(sum, /memory|storage/.test(name) ? 'binary' : 'decimal')])
  )
}

function minProblems({ type, min = {} }: LimitRangeItem, requests: Amounts, limits: Amounts): string[] {
  return Object.entries(min).flatMap(([name, least]) => {
    const usage = `minimum ${name} usage per ${type} is ${least}`
    const [request, limit] = [requests[name], limits[name]]
    const below = (value: string): boolean => parseQuantity(value) < parseQuantity(least)
    if (request === undefined) return [`${usage}.  No request is specified`]
    if (below(request)) return [`${usage}, but request is ${request}`]
    return limit !== undefined && below(limit) ? [`${usage}, but limit is ${limit}`] : []
  })
}

function maxProblems({ type, max = {} }: LimitRangeItem, requests: Amounts, limits: Amounts): string[] {
  return Object.entries(max).flatMap(([name, most]) => {
    const usage = `maximum ${name} usage per ${type} is ${most}`
    const [request, limit] = [requests[name], limits[name]]
    const above = (value: string): boolean => parseQuantity(value) > parseQuantity(most)
    if (limit === undefined) return [`${usage}.  No limit is specified`]
    if (above(limit)) return [`${usage}, but limit is ${limit}`]
    return request !== undefined && above(request) ? [`${usage}, but request is ${request}`] : []
  })
}

function ratioProblems(item: LimitRangeItem, requests: Amounts, limits: Amounts): string[] {
  return Object.entries(item.maxLimitRequestRatio ?? {}).flatMap(([name, most]) => {
    const rule = `${name} max limit to request ratio per ${item.type} is ${most}, but`
    const request = parseQuantity(requests[name] ?? '0')
    const limit = parseQuantity(limits[name] ?? '0')
    if (request === 0) return [`${rule} no request is specified or request is 0`]
    if (limit === 0) return [`${rule} no limit is specified or limit is 0`]
    return limit / request > parseQuantity(most) ? [`${rule} provided ratio is ${(limit / request).toFixed(6)}`] : []
  })
}
