import { timestamp, type Clock } from '../clock.ts'
import type { DeleteOptions } from '../client.ts'
import type { KubeObject } from '../object.ts'
import type { ResourceInfo, Schema } from '../schema/types.ts'
import type { Store } from '../store/store.ts'
import { applyLimitDefaults, checkLimits } from './admission/limits.ts'
import { admitNamespace } from './admission/namespace.ts'
import { checkQuota } from './admission/quota.ts'
import { convertIn, convertOut, storageOf, storedVersionOf, toStoredVersion } from './conversion.ts'
import { decideDeletion, deletionFinished } from './deletion.ts'
import { liveSchema, type LiveSchema } from './custom/live-schema.ts'
import { cloneJson } from './json.ts'
import { kindOf } from './kinds/index.ts'
import type { Kind } from './kinds/kind.ts'
import { fillSystemFields, generatedName, keepSystemFields, metadataErrors, specChanged } from './metadata.ts'
import { normalize } from './normalize.ts'
import { checkIdentity, checkPreconditions, checkRevision, unchanged } from './preconditions.ts'
import { trackUpdate } from './ownership/tracking.ts'
import { alreadyExists, badRequest, notFound } from './status.ts'
import { invalidObject, type FieldError } from './validation/field.ts'
import { dnsSubdomain } from './validation/names.ts'

export interface WriteOptions {
  readonly dryRun?: boolean
  /** Who writes, for metadata.managedFields. */
  readonly fieldManager?: string
}

export interface UpdateOptions extends WriteOptions {
  /** Which part is written: the object without its status, the status alone, or everything as it is given. */
  readonly part?: 'main' | 'status' | 'whole'
  /** An object that is not there is created, as PUT of some kinds and server-side apply do. */
  readonly create?: boolean
  /** The subresource that is written through, such as `approval`, for the kind and for metadata.managedFields. */
  readonly subresource?: string
  /** The change merges into the stored object: a uid in it is a field like others, not a name of what is meant. */
  readonly patch?: boolean
  /** metadata.managedFields is as the change gives it: an apply notes the managers itself. */
  readonly keepsManagers?: boolean
}

/**
 * What every kind has in common: the way of an object from a request into the store, and back. It is the generic
 * registry of Kubernetes (apiserver/pkg/registry/generic/registry/store.go, v1.35), with one {@link Kind} for what
 * differs. All functions throw {@link ApiError} in Kubernetes' words; objects given back are frozen and shared.
 */
export interface Registry {
  readonly schema: LiveSchema
  readonly store: Store
  readonly clock: Clock
  kind(info: ResourceInfo): Kind
  get(info: ResourceInfo, namespace: string | undefined, name: string): KubeObject
  find(info: ResourceInfo, namespace: string | undefined, name: string): KubeObject | undefined
  list(info: ResourceInfo, namespace?: string): readonly KubeObject[]
  create(info: ResourceInfo, namespace: string | undefined, object: KubeObject, options?: WriteOptions): KubeObject
  /** @param change gets the stored object and gives back what shall be stored, in the version of `info`. */
  update(
    info: ResourceInfo,
    namespace: string | undefined,
    name: string,
    change: (old: KubeObject | undefined) => KubeObject,
    options?: UpdateOptions
  ): { object: KubeObject; created: boolean }
  /** Deletes, or marks as deleted; `gone` says which. */
  delete(
    info: ResourceInfo,
    namespace: string | undefined,
    name: string,
    options?: DeleteOptions & WriteOptions
  ): { object: KubeObject; gone: boolean }
}

export interface RegistryOptions {
  readonly store: Store
  readonly schema: Schema
  readonly clock: Clock
}

