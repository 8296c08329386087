import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

/** What people read about types and fields in `kubectl explain`. */
export interface Descriptions {
  ofType(typeName: string): string | undefined
  ofField(typeName: string, field: string): string | undefined
}

/**
 * The file that the build takes from the comments of the npm package kubernetes-types (scripts/descriptions.js): by
 * type name, the texts of the fields, and that of the type under an empty name. Its texts come once; the types refer
 * to them by number.
 */
interface File {
  readonly texts: readonly string[]
  readonly types: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const none: Descriptions = { ofType: () => undefined, ofField: () => undefined }

let loading: Promise<Descriptions> | undefined

/**
 * Reads the descriptions once, when somebody first asks for them. They lie beside the bundle; in a program that runs
 * from its sources there are none.
 */
export function loadDescriptions(): Promise<Descriptions> {
  loading ??= readDescriptions(new URL('descriptions.json.gz', import.meta.url))
  return loading
}

/** @param file is gzipped JSON; when it is not there, there are no descriptions. */
export async function readDescriptions(file: URL): Promise<Descriptions> {
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch {
    return none
  }
  const { texts, types } = JSON.parse((await promisify(gunzip)(bytes)).toString()) as File
  const textOf = (typeName: string, field: string): string | undefined => {
    const number = types[typeName]?.[field]
    return number === undefined ? undefined : texts[number]
  }
  return { ofType: typeName => textOf(typeName, ''), ofField: textOf }
}
