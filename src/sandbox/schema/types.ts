/**
 * The facts of the Kubernetes API that the sandbox knows: read from the generated asset, never from hand-written lists.
 */

/** A resource that the API serves, with everything that discovery says of it. */
export interface ResourceInfo {
  readonly group: string
  readonly version: string
  readonly kind: string
  /** The plural that stands in the path, for example `daemonsets`. */
  readonly resource: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  readonly subresources: readonly SubresourceInfo[]
  /** Key into the type table, for example `io.k8s.api.apps.v1.DaemonSet`. */
  readonly typeName: string
  /** Of a resource that a CustomResourceDefinition describes: the kind of its lists, and whether requests reach it. */
  readonly custom?: { readonly listKind: string; readonly served: boolean }
}

export interface SubresourceInfo {
  /** `status`, `scale`, `eviction`, … */
  readonly name: string
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly verbs: readonly string[]
}

export interface GroupVersionKind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

export interface TypeInfo {
  readonly name: string
  /** Set for types that stand alone as objects or lists of them, with `apiVersion` and `kind`. */
  readonly kind?: GroupVersionKind
  /** x-kubernetes-map-type: server-side apply owns the whole value or nothing of it. */
  readonly atomic: boolean
  readonly fields: ReadonlyMap<string, FieldInfo>
  /** The type of fields that are not named above; without it there are no others. */
  readonly others?: FieldType
  /**
   * Of what a CustomResourceDefinition describes: reads a body as the type says. Such objects are kept as they were
   * given; there is no Go type that would drop what is empty.
   */
  readonly read?: (body: Readonly<Record<string, unknown>>) => Decoded
}

/** What decoding a body by its type gives. */
export interface Decoded {
  /** The object without the fields that its type has not, without nulls, and with quantities in their canonical form. */
  readonly object: Record<string, unknown>
  /** One sentence in Kubernetes' words for each unknown field: `unknown field "spec.x"`; in the body's order. */
  readonly unknown: readonly string[]
  /** The first value of the wrong JSON type, in the words of Go's decoder; such a body cannot be taken at all. */
  readonly mismatch?: string
}

/** How the JSON value of a field looks. */
export type FieldType =
  | {
      readonly kind:
        'string' | 'boolean' | 'integer' | 'number' | 'any' | 'quantity' | 'int-or-string' | 'time' | 'bytes'
      readonly format?: 'int32' | 'int64' | 'double' | 'byte'
      /** The definition that OpenAPI refers to, for example `io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime`. */
      readonly typeName?: string
      /** Of `any`: objects in it are owned field by field, whatever their fields are. */
      readonly deduced?: boolean
    }
  | { readonly kind: 'object'; readonly typeName: string }
  | { readonly kind: 'list'; readonly items: FieldType }
  | { readonly kind: 'map'; readonly values: FieldType }

export interface FieldInfo {
  readonly name: string
  readonly type: FieldType
  readonly required: boolean
  /** `merge`, `replace`, `retainKeys`, in the order of x-kubernetes-patch-strategy. */
  readonly patchStrategies: readonly string[]
  readonly mergeKey?: string
  /** x-kubernetes-list-type and x-kubernetes-list-map-keys, for server-side apply. */
  readonly listType?: 'atomic' | 'set' | 'map'
  readonly listMapKeys?: readonly string[]
  /** x-kubernetes-map-type `atomic`, of a map or of an object. */
  readonly atomic: boolean
  /** A scalar that is a pointer in Go, so that zero is something else than absence. */
  readonly pointer: boolean
  /** Shown in JSON with its zero value too: Go's field has no `omitempty`. */
  readonly alwaysShown: boolean
  /** Protobuf field numbers: of the field, after those of the inlined messages around it. Empty: not on the wire. */
  readonly wire: readonly number[]
}

/** What the generated asset answers. Implemented in schema.ts. */
export interface Schema {
  /** Every resource of every served group and version, in discovery's order. */
  readonly resources: readonly ResourceInfo[]
  resource(group: string, version: string, resource: string): ResourceInfo | undefined
  kind(group: string, version: string, kind: string): ResourceInfo | undefined
  type(typeName: string): TypeInfo | undefined
  /** The type of an object that says so of itself; for `DeleteOptions` and `Status` in any group. */
  typeOfKind(group: string, version: string, kind: string): TypeInfo | undefined
  /** Every type, in the order of the asset. */
  typeNames(): readonly string[]
}
