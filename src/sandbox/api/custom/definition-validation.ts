import type { CustomResourceDefinition, DefinitionNames, DefinitionSpec, DefinitionVersion } from './definition.ts'
import { isEstablished } from './definition.ts'
import { equalJson } from '../json.ts'
import { duplicate, forbiddenField, invalid, required, type FieldError } from '../validation/field.ts'
import { dns1035Label, dnsSubdomain } from '../validation/names.ts'
import { immutable, oneOf } from '../validation/values.ts'
import { columnErrors, selectableFieldErrors, subresourceErrors } from './version-validation.ts'
import { structuralErrors } from './structural-validation.ts'

// apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go (v1.35).

/** What is wrong with a new definition. */
export function definitionErrors(definition: CustomResourceDefinition): FieldError[] {
  const { metadata, spec } = definition
  const wanted = `${spec.names.plural}.${spec.group}`
  const rule = 'must be spec.names.plural+"."+spec.group'
  return [
    ...(metadata.name === wanted ? [] : [invalid('metadata.name', metadata.name, rule)]),
    ...specErrors(spec),
    ...statusErrors(definition),
    ...storedVersionErrors(definition),
    ...approvalErrors(definition),
    ...(spec.preserveUnknownFields
      ? [
          invalid(
            'spec.preserveUnknownFields',
            true,
            'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead'
          )
        ]
      : [])
  ]
}

export function definitionUpdateErrors(
  definition: CustomResourceDefinition,
  old: CustomResourceDefinition
): FieldError[] {
  const { spec } = definition
  return [
    ...specErrors(spec),
    ...(isEstablished(old)
      ? [
          ...immutable(spec.scope, old.spec.scope, 'spec.scope'),
          ...immutable(spec.names.kind, old.spec.names.kind, 'spec.names.kind')
        ]
      : []),
    ...immutable(spec.group, old.spec.group, 'spec.group'),
    ...immutable(spec.names.plural, old.spec.names.plural, 'spec.names.plural'),
    ...statusErrors(definition),
    ...storedVersionErrors(definition)
  ]
}

export function definitionStatusErrors(definition: CustomResourceDefinition): FieldError[] {
  return [...statusErrors(definition), ...storedVersionErrors(definition)]
}

function specErrors(spec: DefinitionSpec): FieldError[] {
  const errors: FieldError[] = []
  const group = dnsSubdomain(spec.group)
  if (!spec.group) errors.push(required('spec.group'))
  else if (group.length > 0) errors.push(invalid('spec.group', spec.group, group.join(',')))
  else if (!spec.group.includes('.'))
    errors.push(invalid('spec.group', spec.group, 'should be a domain with at least one dot'))
  errors.push(...oneOf(spec.scope, ['Cluster', 'Namespaced'], 'spec.scope'))
  for (const [index, version] of spec.versions.entries()) {
    if (!version.schema?.openAPIV3Schema) errors.push(required(`spec.versions[${index}].schema.openAPIV3Schema`))
  }
  const { own, whole } = versionsErrors(spec.versions)
  errors.push(...own)
  if (new Set(spec.versions.map(({ name }) => name)).size < spec.versions.length)
    errors.push(invalid('spec.versions', spec.versions, 'must contain unique version names'))
  if (spec.versions.filter(({ storage }) => storage).length !== 1)
    errors.push(
      invalid(
        'spec.versions',
        spec.versions.length === 0 ? undefined : spec.versions,
        'must have exactly one version marked as storage version'
      )
    )
  for (const name of ['plural', 'singular', 'kind', 'listKind'] as const)
    if (!spec.names[name]) errors.push(required(`spec.names.${name}`))
  errors.push(...namesErrors(spec.names, 'spec.names'), ...whole)
  errors.push(...conversionErrors(spec.conversion))
  return errors
}

/**
 * Where all versions say the same, as a single one does, Kubernetes takes it for said of the whole, and names it there
 * (apis/apiextensions/v1/conversion.go).
 */
function versionsErrors(versions: readonly DefinitionVersion[]): { own: FieldError[]; whole: FieldError[] } {
  const [first] = versions
  if (!first) return { own: [], whole: [] }
  const parts = versionParts.map(({ field, shared = field, check }) => {
    const isShared = first[field] !== undefined && versions.every(each => equalJson(each[field], first[field]))
    return isShared
      ? { own: () => [], whole: check(first, `spec.${shared}`) }
      : { own: (version: DefinitionVersion, at: string) => check(version, `${at}.${field}`), whole: [] }
  })
  return {
    own: versions.flatMap((version, index) => {
      const at = `spec.versions[${index}]`
      return [...nameErrors(version, at), ...parts.flatMap(({ own }) => own(version, at))]
    }),
    whole: parts.flatMap(({ whole }) => whole)
  }
}

/** What versions may share: the field, its name when all say the same, and what is wrong with it. */
const versionParts: readonly {
  readonly field: keyof DefinitionVersion
  readonly shared?: string
  readonly check: (version: DefinitionVersion, path: string) => FieldError[]
}[] = [
  {
    field: 'schema',
    shared: 'validation',
    check: ({ schema, subresources }, path) => {
      const root = schema?.openAPIV3Schema
      return root ? structuralErrors(root, `${path}.openAPIV3Schema`, subresources?.status !== undefined) : []
    }
  },
  { field: 'subresources', check: ({ subresources }, path) => subresourceErrors(subresources, path) },
  {
    field: 'additionalPrinterColumns',
    check: ({ additionalPrinterColumns: columns = [] }, path) =>
      columns.flatMap((column, index) => columnErrors(column, `${path}[${index}]`))
  },
  { field: 'selectableFields', check: selectableFieldErrors }
]

