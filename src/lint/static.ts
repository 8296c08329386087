import { stat } from 'node:fs/promises'
import path from 'node:path'
import { success, type Outcome } from '../failure.ts'
import { commentsOf, readAnnotation } from '../lab/annotation.ts'
import type { Lab } from '../lab/lab.ts'
import { splitSections } from '../lab/sections.ts'
import { differenceOf } from '../lab/translation.ts'
import { readYaml } from '../lab/yaml.ts'
import { parseMarkdown } from '../markdown/markdown.ts'
import { readImages } from '../sandbox/nodes/catalogue-file.ts'
import { languages } from '../texts/language.ts'
import { lintTexts } from '../texts/texts.ts'
import { twistedExpressions } from './expressions.ts'
import { findingOf, type Finding } from './finding.ts'
import { helplessSteps } from './help.ts'
import { brokenLinks } from './links.ts'
import { readLinted, type LintedFile } from './linted-file.ts'
import { missingManifests } from './manifests.ts'

/** A lab, and what is found in its files without running anything. */
export interface Linted {
  readonly lab: Lab
  /** How its Markdown file is called in findings. */
  readonly shown: string
  readonly findings: readonly Finding[]
  /** Whether every annotation could be read, so that its steps can be proved. */
  readonly isReadable: boolean
}

/**
 * Looks through a lab's Markdown file, its translations and what they name. Runs nothing.
 *
 * @param file path of the Markdown file.
 * @returns a failure `bad-input` when the file is no text that could be a lab.
 */
export async function lintFiles(file: string): Promise<Outcome<Linted>> {
  const original = await readLinted(file)
  if (!original.ok) return original
  const { lab, shown, mistakes } = original.value
  const findings = await inFile(original.value)
  findings.push(...missingManifests(original.value), ...imageMistakes(original.value))
  // What cannot be read may be the very check, hint or solution that seems to be lacking.
  if (mistakes.length === 0) findings.push(...helplessSteps(original.value))
  for (const translation of await translationsOf(file)) {
    const read = await readLinted(translation)
    if (!read.ok) return read
    findings.push(...(await inFile(read.value)))
    // Where an annotation is passed over, the two differ for that.
    const isWhole = mistakes.length === 0 && read.value.mistakes.length === 0
    const difference = isWhole ? differenceOf(lab, read.value.lab) : undefined
    if (difference !== undefined) findings.push(differing(difference, read.value))
  }
  return success({ lab, shown, findings, isReadable: mistakes.length === 0 })
}

/** What every Markdown file is looked through for. */
async function inFile(read: LintedFile): Promise<Finding[]> {
  const twisted = twistedExpressions(read)
  // What YAML itself says of such a line helps nobody.
  const others = read.mistakes.filter(({ line }) => !twisted.some(each => each.line === line))
  return [...others, ...twisted, ...homelessAnnotations(read), ...(await brokenLinks(read))]
}

/** Annotations that stand above the first step, and so belong to none. */
function homelessAnnotations({ body, shown }: LintedFile): Finding[] {
  return commentsOf(splitSections(parseMarkdown(body)).introduction).flatMap((comment): Finding[] => {
    const annotation = readAnnotation(comment, shown, false)
    if (!annotation.ok || annotation.value === undefined || annotation.value.word === 'lab') return []
    const { word, line } = annotation.value
    return [{ file: shown, line, rule: 'annotation', message: lintTexts.homeless(word) }]
  })
}

/** What is wrong with the lab's own images. */
function imageMistakes({ shown, fileText }: LintedFile): Finding[] {
  const yaml = fileText('images.yml')
  if (yaml === undefined) return []
  const file = path.join(path.dirname(shown), 'images.yml')
  const list = readYaml(yaml, { file, line: 1 })
  if (!list.ok) return [findingOf(list.failure.message, file, 'annotation')]
  const images = readImages(list.value ?? [])
  return images.ok ? [] : [{ file, line: 1, rule: 'annotation', message: `${images.failure.message}.` }]
}

async function translationsOf(file: string): Promise<string[]> {
  const { dir, name, ext } = path.parse(file)
  const all = Object.keys(languages).map(language => path.join(dir, `${name}.${language}${ext}`))
  const there = await Promise.all(all.map(each => stat(each).catch(() => undefined)))
  return all.filter((_, index) => there[index]?.isFile() === true)
}

function differing(message: string, { file, shown }: LintedFile): Finding {
  const name = path.basename(file).replaceAll('.', '\\.')
  const [, line = '1'] = new RegExp(`${name}:(\\d+)`).exec(message) ?? []
  return { file: shown, line: Number(line), rule: 'translation', message }
}
