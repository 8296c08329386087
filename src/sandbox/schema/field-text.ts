import type { FieldInfo, FieldType } from './types.ts'

/**
 * Reads the text of one field in the asset, as scripts/generate-schema.ts writes it: its name, its type's code, its
 * protobuf numbers (`-`: none), then marks, separated by spaces. `containers [o2u 2 ! + p:merge k:name l:map K:name`.
 *
 * @param typeNameOf the name of the type with a number
 */
export function readField(text: string, typeNameOf: (number: number) => string): FieldInfo {
  const [name = '', code = '', wire = '-', ...marks] = text.split(' ')
  const marked = (prefix: string): string | undefined =>
    marks.find(mark => mark.startsWith(prefix))?.slice(prefix.length)
  const mergeKey = marked('k:')
  const listType = marked('l:')
  const listMapKeys = marked('K:')?.split(',')
  return {
    name,
    type: readType(code, typeNameOf),
    required: marks.includes('!'),
    pointer: marks.includes('*'),
    alwaysShown: marks.includes('+'),
    patchStrategies: marked('p:')?.split(',') ?? [],
    ...(mergeKey === undefined ? {} : { mergeKey }),
    ...(listType === 'atomic' || listType === 'set' || listType === 'map' ? { listType } : {}),
    ...(listMapKeys === undefined ? {} : { listMapKeys }),
    atomic: marked('m:') === 'atomic',
    wire: wire === '-' ? [] : wire.split('.').map(Number)
  }
}

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'
const extensions = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1'

const leaves: Readonly<Record<string, FieldType>> = {
  s: { kind: 'string' },
  b: { kind: 'boolean' },
  i: { kind: 'integer', format: 'int32' },
  l: { kind: 'integer', format: 'int64' },
  n: { kind: 'number', format: 'double' },
  y: { kind: 'bytes', format: 'byte' },
  a: { kind: 'any' },
  r: { kind: 'any', typeName: 'io.k8s.apimachinery.pkg.runtime.RawExtension' },
  j: { kind: 'any', typeName: `${extensions}.JSON` },
  A: { kind: 'any', typeName: `${extensions}.JSONSchemaPropsOrArray` },
  B: { kind: 'any', typeName: `${extensions}.JSONSchemaPropsOrBool` },
  S: { kind: 'any', typeName: `${extensions}.JSONSchemaPropsOrStringArray` },
  f: { kind: 'any', typeName: `${meta}.FieldsV1` },
  q: { kind: 'quantity', typeName: 'io.k8s.apimachinery.pkg.api.resource.Quantity' },
  x: { kind: 'int-or-string', typeName: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString' },
  t: { kind: 'time', typeName: `${meta}.Time` },
  u: { kind: 'time', typeName: `${meta}.MicroTime` }
}

function readType(code: string, typeNameOf: (number: number) => string): FieldType {
  const rest = code.slice(1)
  switch (code.charAt(0)) {
    case '[':
      return { kind: 'list', items: readType(rest, typeNameOf) }
    case '{':
      return { kind: 'map', values: readType(rest, typeNameOf) }
    case 'o':
      return { kind: 'object', typeName: typeNameOf(Number.parseInt(rest, 36)) }
  }
  const leaf = leaves[code]
  if (leaf === undefined) throw new Error(`The schema's asset has a field of the type '${code}', which means nothing.`)
  return leaf
}
