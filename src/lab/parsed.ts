import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { language } from '../texts/language.ts'
import type { Lab } from './lab.ts'
import type { FileText, LabSource } from './source.ts'

/** What was parsed, and from what: it holds only while all of it is the same. */
interface Parsed {
  /** The kubewalk that parsed it. */
  readonly build: string
  /** SHA-256 of the Markdown text. */
  readonly text: string
  /** SHA-256 of each file beside it that the parser asked for, by name; null for one that was not there. */
  readonly files: Readonly<Record<string, string | null>>
  readonly lab: Lab
}

/** A digest of the sources, set by scripts/build.js. Run from its sources, kubewalk parses every time. */
const build = (): string | undefined => process.env.KUBEWALK_BUILD

/**
 * The lab as it was parsed by an earlier run of the same build, when nothing it was parsed from has changed.
 *
 * @param cacheFolder Paths.cache; absolute.
 * @param fileText the files beside the Markdown file, as they are now.
 * @returns undefined when it must be parsed (again). Never fails: what is not readable counts as not there.
 */
export function parsedBefore(cacheFolder: string, source: LabSource, fileText: FileText): Lab | undefined {
  if (build() === undefined) return undefined
  try {
    const kept = JSON.parse(readFileSync(placeOf(cacheFolder, source.file), 'utf8')) as Parsed
    if (kept.build !== build() || kept.text !== digest(source.text)) return undefined
    const same = Object.entries(kept.files).every(([name, sha]) => digestOf(fileText(name)) === sha)
    return same ? kept.lab : undefined
  } catch {
    return undefined
  }
}

/** Keeps a parsed lab for the next run. A cache that cannot be written costs time, nothing else. */
export async function keepParsed(
  cacheFolder: string,
  source: LabSource,
  asked: ReadonlyMap<string, string | undefined>,
  lab: Lab
): Promise<void> {
  const made = build()
  if (made === undefined) return
  const files = Object.fromEntries([...asked].map(([name, text]) => [name, digestOf(text)]))
  const parsed: Parsed = { build: made, text: digest(source.text), files, lab }
  const place = placeOf(cacheFolder, source.file)
  try {
    const { default: writeFileAtomic } = await import('write-file-atomic')
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 })
    await writeFileAtomic(place, JSON.stringify(parsed), { mode: 0o600, fsync: false })
  } catch {
    // Parsed again next time.
  }
}

/** One entry for each Markdown file and language, in which the parser says what checks assert; edits do not fill the disk. */
function placeOf(cacheFolder: string, file: string): string {
  return path.join(cacheFolder, 'labs', `${digest(`${file}\0${language()}`)}.json`)
}

function digestOf(text: string | undefined): string | null {
  return text === undefined ? null : digest(text)
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
