import path from 'node:path'
import { success, type Outcome } from '../failure.ts'
import { kubewalkPaths } from '../paths.ts'
import { keepParsed, parsedBefore } from './parsed.ts'
import type { Lab } from './lab.ts'
import { fileReader, readSource } from './source.ts'

/**
 * Reads the lab that one Markdown file describes, with the manifests that lie beside it. A lab that has not changed since
 * it was last read is not parsed again: the parsers alone take longer to load than a first screen may.
 *
 * @param file path of the Markdown file, absolute or from the present folder.
 * @returns the lab, or a failure `bad-input` whose sentence names the file, and the line where there is one.
 */
export async function readMarkdown(file: string): Promise<Outcome<Lab>> {
  const source = await readSource(file)
  if (!source.ok) return source
  const { file: absolute, text } = source.value
  const { cache } = kubewalkPaths()
  const fileText = fileReader(path.dirname(absolute))
  const before = parsedBefore(cache, source.value, fileText)
  if (before) return success(before)
  const [{ parseLab }, expressions] = await Promise.all([import('./parse.ts'), expressionsFor(text)])
  const asked = new Map<string, string | undefined>()
  const lab = parseLab(text, {
    file: absolute,
    shownAs: file,
    fileText: name => {
      const found = fileText(name)
      asked.set(name, found)
      return found
    },
    ...(expressions && { expressions })
  })
  if (lab.ok) await keepParsed(cache, source.value, asked, lab.value)
  return lab
}

/** The expression library takes 30 ms to load: only labs with annotations that may hold expressions wait for it. */
async function expressionsFor(text: string) {
  return /<!--[\s>]*(check|question)\b/.test(text) ? (await import('../check/cel/syntax.ts')).mistakeIn : undefined
}
