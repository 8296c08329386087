import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A field of a protobuf message: its number, and the full name of the message that it holds, if it holds one. */
export interface ProtobufField {
  readonly name: string
  readonly number: number
  readonly type: string
}

/**
 * Reads the message definitions that Kubernetes publishes.
 *
 * @param folder holds k8s.io/…/generated.proto files
 * @returns the fields by the message's name, written as OpenAPI writes it (`io.k8s.api.core.v1.Pod`)
 */
export function readMessages(folder: string): ReadonlyMap<string, readonly ProtobufField[]> {
  const messages = new Map<string, readonly ProtobufField[]>()
  for (const file of globSync('**/*.proto', { cwd: folder })) {
    const text = readFileSync(join(folder, file), 'utf8').replaceAll(/^\s*\/\/.*$/gm, '')
    const packageName = /^package (\S+);/m.exec(text)?.[1] ?? ''
    for (const [, message = '', body = ''] of text.matchAll(/^message (\w+) \{(.*?)^\}/gms)) {
      const fields = body.matchAll(/^\s*(?:optional|repeated)?\s*(map<.+>|\S+) (\w+) = (\d+)/gm)
      messages.set(
        openApiName(`${packageName}.${message}`),
        [...fields].map(([, type = '', name = '', number]) => ({
          name,
          number: Number(number),
          type: openApiName(type.startsWith('.') ? type.slice(1) : `${packageName}.${type}`)
        }))
      )
    }
  }
  return messages
}

function openApiName(name: string): string {
  return name.replace(/^k8s\.io\./, 'io.k8s.')
}

/** The way to a JSON field on the wire, and the Go struct that declares the field. */
export interface WirePath {
  readonly numbers: readonly number[]
  readonly declaredBy: string
}

/**
 * The ways to the JSON fields of a type: one number, or the numbers of the messages around it. Go inlines some structs
 * (`Volume` holds a `VolumeSource`); JSON shows their fields in the parent, the wire nests them.
 */
export function wirePaths(
  messages: ReadonlyMap<string, readonly ProtobufField[]>,
  typeName: string,
  jsonFields: readonly string[]
): ReadonlyMap<string, WirePath> {
  const paths = new Map<string, WirePath>()
  const wanted = new Map(jsonFields.map(name => [name.toLowerCase(), name]))
  for (const field of messages.get(typeName) ?? []) {
    // `aPIGroup` and `uID` in protobuf are `apiGroup` and `uid` in JSON.
    const name = wanted.get(field.name.toLowerCase())
    if (name !== undefined) paths.set(name, { numbers: [field.number], declaredBy: typeName })
    else {
      for (const [inner, { numbers, declaredBy }] of wirePaths(messages, field.type, jsonFields)) {
        if (!paths.has(inner)) paths.set(inner, { numbers: [field.number, ...numbers], declaredBy })
      }
    }
  }
  return paths
}
