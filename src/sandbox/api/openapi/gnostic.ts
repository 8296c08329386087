import type { JsonSchema } from './definitions.ts'
import type { Document2, Operation2, Parameter2 } from './documents.ts'

/**
 * Writes an OpenAPI document of version 2 as protobuf: the message openapi.v2.Document of gnostic's OpenAPIv2.proto,
 * which is the only form that kubectl before 1.27 reads. Extensions are YAML texts in it; JSON is YAML.
 */
export function gnosticDocument(document: Document2): Buffer {
  const paths = Object.entries(document.paths).map(([name, item]) => {
    const operations = Object.entries(item).map(([method, operation]) =>
      part(methods[method] ?? 0, operationOf(operation))
    )
    return part(2, named(name, message(operations)))
  })
  return message([
    text(1, document.swagger),
    part(2, message([text(1, document.info.title), text(2, document.info.version)])),
    part(8, message(paths)),
    part(
      9,
      message(Object.entries(document.definitions).map(([name, schema]) => part(1, named(name, schemaOf(schema)))))
    )
  ])
}

const methods: Readonly<Record<string, number>> = { get: 2, put: 3, post: 4, delete: 5, patch: 8 }

function operationOf(operation: Operation2): Buffer {
  const responses = Object.entries(operation.responses).map(([code, { description, schema }]) => {
    const response = [text(1, description), ...(schema ? [part(2, part(1, schemaOf(schema)))] : [])]
    return part(1, named(code, part(1, message(response))))
  })
  return message([
    text(5, operation.operationId),
    ...operation.produces.map(type => text(6, type)),
    ...operation.consumes.map(type => text(7, type)),
    ...operation.parameters.map(parameter => part(8, part(1, parameterOf(parameter)))),
    part(9, message(responses)),
    ...extensions(13, operation)
  ])
}

function parameterOf({ name, in: where, required, type, schema }: Parameter2): Buffer {
  if (where === 'body') {
    const fields = [text(2, name), text(3, where), flag(4, required), ...(schema ? [part(5, schemaOf(schema))] : [])]
    return part(1, message(fields))
  }
  const isQuery = where === 'query'
  const fields = [flag(1, required), text(2, where), text(4, name), text(isQuery ? 6 : 5, type ?? 'string')]
  return part(2, part(isQuery ? 3 : 4, message(fields)))
}

function schemaOf(schema: JsonSchema): Buffer {
  const { $ref, format, title, description, pattern, required = [], type, items, properties } = schema
  const { additionalProperties: values, enum: allowed = [], externalDocs, allOf = [] } = schema
  return message([
    ...texts(1, $ref),
    ...texts(2, format),
    ...texts(3, title),
    ...texts(4, description),
    ...anything(5, schema.default),
    number(6, schema.multipleOf),
    number(7, schema.maximum),
    flag(8, schema.exclusiveMaximum),
    number(9, schema.minimum),
    flag(10, schema.exclusiveMinimum),
    integer(11, schema.maxLength),
    integer(12, schema.minLength),
    ...texts(13, pattern),
    integer(14, schema.maxItems),
    integer(15, schema.minItems),
    integer(17, schema.maxProperties),
    integer(18, schema.minProperties),
    ...required.map(name => text(19, name)),
    ...allowed.flatMap(value => anything(20, value)),
    ...(values === undefined
      ? []
      : [part(21, typeof values === 'object' ? part(1, schemaOf(values)) : flag(2, values))]),
    ...(type === undefined ? [] : [part(22, text(1, type))]),
    ...(items ? [part(23, part(1, schemaOf(items)))] : []),
    ...allOf.map(each => part(24, schemaOf(each))),
    ...(properties
      ? [part(25, message(Object.entries(properties).map(([name, each]) => part(1, named(name, schemaOf(each))))))]
      : []),
    ...(externalDocs
      ? [part(29, message([...texts(1, externalDocs.description), ...texts(2, externalDocs.url)]))]
      : []),
    ...anything(30, schema.example),
    ...extensions(31, schema)
  ])
}

/** A value of any form, as the YAML text of the message Any. */
function anything(field: number, value: unknown): Buffer[] {
  return value === undefined ? [] : [part(field, text(2, `${JSON.stringify(value)}\n`))]
}

function texts(field: number, value: string | undefined): Buffer[] {
  return value === undefined ? [] : [text(field, value)]
}

function integer(field: number, value: number | undefined): Buffer {
  return value ? Buffer.concat([varint(field << 3), varint(value)]) : Buffer.alloc(0)
}

function number(field: number, value: number | undefined): Buffer {
  if (!value) return Buffer.alloc(0)
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return Buffer.concat([varint((field << 3) | 1), bytes])
}

function extensions(field: number, holder: object): Buffer[] {
  return Object.entries(holder)
    .filter(([name]) => name.startsWith('x-kubernetes-'))
    .map(([name, value]) => part(field, named(name, text(2, `${JSON.stringify(value)}\n`))))
}

/** The messages that give a value a name: both are numbered alike in each of them. */
function named(name: string, value: Buffer): Buffer {
  return message([text(1, name), part(2, value)])
}

function message(parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts)
}

/** A field whose value is bytes: another message, or a text. */
function part(field: number, value: Buffer): Buffer {
  return Buffer.concat([varint((field << 3) | 2), varint(value.length), value])
}

function text(field: number, value: string): Buffer {
  return part(field, Buffer.from(value))
}

function flag(field: number, value: boolean | undefined): Buffer {
  return value ? Buffer.concat([varint(field << 3), varint(1)]) : Buffer.alloc(0)
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80)
  bytes.push(rest)
  return Buffer.from(bytes)
}
