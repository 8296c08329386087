import { randomUUID } from 'node:crypto'
import { timestamp, type Clock } from '../clock.ts'
import type { KubeObject } from '../object.ts'
import { equalJson } from './json.ts'
import { randomSuffix } from './random.ts'
import { forbiddenField, invalid, required, type FieldError } from './validation/field.ts'
import { annotationErrors, labelErrors, pathSegment, type NameCheck } from './validation/names.ts'

/** rest.FillObjectMetaSystemFields (apiserver/pkg/registry/rest/meta.go): what only the server says of a new object. */
export function fillSystemFields(object: KubeObject, clock: Clock): void {
  const { metadata } = object
  delete metadata.deletionTimestamp
  delete metadata.deletionGracePeriodSeconds
  delete metadata.selfLink
  delete metadata.resourceVersion
  delete metadata.generation
  metadata.uid = randomUUID()
  metadata.creationTimestamp = timestamp(clock)
}

const longestGeneratedBase = 58

/** names.SimpleNameGenerator: the base cut to 58 signs and a random suffix of five. */
export function generatedName(base: string): string {
  return base.slice(0, longestGeneratedBase) + randomSuffix()
}

/** How admission, which comes before names are generated, calls an object. */
export function nameGiven({ name, generateName }: KubeObject['metadata']): string {
  return name || (generateName ?? '')
}

/** validation.ValidateObjectMeta (apimachinery/pkg/api/validation/objectmeta.go). */
export function metadataErrors({ metadata }: KubeObject, namespaced: boolean, nameCheck: NameCheck): FieldError[] {
  const errors: FieldError[] = []
  if (metadata.generateName) {
    const prefix = metadata.generateName.replace(/-$/, 'a')
    errors.push(...nameCheck(prefix).map(p => invalid('metadata.generateName', metadata.generateName, p)))
  }
  if (!metadata.name) errors.push(required('metadata.name', 'name or generateName is required'))
  else {
    // Whatever a kind allows, a name is a segment of a path (rest.BeforeCreate).
    const problems = new Set([...nameCheck(metadata.name), ...pathSegment(metadata.name)])
    errors.push(...[...problems].map(p => invalid('metadata.name', metadata.name, p)))
  }
  if (namespaced && !metadata.namespace) errors.push(required('metadata.namespace'))
  errors.push(...labelErrors(metadata.labels, 'metadata.labels'))
  errors.push(...annotationErrors(metadata.annotations, 'metadata.annotations'))
  errors.push(...ownerReferenceErrors(metadata.ownerReferences ?? []))
  return errors
}

function ownerReferenceErrors(owners: NonNullable<KubeObject['metadata']['ownerReferences']>): FieldError[] {
  const field = 'metadata.ownerReferences'
  const errors = owners.flatMap(owner => [
    ...(owner.apiVersion ? [] : [invalid(`${field}.apiVersion`, owner.apiVersion, 'version must not be empty')]),
    ...(owner.kind ? [] : [invalid(`${field}.kind`, owner.kind, 'must not be empty')]),
    ...(owner.name ? [] : [invalid(`${field}.name`, owner.name, 'must not be empty')]),
    ...(owner.uid ? [] : [invalid(`${field}.uid`, owner.uid, 'must not be empty')])
  ])
  const controllers = owners.filter(owner => owner.controller)
  if (controllers.length > 1) {
    const [first, second] = controllers
    const detail =
      'Only one reference can have Controller set to true. Found "true" in references for ' +
      `${first?.kind}/${first?.name} and ${second?.kind}/${second?.name}`
    errors.push(invalid(field, owners, detail))
  }
  return errors
}

const fixedFields = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp'] as const

/**
 * rest.BeforeUpdate and validation.ValidateObjectMetaUpdate: fields that only the server sets come from the stored
 * object when they are left out, and may not differ from it otherwise.
 */
export function keepSystemFields(object: KubeObject, old: KubeObject): FieldError[] {
  const { metadata } = object
  delete metadata.selfLink
  metadata.uid ??= old.metadata.uid
  metadata.creationTimestamp ??= old.metadata.creationTimestamp
  if (metadata.deletionTimestamp === undefined) {
    metadata.deletionTimestamp = old.metadata.deletionTimestamp
    metadata.deletionGracePeriodSeconds = old.metadata.deletionGracePeriodSeconds
  }
  metadata.deletionGracePeriodSeconds ??= old.metadata.deletionGracePeriodSeconds
  metadata.generation = old.metadata.generation
  for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds', 'generation'] as const)
    if (metadata[field] === undefined) Reflect.deleteProperty(metadata, field)
  const errors = fixedFields
    .filter(field => metadata[field] !== old.metadata[field])
    .map(field => invalid(`metadata.${field}`, metadata[field], 'field is immutable'))
  if (old.metadata.deletionTimestamp !== undefined) {
    const added = (metadata.finalizers ?? []).filter(name => !old.metadata.finalizers?.includes(name))
    if (added.length > 0) {
      const list = `[]string{${added.map(name => JSON.stringify(name)).join(', ')}}`
      const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`
      errors.push(forbiddenField('metadata.finalizers', detail))
    }
  }
  return errors
}

/**
 * Whether anything but metadata and status differs: what metadata.generation counts.
 *
 * @param withStatus the status counts too
 */
export function specChanged(object: KubeObject, old: KubeObject, withStatus = false): boolean {
  const skipped = new Set(['metadata', 'apiVersion', 'kind', ...(withStatus ? [] : ['status'])])
  const fields = new Set([...Object.keys(object), ...Object.keys(old)])
  return [...fields].some(field => !skipped.has(field) && !equalJson(object[field], old[field]))
}
