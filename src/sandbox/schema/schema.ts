import facts from './facts.json' with { type: 'json' }
import { readField } from './field-text.ts'
import { categoriesOf, shortNamesOf } from './names.ts'
import type { GroupVersionKind, ResourceInfo, Schema, SubresourceInfo, TypeInfo } from './types.ts'

let loaded: Schema | undefined

/**
 * The facts of the Kubernetes API, read once from the generated asset. Types are read when they are first asked for:
 * most of the 650 never are, and a sandbox is to start in a moment.
 */
export function loadSchema(): Schema {
  loaded ??= readSchema()
  return loaded
}

const verbNames = {
  c: 'create',
  d: 'delete',
  D: 'deletecollection',
  g: 'get',
  l: 'list',
  p: 'patch',
  u: 'update',
  w: 'watch'
} as const

function readSchema(): Schema {
  const typeNumbers = new Map<string, number>()
  const typeNumbersOfKinds = new Map<string, number>()
  for (const [number, text] of facts.types.entries()) {
    const [name = '', kind = ''] = text.split('|', 2)
    typeNumbers.set(`io.k8s.${name}`, number)
    if (kind !== '') typeNumbersOfKinds.set(kind, number)
  }
  const typeNames = [...typeNumbers.keys()]
  const typeNameOf = (number: number): string => {
    const name = typeNames[number]
    if (name === undefined) throw new Error(`The schema's asset refers to the type ${number}, which it does not hold.`)
    return name
  }
  const typeNameOfKind = (kind: string): string | undefined => {
    const number = typeNumbersOfKinds.get(kind)
    return number === undefined ? undefined : typeNameOf(number)
  }

  const types = new Map<string, TypeInfo>()
  const type = (typeName: string): TypeInfo | undefined => {
    const known = types.get(typeName)
    const number = typeNumbers.get(typeName)
    if (known !== undefined || number === undefined) return known
    const read = readTypeInfo(typeName, facts.types[number] ?? '', typeNameOf)
    types.set(typeName, read)
    return read
  }

  const resources = facts.resources.map(text => readResource(text, typeNameOfKind))
  const byResource = new Map(resources.map(each => [`${each.group}/${each.version}/${each.resource}`, each]))
  const byKind = new Map(resources.map(each => [`${each.group}/${each.version}/${each.kind}`, each]))
  return {
    resources,
    resource: (group, version, resource) => byResource.get(`${group}/${version}/${resource}`),
    kind: (group, version, kind) => byKind.get(`${group}/${version}/${kind}`),
    type,
    typeOfKind(group, version, kind) {
      const own = typeNameOfKind(`${group}/${version}/${kind}`)
      return type(own ?? `io.k8s.apimachinery.pkg.apis.meta.v1.${kindsOfEveryGroup.has(kind) ? kind : ''}`)
    },
    typeNames: () => typeNames
  }
}

const kindsOfEveryGroup: ReadonlySet<string> = new Set(['DeleteOptions', 'WatchEvent', 'Status'])

function readResource(text: string, typeNameOfKind: (kind: string) => string | undefined): ResourceInfo {
  const [group = '', version = '', resource = '', kind = '', scope, verbs = '', subresources = ''] = text.split('|')
  const typeName = typeNameOfKind(`${group}/${version}/${kind}`)
  if (typeName === undefined) throw new Error(`The schema's asset has no type for the kind ${kind} of '${group}'.`)
  return {
    group,
    version,
    kind,
    resource,
    singular: kind.toLowerCase(),
    shortNames: shortNamesOf(group, resource),
    categories: categoriesOf(group, resource),
    namespaced: scope === 'n',
    verbs: readVerbs(verbs),
    subresources: subresources === '' ? [] : subresources.split(',').map(readSubresource),
    typeName
  }
}

function readSubresource(text: string): SubresourceInfo {
  const [name = '', kind = '', verbs = ''] = text.split(':')
  return { name, ...readKind(kind), verbs: readVerbs(verbs) }
}

function readVerbs(letters: string): string[] {
  return Object.entries(verbNames).flatMap(([letter, verb]) => (letters.includes(letter) ? [verb] : []))
}

function readKind(text: string): GroupVersionKind {
  const [group = '', version = '', kind = ''] = text.split('/')
  return { group, version, kind }
}

function readTypeInfo(name: string, text: string, typeNameOf: (number: number) => string): TypeInfo {
  const [, kind = '', mapType = '', fields = ''] = text.split('|')
  const infos = fields === '' ? [] : fields.split(';').map(field => readField(field, typeNameOf))
  return {
    name,
    ...(kind === '' ? {} : { kind: readKind(kind) }),
    atomic: mapType === 'atomic',
    fields: new Map(infos.map(info => [info.name, info]))
  }
}
