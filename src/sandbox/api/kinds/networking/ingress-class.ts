import type { IngressClass } from 'kubernetes-types/networking/v1.js'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { forbiddenField, invalid, required, tooLong, unsupported, type FieldError } from '../../validation/field.ts'
import { dnsLabel, dnsSubdomain } from '../../validation/names.ts'
import { immutable } from '../../validation/values.ts'
import { defineKind } from '../kind.ts'
import { referenceErrors } from './backend.ts'

/** pkg/registry/networking/ingressclass/strategy.go, and pkg/apis/networking/validation (v1.35). */
export const ingressClassKind = defineKind<IngressClass>({
  resource: { group: 'networking.k8s.io', resource: 'ingressclasses' },
  generation: true,
  defaults({ spec }) {
    if (spec?.parameters) spec.parameters.scope ??= 'Cluster'
  },
  validate: ({ spec = {} }) => [
    ...controllerErrors(spec.controller ?? '', 'spec.controller'),
    ...(spec.parameters ? parameterErrors(spec.parameters) : [])
  ],
  validateUpdate: ({ spec }, { spec: old }) => immutable(spec?.controller, old?.controller, 'spec.controller'),
  columns: [nameColumn, { name: 'Controller' }, { name: 'Parameters' }, ageColumn],
  cells(ingressClass, context) {
    const { controller = '', parameters } = ingressClass.spec ?? {}
    const group = parameters?.apiGroup === undefined ? '' : `.${parameters.apiGroup}`
    const text = parameters ? `${parameters.kind}${group}/${parameters.name}` : '<none>'
    return [nameOf(ingressClass), controller, text, ageCell(ingressClass, context)]
  }
})

/** validation.IsDomainPrefixedPath: `example.com/controller`. */
function controllerErrors(controller: string, field: string): FieldError[] {
  const errors = controller.length > 250 ? [tooLong(field, 250)] : []
  if (controller === '') return [required(field)]
  const [host = '', ...rest] = controller.split('/')
  const path = rest.join('/')
  if (rest.length === 0 || host === '' || path === '') {
    const detail = 'must be a domain-prefixed path (such as "acme.io/foo")'
    return [...errors, invalid(field, controller, detail)]
  }
  errors.push(...dnsSubdomain(host).map(problem => invalid(field, host, problem)))
  if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path)) {
    const detail = `Invalid path (e.g. 'my-path', regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')`
    errors.push(invalid(field, path, detail))
  }
  return errors
}

function parameterErrors(parameters: NonNullable<NonNullable<IngressClass['spec']>['parameters']>): FieldError[] {
  const path = 'spec.parameters'
  const { scope = '', namespace } = parameters
  const errors = referenceErrors(parameters, path)
  if (scope !== 'Cluster' && scope !== 'Namespace')
    return [...errors, unsupported(`${path}.scope`, scope, ['Cluster', 'Namespace'])]
  if (scope === 'Namespace') {
    if (!namespace) errors.push(required(`${path}.namespace`, "`parameters.scope` is set to 'Namespace'"))
    else errors.push(...dnsLabel(namespace).map(problem => invalid(`${path}.namespace`, namespace, problem)))
  } else if (namespace !== undefined)
    errors.push(forbiddenField(`${path}.namespace`, "`parameters.scope` is set to 'Cluster'"))
  return errors
}