function nameErrors({ name, deprecated, deprecationWarning }: DefinitionVersion, path: string): FieldError[] {
  const errors: FieldError[] = []
  const problems = dns1035Label(name)
  if (problems.length > 0) errors.push(invalid(`${path}.name`, name, problems.join(',')))
  if (deprecationWarning !== undefined) {
    const field = `${path}.deprecationWarning`
    if (!deprecated) errors.push(invalid(field, deprecationWarning, 'can only be set for deprecated versions'))
    if (deprecationWarning.length > 256)
      errors.push(invalid(field, deprecationWarning, 'must be <= 256 characters long'))
    if (deprecationWarning === '') errors.push(invalid(field, deprecationWarning, 'must not be an empty string'))
  }
  return errors
}

function namesErrors(names: Partial<DefinitionNames>, path: string): FieldError[] {
  const { plural, singular, kind, listKind, shortNames = [], categories = [] } = names
  const check = (name: string | undefined, field: string, mixed = false): FieldError[] => {
    if (!name) return []
    const problems = dns1035Label(mixed ? name.toLowerCase() : name)
    const rule = `${mixed ? 'may have mixed case, but should otherwise match: ' : ''}${problems.join(',')}`
    return problems.length > 0 ? [invalid(`${path}.${field}`, name, rule)] : []
  }
  return [
    ...check(plural, 'plural'),
    ...check(singular, 'singular'),
    ...check(kind, 'kind', true),
    ...check(listKind, 'listKind', true),
    ...shortNames.flatMap((name, index) => check(name, `shortNames[${index}]`)),
    ...(kind && kind === listKind
      ? [invalid(`${path}.listKind`, listKind, 'kind and listKind may not be the same')]
      : []),
    ...categories.flatMap((name, index) => check(name, `categories[${index}]`))
  ]
}

function statusErrors({ status }: CustomResourceDefinition): FieldError[] {
  return namesErrors(status?.acceptedNames ?? {}, 'status.acceptedNames')
}

function storedVersionErrors({ spec, status }: CustomResourceDefinition): FieldError[] {
  const field = 'status.storedVersions'
  const stored = status?.storedVersions ?? []
  if (stored.length === 0) return [invalid(field, undefined, 'must have at least one stored version')]
  const storage = spec.versions.find(version => version.storage)
  const missing =
    storage && !stored.includes(storage.name)
      ? [invalid(field, stored, `must have the storage version ${storage.name}`)]
      : []
  return [
    ...missing,
    ...stored.flatMap((name, index) => {
      if (spec.versions.some(version => version.name === name)) return []
      const rule =
        `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until ` +
        `a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`
      return [invalid(`${field}[${index}]`, name, rule)]
    })
  ]
}

function conversionErrors(conversion: DefinitionSpec['conversion']): FieldError[] {
  if (!conversion) return []
  const path = 'spec.conversion'
  const { strategy, webhook } = conversion
  const errors = oneOf(strategy, ['None', 'Webhook'], `${path}.strategy`)
  if (strategy !== 'Webhook') {
    if (webhook?.clientConfig)
      errors.push(
        forbiddenField(`${path}.webhookClientConfig`, 'should not be set when strategy is not set to Webhook')
      )
    if (webhook && webhook.conversionReviewVersions.length > 0)
      errors.push(
        forbiddenField(`${path}.conversionReviewVersions`, 'should not be set when strategy is not set to Webhook')
      )
    return errors
  }
  const { clientConfig, conversionReviewVersions = [] } = webhook ?? {}
  if (!clientConfig) errors.push(required(`${path}.webhookClientConfig`, 'required when strategy is set to Webhook'))
  else if ((clientConfig.url === undefined) === (clientConfig.service === undefined))
    errors.push(required(`${path}.webhookClientConfig`, 'exactly one of url or service is required'))
  if (conversionReviewVersions.length === 0) errors.push(required(`${path}.conversionReviewVersions`))
  else if (!conversionReviewVersions.some(version => version === 'v1' || version === 'v1beta1'))
    errors.push(
      invalid(`${path}.conversionReviewVersions`, conversionReviewVersions, 'must include at least one of v1, v1beta1')
    )
  for (const [index, version] of conversionReviewVersions.entries())
    if (conversionReviewVersions.indexOf(version) < index)
      errors.push({ ...duplicate(`${path}.conversionReviewVersions[${index}]`, version), ...doubledVersion(version) })
  return errors
}

function doubledVersion(version: string): Pick<FieldError, 'reason' | 'body'> {
  const { reason, body } = invalid('', version, 'duplicate version')
  return { reason, body }
}

const approval = 'api-approved.kubernetes.io'
const proposal = 'see https://github.com/kubernetes/enhancements/pull/1111'

/** Groups of the Kubernetes project need an approval (apihelpers/helpers.go). */
function approvalErrors({ metadata, spec }: CustomResourceDefinition): FieldError[] {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(spec.group)) return []
  const field = `metadata.annotations[${approval}]`
  const given = metadata.annotations?.[approval] ?? ''
  if (given === '')
    return [required(field, `protected groups must have approval annotation "${approval}", ${proposal}`)]
  if (given.startsWith('unapproved') || /^\w+:\/\/[^/]/.test(given)) return []
  const rule = `with either a URL or a reason starting with "unapproved", ${proposal}`
  return [invalid(field, given, `protected groups must have approval annotation "${approval}" ${rule}`)]
}
