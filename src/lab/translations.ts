import { stat } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../failure.ts'
import { languages, type Language } from '../texts/language.ts'
import type { Lab } from './lab.ts'
import { readMarkdown } from './read-markdown.ts'
import { differenceOf, translated } from './translation.ts'

/**
 * A lab in another language, from the file beside its own: `README.es.md` for `README.md`.
 *
 * @param original the lab as it was written.
 * @returns undefined when there is no such file; a failure `bad-input` when it cannot be read, or says to do other things
 * than the original.
 */
export async function readTranslation(original: Lab, language: Language): Promise<Outcome<Lab> | undefined> {
  const file = translationFile(original.file, language)
  const found = await stat(file).catch(() => undefined)
  if (found?.isFile() !== true) return undefined
  const translation = await readMarkdown(file)
  if (!translation.ok) return translation
  const difference = differenceOf(original, translation.value)
  return difference === undefined ? success(translated(original, translation.value)) : failure('bad-input', difference)
}

/** What is wrong with the translations of a lab that lie beside it, a sentence each. */
export async function mistakesInTranslations(original: Lab): Promise<string[]> {
  const all = await Promise.all(
    (Object.keys(languages) as Language[]).map(language => readTranslation(original, language))
  )
  return all.flatMap(each => (each === undefined || each.ok ? [] : [each.failure.message]))
}

function translationFile(file: string, language: Language): string {
  const { dir, name, ext } = path.parse(file)
  return path.join(dir, `${name}.${language}${ext}`)
}
