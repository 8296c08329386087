import { success, type Outcome } from '../failure.ts'
import { language } from '../texts/language.ts'
import type { Lab } from './lab.ts'
import { readMarkdown } from './read-markdown.ts'
import { readTranslation } from './translations.ts'

/**
 * Reads the lab that a Markdown file describes, with the manifests that lie beside it, in the language that is spoken
 * where a translation lies there too: README.es.md beside README.md.
 *
 * @param file path of the Markdown file, absolute or from the present folder.
 * @returns the lab, or a failure `bad-input` whose sentence names the file, and the line where there is one. A
 * translation that is no faithful one is no failure: the lab is told as it was written, and says why.
 */
export async function readLab(file: string): Promise<Outcome<Lab>> {
  const original = await readMarkdown(file)
  if (!original.ok) return original
  const translation = await readTranslation(original.value, language())
  if (translation === undefined) return original
  return success(translation.ok ? translation.value : { ...original.value, untranslated: translation.failure.message })
}
