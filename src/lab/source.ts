import { readFileSync, statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../failure.ts'
import { maximumBytes } from '../markdown/limits.ts'
import { labFileTexts } from '../texts/texts.ts'

/** Manifests larger than this are not looked into. */
const maximumManifestBytes = 500_000

/** A Markdown file as it lies on the disk. */
export interface LabSource {
  /** Absolute path. */
  readonly file: string
  readonly text: string
}

/**
 * Reads the text of a Markdown file.
 *
 * @param file path, absolute or from the present folder.
 * @returns a failure `bad-input` whose sentence names the file and what is wrong with it.
 */
export async function readSource(file: string): Promise<Outcome<LabSource>> {
  const absolute = path.resolve(file)
  if (!/\.(md|markdown|mdown|mkd)$/i.test(absolute)) return failure('bad-input', labFileTexts.noMarkdown(file))
  const found = await stat(absolute).catch(() => undefined)
  if (!found) return failure('bad-input', labFileTexts.noSuchFile(file))
  if (!found.isFile()) return failure('bad-input', labFileTexts.notAFile(file))
  if (found.size > maximumBytes)
    return failure('bad-input', labFileTexts.tooLong(file, Math.ceil(found.size / 1000), maximumBytes / 1000))
  let bytes: Buffer
  try {
    bytes = await readFile(absolute)
  } catch (error) {
    return failure('bad-input', labFileTexts.unreadable(file, error instanceof Error ? error.message : String(error)))
  }
  const text = decoded(bytes)
  if (text === undefined) return failure('bad-input', labFileTexts.notUtf8(file))
  return success({ file: absolute, text })
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Content of a file beside a tutorial, by the name that the tutorial uses; undefined when there is none. */
export type FileText = (name: string) => string | undefined

/**
 * Files beside a tutorial: as named from its folder, or by their base name, since tutorials `cd` into folders of a
 * clone that are not there yet. Never a file outside the folder.
 */
export function fileReader(folder: string): FileText {
  const known = new Map<string, string | undefined>()
  return name => {
    if (!known.has(name)) known.set(name, textWithin(folder, name) ?? textWithin(folder, path.basename(name)))
    return known.get(name)
  }
}

function textWithin(folder: string, name: string): string | undefined {
  if (name === '' || name === '-' || /^[a-z]+:\/\//i.test(name) || name.includes('\0')) return undefined
  const file = path.resolve(folder, name)
  if (!file.startsWith(folder + path.sep)) return undefined
  try {
    const found = statSync(file)
    return found.isFile() && found.size <= maximumManifestBytes ? readFileSync(file, 'utf8') : undefined
  } catch {
    return undefined
  }
}
