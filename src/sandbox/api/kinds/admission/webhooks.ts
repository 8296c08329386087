import type { LabelSelector } from 'kubernetes-types/meta/v1.js'
import { duplicate, invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { labelSelectorErrors } from '../../validation/label-selector.ts'
import { dns1035Label, dnsSubdomain } from '../../validation/names.ts'
import { oneOf } from '../../validation/values.ts'

/** A webhook of either kind of configuration. */
export interface Webhook {
  name?: string
  clientConfig?: { url?: string; service?: { name?: string; namespace?: string; path?: string; port?: number } }
  rules?: Rule[]
  failurePolicy?: string
  matchPolicy?: string
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
  sideEffects?: string
  timeoutSeconds?: number
  admissionReviewVersions?: string[]
  reinvocationPolicy?: string
}

export interface Rule {
  operations?: string[]
  apiGroups?: string[]
  apiVersions?: string[]
  resources?: string[]
  scope?: string
}

/** pkg/apis/admissionregistration/validation (v1.35). */
export function webhookErrors(webhooks: readonly Webhook[]): FieldError[] {
  const names = new Set<string>()
  return webhooks.flatMap((webhook, index) => {
    const path = `webhooks[${index}]`
    const { name = '' } = webhook
    const errors = oneErrors(webhook, path)
    if (names.has(name)) errors.push(duplicate(`${path}.name`, name))
    names.add(name)
    return errors
  })
}

function oneErrors(webhook: Webhook, path: string): FieldError[] {
  const { name = '', rules = [], clientConfig, timeoutSeconds = 10, admissionReviewVersions = [] } = webhook
  const errors = qualifiedNameErrors(name, `${path}.name`)
  for (const [index, rule] of rules.entries()) errors.push(...ruleErrors(rule, `${path}.rules[${index}]`))
  errors.push(...oneOf(webhook.failurePolicy, ['Fail', 'Ignore'], `${path}.failurePolicy`))
  errors.push(...oneOf(webhook.matchPolicy, ['Equivalent', 'Exact'], `${path}.matchPolicy`))
  const effects = ['None', 'NoneOnDryRun']
  if (webhook.sideEffects === undefined)
    errors.push(required(`${path}.sideEffects`, `must specify one of ${effects.join(', ')}`))
  else if (!effects.includes(webhook.sideEffects))
    errors.push(unsupported(`${path}.sideEffects`, webhook.sideEffects, effects))
  if (timeoutSeconds > 30 || timeoutSeconds < 1)
    errors.push(invalid(`${path}.timeoutSeconds`, timeoutSeconds, 'the timeout value must be between 1 and 30 seconds'))
  errors.push(...labelSelectorErrors(webhook.namespaceSelector, `${path}.namespaceSelector`))
  errors.push(...labelSelectorErrors(webhook.objectSelector, `${path}.objectSelector`))
  errors.push(...reviewVersionErrors(admissionReviewVersions, `${path}.admissionReviewVersions`))
  const { url, service } = clientConfig ?? {}
  if ((url === undefined) === (service === undefined)) {
    const detail = 'exactly one of url or service is required'
    return [...errors, required(`${path}.clientConfig`, detail)]
  }
  if (url !== undefined && !url.startsWith('https://'))
    errors.push(invalid(`${path}.clientConfig.url`, url, "'https' is the only allowed URL scheme"))
  if (service && !service.name) errors.push(required(`${path}.clientConfig.service.name`))
  if (service && !service.namespace) errors.push(required(`${path}.clientConfig.service.namespace`))
  return errors
}

/** ValidateFullyQualifiedName: at least three segments separated by dots. */
function qualifiedNameErrors(name: string, field: string): FieldError[] {
  if (name === '') return [required(field)]
  const problems = dnsSubdomain(name)
  if (problems.length > 0) return [invalid(field, name, problems.join(','))]
  return name.split('.').length < 3
    ? [invalid(field, name, 'should be a domain with at least three segments separated by dots')]
    : []
}

function reviewVersionErrors(versions: readonly string[], field: string): FieldError[] {
  const known = ['v1', 'v1beta1']
  if (versions.length === 0) return [required(field, `must specify one of ${known.join(', ')}`)]
  const errors = versions.flatMap((version, index) =>
    versions.indexOf(version) < index
      ? [invalid(`${field}[${index}]`, version, 'duplicate version')]
      : dns1035Label(version).map(problem => invalid(`${field}[${index}]`, version, problem))
  )
  if (!versions.some(version => known.includes(version)))
    errors.push(invalid(field, versions, `must include at least one of ${known.join(', ')}`))
  return errors
}

const operationNames = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE']

function ruleErrors(rule: Rule, path: string): FieldError[] {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule
  const errors: FieldError[] = []
  const mixed = (field: string, values: readonly string[], what: string): void => {
    if (values.length > 1 && values.includes('*'))
      errors.push(invalid(`${path}.${field}`, values, `if '*' is present, must not specify other ${what}`))
  }
  if (operations.length === 0) errors.push(required(`${path}.operations`))
  mixed('operations', operations, 'operations')
  for (const [index, operation] of operations.entries())
    if (!operationNames.includes(operation))
      errors.push(unsupported(`${path}.operations[${index}]`, operation, operationNames))
  if (apiGroups.length === 0) errors.push(required(`${path}.apiGroups`))
  mixed('apiGroups', apiGroups, 'API groups')
  if (apiVersions.length === 0) errors.push(required(`${path}.apiVersions`))
  mixed('apiVersions', apiVersions, 'API versions')
  if (resources.length === 0) errors.push(required(`${path}.resources`))
  const scopes = ['*', 'Cluster', 'Namespaced']
  if (scope !== undefined && !scopes.includes(scope)) errors.push(unsupported(`${path}.scope`, scope, scopes))
  return errors
}
