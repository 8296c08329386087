import type { GroupResource, KubeObject, ObjectMeta } from '../../object.ts'

// The parts of apiextensions.k8s.io/v1 that the sandbox acts on (apiextensions-apiserver/pkg/apis/apiextensions/v1).

export const definitions: GroupResource = Object.freeze({
  group: 'apiextensions.k8s.io',
  resource: 'customresourcedefinitions'
})

export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io'

export interface CustomResourceDefinition {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec: DefinitionSpec
  status?: DefinitionStatus
}

/** As the store and its clients have it. */
export type StoredDefinition = CustomResourceDefinition & KubeObject

export interface DefinitionSpec {
  readonly group: string
  names: DefinitionNames
  readonly scope: string
  readonly versions: readonly DefinitionVersion[]
  conversion?: {
    readonly strategy: string
    readonly webhook?: {
      readonly clientConfig?: { readonly url?: string; readonly service?: unknown }
      readonly conversionReviewVersions: readonly string[]
    }
  }
  readonly preserveUnknownFields?: boolean
}

export interface DefinitionNames {
  plural: string
  kind: string
  singular?: string
  listKind?: string
  shortNames?: readonly string[]
  categories?: readonly string[]
}

export interface DefinitionVersion {
  readonly name: string
  readonly served: boolean
  readonly storage: boolean
  readonly deprecated?: boolean
  readonly deprecationWarning?: string
  readonly schema?: { readonly openAPIV3Schema?: JsonSchemaProps }
  readonly subresources?: { readonly status?: object; readonly scale?: ScalePaths }
  readonly additionalPrinterColumns?: readonly PrinterColumn[]
  readonly selectableFields?: readonly { readonly jsonPath: string }[]
}

/** Where the numbers of a Scale lie in an object, as paths with dots: `.spec.replicas`. */
export interface ScalePaths {
  readonly specReplicasPath: string
  readonly statusReplicasPath: string
  readonly labelSelectorPath?: string
}

export interface PrinterColumn {
  readonly name: string
  readonly type: string
  readonly jsonPath: string
  readonly format?: string
  readonly description?: string
  readonly priority?: number
}

export interface DefinitionStatus {
  conditions?: DefinitionCondition[]
  acceptedNames?: DefinitionNames
  storedVersions?: string[]
}

export interface DefinitionCondition {
  readonly type: string
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason?: string
  readonly message?: string
  readonly lastTransitionTime?: string
}

export interface JsonSchemaProps {
  readonly id?: string
  readonly $ref?: string
  readonly description?: string
  readonly title?: string
  readonly type?: string
  readonly format?: string
  readonly default?: unknown
  readonly nullable?: boolean
  readonly maximum?: number
  readonly exclusiveMaximum?: boolean
  readonly minimum?: number
  readonly exclusiveMinimum?: boolean
  readonly maxLength?: number
  readonly minLength?: number
  readonly pattern?: string
  readonly maxItems?: number
  readonly minItems?: number
  readonly uniqueItems?: boolean
  readonly multipleOf?: number
  readonly enum?: readonly unknown[]
  readonly maxProperties?: number
  readonly minProperties?: number
  readonly required?: readonly string[]
  readonly items?: JsonSchemaProps | readonly JsonSchemaProps[]
  readonly allOf?: readonly JsonSchemaProps[]
  readonly oneOf?: readonly JsonSchemaProps[]
  readonly anyOf?: readonly JsonSchemaProps[]
  readonly not?: JsonSchemaProps
  readonly properties?: Readonly<Record<string, JsonSchemaProps>>
  readonly additionalProperties?: JsonSchemaProps | boolean
  readonly patternProperties?: object
  readonly dependencies?: object
  readonly additionalItems?: unknown
  readonly definitions?: object
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-embedded-resource'?: boolean
  readonly 'x-kubernetes-int-or-string'?: boolean
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly 'x-kubernetes-list-type'?: string
  readonly 'x-kubernetes-map-type'?: string
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[]
}

export interface ValidationRule {
  readonly rule: string
  readonly message?: string
  readonly messageExpression?: string
  readonly reason?: string
  readonly fieldPath?: string
  readonly optionalOldSelf?: boolean
}

/** The schema of the items of a list. */
export function itemsOf({ items }: JsonSchemaProps): JsonSchemaProps | undefined {
  return isOne(items) ? items : undefined
}

function isOne(items: JsonSchemaProps['items']): items is JsonSchemaProps {
  return items !== undefined && !Array.isArray(items)
}

/** The schema of the values of a map. */
export function valuesOf({ additionalProperties }: JsonSchemaProps): JsonSchemaProps | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}

/** The schema of a property by its name, which may be any text. */
export function propertyOf({ properties }: JsonSchemaProps, name: string): JsonSchemaProps | undefined {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined
}

export function conditionOf(definition: CustomResourceDefinition, type: string): DefinitionCondition | undefined {
  return definition.status?.conditions?.find(condition => condition.type === type)
}

/** Whether objects of a definition can be asked for. */
export function isEstablished(definition: CustomResourceDefinition): boolean {
  return conditionOf(definition, 'Established')?.status === 'True'
}
