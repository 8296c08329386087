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
}

/** How the JSON value of a field looks. */
export type FieldType =
  | {
      readonly kind:
        'string' | 'boolean' | 'integer' | 'number' | 'any' | 'quantity' | 'int-or-string' | 'time' | 'bytes'
      readonly format?: 'int32' | 'int64' | 'double' | 'byte'
      /** The definition that OpenAPI refers to, for example `io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime`. */
      readonly typeName?: string
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
