import path from 'node:path'
import { mistakeIn } from '../check/cel/syntax.ts'
import { success, type Outcome } from '../failure.ts'
import { splitFrontMatter } from '../lab/front-matter.ts'
import type { Lab } from '../lab/lab.ts'
import { parseLab } from '../lab/parse.ts'
import { fileReader, readSource, type FileText } from '../lab/source.ts'
import { findingOf, type Finding } from './finding.ts'

/** A lab's Markdown file, read as far as it can be. */
export interface LintedFile {
  /** Absolute path, and how it is called in findings. */
  readonly file: string
  readonly shown: string
  /** The text without front matter, whose lines keep their numbers. */
  readonly body: string
  /** The lab, without the annotations that cannot be read. */
  readonly lab: Lab
  readonly fileText: FileText
  /** What cannot be read. */
  readonly mistakes: readonly Finding[]
}

/**
 * Reads a lab's Markdown file and goes on after a mistake, so that an author sees all of them at once.
 *
 * @param file path of the Markdown file, absolute or from the present folder.
 * @returns a failure `bad-input` when the file is not there, or is no text that could be a lab.
 */
export async function readLinted(file: string): Promise<Outcome<LintedFile>> {
  const shown = shownAs(file)
  const source = await readSource(file)
  if (!source.ok) return source
  const mistakes: Finding[] = []
  const fileText = fileReader(path.dirname(source.value.file))
  const lab = parseLab(source.value.text, {
    file: source.value.file,
    shownAs: shown,
    fileText,
    expressions: mistakeIn,
    onMistake: sentence => mistakes.push(findingOf(sentence, shown, 'annotation'))
  })
  if (!lab.ok) return lab
  const text = source.value.text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  return success({
    file: source.value.file,
    shown,
    body: splitFrontMatter(text).body,
    lab: lab.value,
    fileText,
    mistakes
  })
}

/** A path from the present folder, where the file lies within it. */
function shownAs(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file))
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative
}
