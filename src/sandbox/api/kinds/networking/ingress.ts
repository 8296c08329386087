import type { HTTPIngressPath, Ingress, IngressClass, IngressRule, IngressTLS } from 'kubernetes-types/networking/v1.js'
import { isIP } from 'node:net'
import { ageCell, ageColumn, loadBalancerText, nameColumn, nameOf, shortList } from '../../tables/cells.ts'
import { invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { dnsSubdomain } from '../../validation/names.ts'
import { defineKind, type Draft, type KindContext } from '../kind.ts'
import { backendErrors } from './backend.ts'

const annotation = 'kubernetes.io/ingress.class'

/** pkg/registry/networking/ingress/strategy.go, and pkg/apis/networking/validation (v1.35). */
export const ingressKind = defineKind<Ingress>({
  resource: { group: 'networking.k8s.io', resource: 'ingresses' },
  generation: true,
  prepareForCreate(ingress) {
    ingress.status = { loadBalancer: {} }
  },
  admitCreate: setDefaultClass,
  validateCreate({ metadata, spec }) {
    const byAnnotation = metadata?.annotations?.[annotation]
    if (byAnnotation === undefined || spec?.ingressClassName === undefined) return []
    if (byAnnotation === spec.ingressClassName) return []
    const detail = 'must match `ingressClassName` when both are specified'
    return [invalid(`annotations.${annotation}`, byAnnotation, detail)]
  },
  validate: ingressErrors,
  columns: [nameColumn, { name: 'Class' }, { name: 'Hosts' }, { name: 'Address' }, { name: 'Ports' }, ageColumn],
  cells: (ingress, context) => [
    nameOf(ingress),
    ingress.spec?.ingressClassName ?? '<none>',
    hostsText(ingress.spec?.rules ?? []),
    loadBalancerText(ingress.status?.loadBalancer),
    ingress.spec?.tls?.length ? '80, 443' : '80',
    ageCell(ingress, context)
  ],
  warnings: ({ metadata }) =>
    metadata?.annotations?.[annotation] === undefined
      ? []
      : [`annotation "${annotation}" is deprecated, please use 'spec.ingressClassName' instead`]
})

/** plugin/pkg/admission/network/defaultingressclass: the youngest class that is marked as default. */
function setDefaultClass(ingress: Draft<Ingress>, { store }: KindContext): void {
  const spec = (ingress.spec ??= {})
  if (spec.ingressClassName !== undefined || ingress.metadata.annotations?.[annotation] !== undefined) return
  const [chosen] = store
    .list({ group: 'networking.k8s.io', resource: 'ingressclasses' })
    .map(object => object as unknown as IngressClass)
    .filter(({ metadata }) => metadata?.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true')
    .sort((a, b) => {
      const [newer, older] = [b.metadata?.creationTimestamp ?? '', a.metadata?.creationTimestamp ?? '']
      return newer < older ? -1 : newer > older ? 1 : nameOf(a) < nameOf(b) ? -1 : 1
    })
  if (chosen) spec.ingressClassName = nameOf(chosen)
}

function hostsText(rules: readonly IngressRule[]): string {
  const hosts = rules.map(({ host }) => host ?? '').filter(host => host !== '')
  return shortList(hosts) || '*'
}

function ingressErrors({ spec = {} }: Ingress): FieldError[] {
  const { rules = [], defaultBackend, tls = [], ingressClassName } = spec
  const errors: FieldError[] = []
  if (rules.length === 0 && !defaultBackend)
    errors.push(invalid('spec', [], 'either `defaultBackend` or `rules` must be specified'))
  if (defaultBackend) errors.push(...backendErrors(defaultBackend, 'spec.defaultBackend'))
  for (const [index, rule] of rules.entries()) errors.push(...ruleErrors(rule, `spec.rules[${index}]`))
  for (const [index, each] of tls.entries()) errors.push(...tlsErrors(each, `spec.tls[${index}]`))
  if (ingressClassName !== undefined)
    errors.push(
      ...dnsSubdomain(ingressClassName).map(problem => invalid('spec.ingressClassName', ingressClassName, problem))
    )
  return errors
}

function ruleErrors({ host, http }: IngressRule, path: string): FieldError[] {
  const errors: FieldError[] = []
  if (host) {
    if (isIP(host) !== 0) errors.push(invalid(`${path}.host`, host, 'must be a DNS name, not an IP address'))
    errors.push(...hostErrors(host, `${path}.host`))
  }
  if (!http) return errors
  const paths = (http as Partial<typeof http>).paths ?? []
  if (paths.length === 0) errors.push(required(`${path}.http.paths`))
  for (const [index, each] of paths.entries()) errors.push(...pathErrors(each, `${path}.http.paths[${index}]`))
  return errors
}

const wildcard = /^\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const wildcardRule =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower " +
  "case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used " +
  "for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"

function hostErrors(host: string, field: string): FieldError[] {
  if (!host.includes('*')) return dnsSubdomain(host).map(problem => invalid(field, host, problem))
  return wildcard.test(host) ? [] : [invalid(field, host, wildcardRule)]
}

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix']
const wrongInside = ['//', '/./', '/../', '%2f', '%2F']
const wrongAtEnd = ['/..', '/.']

function pathErrors({ path = '', pathType, backend = {} }: Partial<HTTPIngressPath>, field: string): FieldError[] {
  if (!pathType) return [required(`${field}.pathType`, 'pathType must be specified')]
  const errors: FieldError[] = []
  const strict = pathType === 'Exact' || pathType === 'Prefix'
  if (!pathTypes.includes(pathType)) errors.push(unsupported(`${field}.pathType`, pathType, pathTypes))
  else if (!path.startsWith('/') && (strict || path !== ''))
    errors.push(invalid(`${field}.path`, path, 'must be an absolute path'))
  if (strict) {
    for (const part of wrongInside)
      if (path.includes(part)) errors.push(invalid(`${field}.path`, path, `must not contain '${part}'`))
    for (const end of wrongAtEnd)
      if (path.endsWith(end)) errors.push(invalid(`${field}.path`, path, `cannot end with '${end}'`))
  }
  return [...errors, ...backendErrors(backend, `${field}.backend`)]
}

function tlsErrors({ hosts = [], secretName }: IngressTLS, path: string): FieldError[] {
  return [
    ...hosts.flatMap((host, index) => hostErrors(host, `${path}.hosts[${index}]`)),
    ...(secretName ? dnsSubdomain(secretName).map(problem => invalid(`${path}.secretName`, secretName, problem)) : [])
  ]
}
