import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'

/** Somebody's yes to the exact content of labs: when it was given, by fingerprint. */
interface Consents {
  readonly version: 1
  readonly trusted: Record<string, { readonly at: string }>
}

/** A file of a lab, for the fingerprint: its path relative to the lab's folder, and what is in it. */
export interface FingerprintedFile {
  readonly path: string
  readonly content: Uint8Array
}

/**
 * The SHA-256, in hex, of a lab's content: every file's path, length and bytes, in the order of the paths. Any edit
 * changes it, so consent is for what was read and for nothing else.
 */
export function fingerprint(files: readonly FingerprintedFile[]): string {
  const hash = createHash('sha256')
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  for (const file of ordered) {
    hash.update(`${file.path}\0${file.content.byteLength}\0`)
    hash.update(file.content)
  }
  return hash.digest('hex')
}

/** Whether somebody agreed to this content before. A damaged record counts as no consent. */
export async function hasConsent(configFolder: string, sha: string): Promise<boolean> {
  return Object.hasOwn((await readConsent(configFolder)).trusted, sha)
}

/** Writes down that somebody agreed to this content. */
export async function recordConsent(configFolder: string, sha: string): Promise<void> {
  await mkdir(configFolder, { recursive: true, mode: 0o700 })
  const record = await readConsent(configFolder)
  record.trusted[sha] = { at: new Date().toISOString() }
  await writeFileAtomic(fileIn(configFolder), `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 })
}

function fileIn(configFolder: string): string {
  return path.join(configFolder, 'consent.json')
}

async function readConsent(configFolder: string): Promise<Consents> {
  try {
    const text = await readFile(fileIn(configFolder), 'utf8')
    // Takes long to load, and is needed only for labs that did not come with kubewalk.
    const { z } = await import('zod')
    const form = z.object({ version: z.literal(1), trusted: z.record(z.string(), z.object({ at: z.string() })) })
    return form.parse(JSON.parse(text))
  } catch {
    return { version: 1, trusted: {} }
  }
}
