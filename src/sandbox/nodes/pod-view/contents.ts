import type { KubeObject } from '../../object.ts'

/** What a config map or a secret holds, as byte strings (latin1); empty when there is none. */
export function dataOf(object: KubeObject | undefined): ReadonlyMap<string, string> {
  const data = new Map<string, string>()
  if (object === undefined) return data
  const texts = (object['data'] ?? {}) as Readonly<Record<string, string>>
  const binary = (object['binaryData'] ?? {}) as Readonly<Record<string, string>>
  const encoded = object.kind === 'Secret' ? 'base64' : 'utf8'
  for (const [key, value] of Object.entries(texts)) data.set(key, Buffer.from(value, encoded).toString('latin1'))
  for (const [key, value] of Object.entries(binary)) data.set(key, Buffer.from(value, 'base64').toString('latin1'))
  return data
}
