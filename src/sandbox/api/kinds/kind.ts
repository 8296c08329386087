import type { Clock } from '../../clock.ts'
import type { GroupResource, KubeObject, ObjectMeta } from '../../object.ts'
import type { Store } from '../../store/store.ts'
import type { ScalePaths } from '../custom/definition.ts'
import type { FieldError } from '../validation/field.ts'
import type { NameCheck } from '../validation/names.ts'

/** What a kind's functions may look at besides the object itself. */
export interface KindContext {
  readonly store: Store
  readonly clock: Clock
}

/** How objects of one version become those of the version that is stored, and come of them. */
export interface VersionConversion {
  toStored(object: KubeObject): KubeObject
  fromStored(object: KubeObject): KubeObject
}

/** An object of type T on its way into the store: metadata is there, and everything may be changed. */
export type Draft<T> = { -readonly [K in keyof Omit<T, 'metadata'>]: T[K] } & { metadata: ObjectMeta }

/** One column of `kubectl get`; `priority` 1 is shown with `-o wide` only. */
export interface Column {
  readonly name: string
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'date'
  readonly format?: string
  readonly description?: string
  readonly priority?: number
}

export type Cell = string | number | boolean | null

/**
 * What one kind does differently from all others: a "strategy" in Kubernetes' words (pkg/registry/…/strategy.go).
 * Everything that is left out is done the generic way; see registry.ts for the order in which these are called.
 */
export interface Kind<T = KubeObject> {
  readonly resource: GroupResource
  /** Objects of this resource lie under another one, and are converted on the way in and out. */
  readonly stored?: VersionConversion & { readonly as: GroupResource }
  /** Versions of a form of their own, by name, besides the one that is stored and that all functions here get. */
  readonly versions?: Readonly<Record<string, VersionConversion>>
  readonly nameCheck?: NameCheck
  /** What is stored may be older than what describes its kind: gives it as it is described now. */
  fromStore?(object: KubeObject): KubeObject
  /** metadata.generation counts changes of everything but metadata and status. */
  readonly generation?: boolean
  /** It counts changes of the status too, which has no subresource. */
  readonly generationCountsStatus?: boolean
  /** Where the subresource `scale` finds its numbers, when it is not the usual places of a workload. */
  readonly scale?: ScalePaths
  /** An object may come with its status, which is wiped otherwise: kubelets register their nodes so. */
  readonly statusOnCreate?: boolean
  /** PUT of an object that is not there creates it. */
  readonly allowCreateOnUpdate?: boolean
  /** PUT without a resourceVersion is refused. */
  readonly conditionalUpdateOnly?: boolean
  /** DELETE without a propagation policy leaves dependents alone. */
  readonly orphansByDefault?: boolean
  /** DELETE answers with the object even when it is gone. */
  readonly returnsDeleted?: boolean
  /** Fills in what was left out, save in the status; runs on every write but those of the status alone. */
  defaults?(object: Draft<T>): void
  /** Fills in what was left out of the status; runs on every write. */
  statusDefaults?(object: Draft<T>): void
  prepareForCreate?(object: Draft<T>, context: KindContext): void
  prepareForUpdate?(object: Draft<T>, old: T, context: KindContext): void
  prepareForStatusUpdate?(object: Draft<T>, old: T, context: KindContext): void
  /** Runs when a DELETE only marks the object, because something holds it back. */
  prepareForDelete?(object: Draft<T>): void
  validateCreate?(object: T, context: KindContext): FieldError[]
  /** Runs on create and on update. */
  validate?(object: T, context: KindContext): FieldError[]
  validateUpdate?(object: T, old: T): FieldError[]
  /** What is wrong with a change is told before what is wrong with the object by itself. */
  readonly tellsChangesFirst?: boolean
  validateStatusUpdate?(object: T, old: T): FieldError[]
  /** Writes through a path of their own, such as `approval`: may change the object, and say what is wrong with it. */
  readonly subresources?: Readonly<Record<string, (object: Draft<T>, old: T, context: KindContext) => FieldError[]>>
  /** Admission: may change the object, and refuses by throwing an ApiError. */
  admitCreate?(object: Draft<T>, context: KindContext): void
  admitDelete?(object: T): void
  /** The grace period that a DELETE gets; undefined where deletion is not graceful. */
  gracePeriod?(object: T, requested: number | undefined): number
  /** Something beyond metadata.finalizers keeps a deleted object. */
  heldBack?(object: T): boolean
  /** Fields that field selectors may name, besides metadata.name and metadata.namespace. */
  readonly selectableFields?: Readonly<Record<string, (object: T) => string>>
  readonly columns?: readonly Column[]
  cells?(object: T, context: KindContext): Cell[]
  /** A warning that goes with every answer about this resource. */
  readonly deprecation?: string
  /** Warnings that go with an answer (HTTP header Warning). */
  warnings?(object: T): string[]
}

/** States a kind with the type of its objects; the registry handles all kinds alike. */
export function defineKind<T>(kind: Kind<T>): Kind {
  return kind as unknown as Kind
}
