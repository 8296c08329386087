/**
 * Writes src/sandbox/schema/facts.json, the facts of the Kubernetes API that the sandbox knows, from the description
 * that Kubernetes publishes. docs/sandbox-schema.md says how the asset is laid out.
 *
 * Run: node scripts/generate-schema.ts PATH_TO_KUBERNETES_API
 * where the folder holds swagger-v1.35.json and protobuf/k8s.io/…/generated.proto.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMessages, wirePaths } from './schema/protobuf-messages.ts'
import type { WirePath } from './schema/protobuf-messages.ts'
import { isServed, readResources } from './schema/resources.ts'
import { referenced } from './schema/swagger.ts'
import type { Property, Swagger } from './schema/swagger.ts'

const folder = process.argv[2]
const swaggerFile = folder === undefined ? undefined : globSync('swagger-v*.json', { cwd: folder })[0]
if (folder === undefined || swaggerFile === undefined || !existsSync(join(folder, 'protobuf'))) {
  console.error('Name a folder that holds swagger-vX.Y.json and protobuf/.')
  process.exit(2)
}

const swagger = JSON.parse(readFileSync(join(folder, swaggerFile), 'utf8')) as Swagger
const messages = readMessages(join(folder, 'protobuf'))
const goFields = JSON.parse(readFileSync(join(import.meta.dirname, 'schema/go-fields.json'), 'utf8')) as Record<
  string,
  readonly string[]
>

/** Types with a JSON form of their own, by the letter that stands for them in the asset. */
const leafTypes: Readonly<Record<string, string>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'q',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'x',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 't',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'u',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'f',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'r',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Patch': 'a',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': 'j',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': 'A',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': 'B',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray': 'S'
}

const resources = readResources(swagger)
const typeNames: string[] = []
const typeNumbers = new Map<string, number>()

/** Notes a type, with everything that it refers to, and returns its number. */
function typeNumber(name: string): number {
  const known = typeNumbers.get(name)
  if (known !== undefined) return known
  const number = typeNames.push(name) - 1
  typeNumbers.set(name, number)
  for (const property of Object.values(definition(name).properties ?? {})) typeCode(property)
  return number
}

function definition(name: string): Swagger['definitions'][string] {
  const found = swagger.definitions[name]
  if (found === undefined) throw new Error(`The description refers to the type ${name}, which it does not define.`)
  return found
}

function typeCode(property: Property): string {
  const reference = referenced(property)
  if (reference !== undefined) {
    const leaf = leafTypes[reference]
    if (leaf !== undefined) return leaf
    return `o${typeNumber(reference).toString(36)}`
  }
  if (property.type === 'array') return `[${typeCode(property.items ?? {})}`
  if (property.type === 'object') {
    return property.additionalProperties === undefined ? 'a' : `{${typeCode(property.additionalProperties)}`
  }
  if (property.type === 'string') return property.format === 'byte' ? 'y' : 's'
  if (property.type === 'integer') return property.format === 'int64' ? 'l' : 'i'
  if (property.type === 'boolean') return 'b'
  return property.type === 'number' ? 'n' : 'a'
}

function fieldText(typeName: string, name: string, property: Property, wire: WirePath | undefined): string {
  const { required = [] } = definition(typeName)
  const listType = property['x-kubernetes-list-type']
  const mergeKey = property['x-kubernetes-patch-merge-key']
  const goMarks = goFields[wire?.declaredBy ?? typeName]?.find(marked => marked.replace(/[*+]+$/, '') === name) ?? ''
  return [
    name,
    typeCode(property),
    wire?.numbers.join('.') ?? '-',
    required.includes(name) ? '!' : undefined,
    goMarks.includes('*') ? '*' : undefined,
    goMarks.includes('+') ? '+' : undefined,
    prefixed('p:', property['x-kubernetes-patch-strategy']),
    prefixed('k:', mergeKey),
    prefixed('l:', listType),
    prefixed('K:', property['x-kubernetes-list-map-keys']?.join(',')),
    prefixed('m:', property['x-kubernetes-map-type'])
  ]
    .filter(part => part !== undefined)
    .join(' ')
}

function prefixed(prefix: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : prefix + value
}

function typeText(name: string): string {
  const { properties = {}, 'x-kubernetes-group-version-kind': kinds = [], ...rest } = definition(name)
  const wire = wirePaths(messages, name, Object.keys(properties))
  const fields = Object.entries(properties).map(([field, property]) =>
    fieldText(name, field, property, wire.get(field))
  )
  const [kind] = kinds.length === 1 ? kinds : []
  const shortName = name.replace(/^io\.k8s\./, '')
  const kindText = kind === undefined ? '' : `${kind.group}/${kind.version}/${kind.kind}`
  return [shortName, kindText, rest['x-kubernetes-map-type'] ?? '', fields.join(';')].join('|')
}

for (const [name, { 'x-kubernetes-group-version-kind': kinds = [] }] of Object.entries(swagger.definitions).sort()) {
  if (name.includes('alpha') || name.includes('kube-aggregator')) continue
  if (kinds.some(({ group, version }) => isServed(group, version))) typeNumber(name)
}

const verbLetters: Readonly<Record<string, string>> = {
  create: 'c',
  delete: 'd',
  deletecollection: 'D',
  get: 'g',
  list: 'l',
  patch: 'p',
  update: 'u',
  watch: 'w'
}

function verbsText(verbs: ReadonlySet<string>): string {
  return Object.keys(verbLetters)
    .filter(verb => verbs.has(verb))
    .map(verb => verbLetters[verb])
    .join('')
}

const resourceTexts = resources.map(({ group, version, resource, kind, namespaced, verbs, subresources }) =>
  [
    ...[group, version, resource, kind, namespaced ? 'n' : 'c', verbsText(verbs)],
    [...subresources.values()]
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map(each => `${each.name}:${each.group}/${each.version}/${each.kind}:${verbsText(each.verbs)}`)
      .join(',')
  ].join('|')
)
const typeTexts = []
// Describing a type may find further ones.
for (let number = 0; number < typeNames.length; number++) typeTexts.push(typeText(typeNames[number] ?? ''))

const lines = (texts: readonly string[]): string => texts.map(text => JSON.stringify(text)).join(',\n')
writeFileSync(
  join(import.meta.dirname, '../src/sandbox/schema/facts.json'),
  `{"resources":[\n${lines(resourceTexts)}\n],\n"types":[\n${lines(typeTexts)}\n]}\n`
)
console.log(`${resourceTexts.length} resources, ${typeTexts.length} types`)