/** @param options.store when it holds definitions of custom resources, these must be loaded; see custom/loading.ts. */
export function createRegistry({ store, schema: base, clock }: RegistryOptions): Registry {
  const schema = liveSchema(base, store)
  const context = { store, clock }

  function find(info: ResourceInfo, namespace: string | undefined, name: string): KubeObject | undefined {
    const stored = store.get(storageOf(info), info.namespaced ? namespace : undefined, name)
    return stored && convertOut(info, stored)
  }

  function get(info: ResourceInfo, namespace: string | undefined, name: string): KubeObject {
    const object = find(info, namespace, name)
    if (!object) throw notFound(info, name)
    return object
  }

  /** Defaults and the form of Go's types; for every object that is about to be stored. */
  function complete(info: ResourceInfo, kind: Kind, object: KubeObject, part?: UpdateOptions['part']): void {
    object.apiVersion = info.group ? `${info.group}/${info.version}` : info.version
    object.kind = info.kind
    normalize(object, schema, info.typeName)
    // Beside the status everything is as it was stored.
    if (part !== 'status') kind.defaults?.(object)
    kind.statusDefaults?.(object)
  }

  function track(info: ResourceInfo, old: KubeObject | undefined, object: KubeObject, options: UpdateOptions): void {
    if (options.keepsManagers) return
    const subresource = options.subresource ?? (options.part === 'status' ? 'status' : undefined)
    const manager = options.fieldManager ?? 'unknown'
    trackUpdate(schema, info, old, object, { manager, time: timestamp(clock), ...(subresource ? { subresource } : {}) })
  }

  function refuse(info: ResourceInfo, object: KubeObject, errors: readonly FieldError[]): void {
    if (errors.length > 0)
      throw invalidObject(info, object.metadata.name || (object.metadata.generateName ?? ''), errors)
  }

  function changeProblems(kind: Kind, object: KubeObject, old: KubeObject): FieldError[] {
    const problems = [kind.validate?.(object, context) ?? [], kind.validateUpdate?.(object, old) ?? []]
    return (kind.tellsChangesFirst ? problems.reverse() : problems).flat()
  }

  function create(
    info: ResourceInfo,
    namespace: string | undefined,
    given: KubeObject,
    options: UpdateOptions = {}
  ): KubeObject {
    const kind = kindOf(info)
    const storedVersion = storedVersionOf(info, schema.resources)
    if (storedVersion) return convertOut(info, create(storedVersion, namespace, toStoredVersion(info, given), options))
    const object = cloneJson(given)
    ensureMetadata(object, '')
    if (object.metadata.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created')
    placeInNamespace(info, object, namespace)
    fillSystemFields(object, clock)
    if (kind.generation) object.metadata.generation = 1
    if (hasStatus(info) && !kind.statusOnCreate && object.status !== undefined) wipeStatus(info, object)
    complete(info, kind, object)
    track(info, undefined, object, options)
    admitNamespace(info, object, store)
    applyLimitDefaults(info, object, store)
    kind.admitCreate?.(object, context)
    const generate = !object.metadata.name && object.metadata.generateName !== undefined
    if (generate) object.metadata.name = generatedName(object.metadata.generateName ?? '')
    kind.prepareForCreate?.(object, context)
    normalize(object, schema, info.typeName)
    refuse(info, object, [
      ...metadataErrors(object, info.namespaced, kind.nameCheck ?? dnsSubdomain),
      ...(kind.validateCreate?.(object, context) ?? []),
      ...(kind.validate?.(object, context) ?? [])
    ])
    checkLimits(info, object, store)
    checkQuota(info, object, undefined, context)
    while (store.get(storageOf(info), object.metadata.namespace, object.metadata.name)) {
      if (!generate) throw alreadyExists(info, object.metadata.name)
      object.metadata.name = generatedName(object.metadata.generateName ?? '')
    }
    if (options.dryRun) return object
    return convertOut(info, store.put(storageOf(info), convertIn(info, object)))
  }

  function update(
    info: ResourceInfo,
    namespace: string | undefined,
    name: string,
    change: (old: KubeObject | undefined) => KubeObject,
    options: UpdateOptions = {}
  ): { object: KubeObject; created: boolean } {
    const kind = kindOf(info)
    const storedVersion = storedVersionOf(info, schema.resources)
    if (storedVersion) {
      const changeStored = (old: KubeObject | undefined): KubeObject =>
        toStoredVersion(info, change(old && convertOut(info, old)))
      const result = update(storedVersion, namespace, name, changeStored, options)
      return { ...result, object: convertOut(info, result.object) }
    }
    const old = find(info, namespace, name)
    if (!old) {
      if (!options.create) throw notFound(info, name)
      return { object: create(info, namespace, named(change(undefined), name), options), created: true }
    }
    const part = options.part ?? 'main'
    const object = part === 'status' ? withStatusOf(change(old), old) : cloneJson(change(old))
    ensureMetadata(object, name)
    named(object, name)
    placeInNamespace(info, object, namespace)
    checkRevision(info, kind, object, old)
    if (!options.patch) checkIdentity(info, object, old)
    const metadataProblems = keepSystemFields(object, old)
    if (part === 'main' && hasStatus(info)) restore(object, old, 'status')
    complete(info, kind, object, part)
    track(info, old, object, options)
    if (part === 'main') kind.prepareForUpdate?.(object, old, context)
    if (part === 'status') kind.prepareForStatusUpdate?.(object, old, context)
    const subresource = options.subresource === undefined ? undefined : kind.subresources?.[options.subresource]
    const subresourceProblems = subresource?.(object, old, context) ?? []
    normalize(object, schema, info.typeName)
    if (kind.generation && part === 'main' && specChanged(object, old, kind.generationCountsStatus))
      object.metadata.generation = (old.metadata.generation ?? 0) + 1
    refuse(info, object, [
      ...metadataProblems,
      ...metadataErrors(object, info.namespaced, kind.nameCheck ?? dnsSubdomain),
      ...(part === 'main' ? changeProblems(kind, object, old) : []),
      ...(part === 'status' ? (kind.validateStatusUpdate?.(object, old) ?? []) : []),
      ...subresourceProblems
    ])
    if (part !== 'status') checkQuota(info, object, old, context)
    object.metadata.resourceVersion = old.metadata.resourceVersion
    if (options.dryRun || unchanged(object, old)) return { object: options.dryRun ? object : old, created: false }
    const stored = convertIn(info, object)
    if (deletionFinished(kind, stored))
      return { object: convertOut(info, store.remove(storageOf(info), stored)), created: false }
    return { object: convertOut(info, store.put(storageOf(info), stored)), created: false }
  }

  function remove(
    info: ResourceInfo,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions & WriteOptions = {}
  ): { object: KubeObject; gone: boolean } {
    const kind = kindOf(info)
    const old = get(info, namespace, name)
    checkPreconditions(info, old, options)
    kind.admitDelete?.(old)
    const deletion = decideDeletion(kind, old, options, clock)
    if (deletion.outcome === 'unchanged') return { object: old, gone: false }
    const gone = deletion.outcome === 'removed'
    if (options.dryRun) return { object: deletion.object, gone }
    const stored = convertIn(info, deletion.object)
    const object = gone ? store.remove(storageOf(info), stored) : store.put(storageOf(info), stored)
    return { object: convertOut(info, object), gone }
  }

  return {
    schema,
    store,
    clock,
    kind: kindOf,
    get,
    find,
    list: (info, namespace) =>
      store.list(storageOf(info), info.namespaced ? namespace : undefined).map(object => convertOut(info, object)),
    create,
    update,
    delete: remove
  }
}

/** Requests come from outside: what the type says to be there may be missing. */
function ensureMetadata(object: Partial<KubeObject>, name: string): void {
  object.metadata ??= { name }
}

/** Whether the kind's status has a subresource of its own, so that writes of the object leave it alone. */
function hasStatus(info: ResourceInfo): boolean {
  return info.subresources.some(({ name }) => name === 'status')
}

/** Go's structs keep an empty status; what has no struct has none. */
function wipeStatus(info: ResourceInfo, object: KubeObject): void {
  if (info.custom) Reflect.deleteProperty(object, 'status')
  else object.status = {}
}

function named(object: KubeObject, name: string): KubeObject {
  const given = object.metadata.name
  if (given && given !== name)
    throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`)
  if (given) return object
  return Object.assign(object, { metadata: { ...object.metadata, name } })
}

function placeInNamespace(info: ResourceInfo, { metadata }: KubeObject, namespace: string | undefined): void {
  if (!info.namespaced) {
    delete metadata.namespace
    return
  }
  if (metadata.namespace && namespace && metadata.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  metadata.namespace ??= namespace
  if (metadata.namespace === '') metadata.namespace = namespace
}

function restore(object: KubeObject, old: KubeObject, field: string): void {
  if (old[field] === undefined) Reflect.deleteProperty(object, field)
  else object[field] = cloneJson(old[field])
}

/**
 * The stored object with another's metadata and status. What such a write cannot change is not copied but shared with
 * the stored object, which is frozen: most writes of a cluster are of this kind.
 */
function withStatusOf(changed: KubeObject, old: KubeObject): KubeObject {
  // Somebody may write an object without any, whatever the type says.
  const { managedFields, ...metadata } = (changed.metadata as KubeObject['metadata'] | undefined) ?? { name: '' }
  const object: KubeObject = { ...old, metadata: cloneJson(metadata) }
  if (managedFields !== undefined) object.metadata.managedFields = managedFields
  if (changed.status === undefined) Reflect.deleteProperty(object, 'status')
  else object.status = cloneJson(changed.status)
  return object
}
