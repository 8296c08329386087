import { decode } from '../../schema/strict-decoding.ts'
import type { Decoded, Schema } from '../../schema/types.ts'
import { cloneJson, isRecord } from '../json.ts'
import type { JsonSchemaProps } from './definition.ts'
import { prune } from './prune.ts'
import { metadataType } from './types.ts'

/**
 * Reads the body of a custom resource: metadata by its Go type, all else by the schema of the version
 * (schemaCoercingDecoder of apiextensions-apiserver/pkg/apiserver/customresource_handler.go, v1.35).
 *
 * @param body is left as it is
 */
export function readCustomObject(
  types: Schema,
  schema: JsonSchemaProps,
  body: Readonly<Record<string, unknown>>
): Decoded {
  const object = cloneJson({ ...body })
  const unknown: string[] = []
  let mismatch: string | undefined
  if (isRecord(object.metadata)) {
    const metadata = decode(types, metadataType(types), object.metadata)
    object.metadata = metadata.object
    unknown.push(...metadata.unknown.map(text => text.replace(/^unknown field "/, 'unknown field "metadata.')))
    mismatch = metadata.mismatch?.replace('Go struct field ObjectMeta.', 'Go struct field ObjectMeta.metadata.')
  } else if (object.metadata === null) delete object.metadata
  else if (object.metadata !== undefined)
    mismatch = 'json: cannot unmarshal the metadata into Go value of type v1.ObjectMeta'
  unknown.push(...prune(object, schema).map(path => `unknown field "${path}"`))
  return { object, unknown, ...(mismatch === undefined ? {} : { mismatch }) }
}
