import type { LabelSelector, ObjectMeta } from 'kubernetes-types/meta/v1.js'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { required, type FieldError } from '../../validation/field.ts'
import { oneOf } from '../../validation/values.ts'
import { defineKind, type Draft, type Kind } from '../kind.ts'
import { webhookErrors, type Rule, type Webhook } from './webhooks.ts'

// pkg/registry/admissionregistration, and SetDefaults of pkg/apis/admissionregistration/v1 (v1.35). The sandbox keeps
// these configurations; it calls no webhook and evaluates no policy.

const group = 'admissionregistration.k8s.io'

interface WebhookConfiguration {
  metadata?: ObjectMeta
  webhooks?: Webhook[]
}

function webhookKind(resource: string, mutating: boolean): Kind {
  return defineKind<WebhookConfiguration>({
    resource: { group, resource },
    generation: true,
    conditionalUpdateOnly: true,
    defaults({ webhooks = [] }) {
      for (const webhook of webhooks) {
        webhook.failurePolicy ??= 'Fail'
        webhook.matchPolicy ??= 'Equivalent'
        webhook.namespaceSelector ??= {}
        webhook.objectSelector ??= {}
        webhook.timeoutSeconds ??= 10
        if (mutating) webhook.reinvocationPolicy ??= 'Never'
        for (const rule of webhook.rules ?? []) rule.scope ??= '*'
        if (webhook.clientConfig?.service) webhook.clientConfig.service.port ??= 443
      }
    },
    validate: ({ webhooks = [] }) => webhookErrors(webhooks),
    columns: [nameColumn, { name: 'Webhooks', type: 'integer' }, ageColumn],
    cells: (configuration, context) => [
      nameOf(configuration),
      (configuration.webhooks ?? []).length,
      ageCell(configuration, context)
    ]
  })
}

interface Policy {
  metadata?: ObjectMeta
  spec?: {
    paramKind?: { apiVersion?: string; kind?: string }
    failurePolicy?: string
    matchConstraints?: {
      matchPolicy?: string
      namespaceSelector?: LabelSelector
      objectSelector?: LabelSelector
      resourceRules?: Rule[]
      excludeResourceRules?: Rule[]
    }
    validations?: { expression?: string }[]
    mutations?: object[]
    auditAnnotations?: object[]
    reinvocationPolicy?: string
  }
}

function setPolicyDefaults({ spec }: Draft<Policy>): void {
  if (!spec) return
  spec.failurePolicy ??= 'Fail'
  const constraints = spec.matchConstraints
  if (!constraints) return
  constraints.matchPolicy ??= 'Equivalent'
  constraints.namespaceSelector ??= {}
  constraints.objectSelector ??= {}
  for (const rule of [...(constraints.resourceRules ?? []), ...(constraints.excludeResourceRules ?? [])])
    rule.scope ??= '*'
}

function policyErrors({ spec = {} }: Policy, rules: 'validations' | 'mutations'): FieldError[] {
  const errors = oneOf(spec.failurePolicy, ['Fail', 'Ignore'], 'spec.failurePolicy')
  if (!spec.matchConstraints) errors.push(required('spec.matchConstraints'))
  else if (!spec.matchConstraints.resourceRules?.length) errors.push(required('spec.matchConstraints.resourceRules'))
  if (!spec[rules]?.length && !(rules === 'validations' && spec.auditAnnotations?.length)) {
    const detail =
      rules === 'validations' ? 'validations or auditAnnotations must contain at least one item' : undefined
    errors.push(required(`spec.${rules}`, detail ?? 'mutations must contain at least one item'))
  }
  for (const [index, { expression }] of (spec.validations ?? []).entries())
    if (!expression?.trim())
      errors.push(required(`spec.validations[${index}].expression`, 'expression is not specified'))
  return errors
}

function policyKind(resource: string, rules: 'validations' | 'mutations', column: string): Kind {
  return defineKind<Policy>({
    resource: { group, resource },
    generation: true,
    defaults: setPolicyDefaults,
    validate: policy => policyErrors(policy, rules),
    columns: [nameColumn, { name: column, type: 'integer' }, { name: 'ParamKind' }, ageColumn],
    cells(policy, context) {
      const { paramKind } = policy.spec ?? {}
      const kind = paramKind ? `${paramKind.apiVersion ?? ''}/${paramKind.kind ?? ''}` : '<unset>'
      return [nameOf(policy), (policy.spec?.[rules] ?? []).length, kind, ageCell(policy, context)]
    }
  })
}

interface Binding {
  metadata?: ObjectMeta
  spec?: {
    policyName?: string
    paramRef?: { name?: string; namespace?: string; selector?: LabelSelector; parameterNotFoundAction?: string }
    validationActions?: string[]
  }
}

function bindingKind(resource: string, validating: boolean): Kind {
  return defineKind<Binding>({
    resource: { group, resource },
    generation: true,
    validate({ spec = {} }) {
      const errors: FieldError[] = []
      if (!spec.policyName) errors.push(required('spec.policyName'))
      if (validating && !spec.validationActions?.length) errors.push(required('spec.validationActions'))
      for (const action of spec.validationActions ?? [])
        errors.push(...oneOf(action, ['Audit', 'Deny', 'Warn'], 'spec.validationActions'))
      return errors
    },
    columns: [nameColumn, { name: 'PolicyName' }, { name: 'ParamRef' }, ageColumn],
    cells(binding, context) {
      const { policyName = '', paramRef } = binding.spec ?? {}
      const place = paramRef?.namespace ? `${paramRef.namespace}/` : ''
      const reference = paramRef ? place + (paramRef.name ?? '*') : '<unset>'
      return [nameOf(binding), policyName, reference, ageCell(binding, context)]
    }
  })
}

export const admissionKinds: readonly Kind[] = [
  webhookKind('mutatingwebhookconfigurations', true),
  webhookKind('validatingwebhookconfigurations', false),
  policyKind('validatingadmissionpolicies', 'validations', 'Validations'),
  policyKind('mutatingadmissionpolicies', 'mutations', 'Mutations'),
  bindingKind('validatingadmissionpolicybindings', true),
  bindingKind('mutatingadmissionpolicybindings', false)
]
