import path from 'node:path'
import { failure, success, type Failure, type Outcome } from '../failure.ts'
import type { Block } from '../markdown/blocks.ts'
import { plainText } from '../markdown/inline.ts'
import { unparsable } from '../markdown/limits.ts'
import { parseMarkdown } from '../markdown/markdown.ts'
import { labFileTexts, labMistakes } from '../texts/texts.ts'
import { annotationWords, commentsOf, readAnnotation, type Annotation } from './annotation.ts'
import { readChapter, readNeeds } from './chapter-annotation.ts'
import { readChecks, type ExpressionReader } from './check-annotation.ts'
import { commandsOf } from './commands.ts'
import { readFront, splitFrontMatter, type Front } from './front-matter.ts'
import { inferChecks } from './infer.ts'
import type { Chapter, Check, Hint, Lab, Need, Question, Solution, Step } from './lab.ts'
import { readQuestions } from './question-annotation.ts'
import { inferRepositories } from './repositories.ts'
import { splitSections, StepIds, type Section } from './sections.ts'
import type { FileText } from './source.ts'

export interface ParseOptions {
  /** Absolute path of the Markdown file; it names the lab and is used in sentences about mistakes. */
  readonly file: string
  /** How the file is called in those sentences; the absolute path when left out. */
  readonly shownAs?: string
  /** Content of a file beside the tutorial, by its path from the tutorial's folder; undefined when there is none. */
  readonly fileText?: FileText
  /** Finds mistakes in CEL expressions; without it they are found when the check is first looked at. */
  readonly expressions?: ExpressionReader
  /** Hears of every annotation that cannot be read; it is then passed over, instead of being the outcome. */
  readonly onMistake?: (sentence: string) => void
}

/**
 * Reads a tutorial into a Lab. Pure: files come in by `options.fileText`.
 *
 * @returns the lab, or a failure of kind `bad-input` that names the file and the line.
 */
export function parseLab(text: string, options: ParseOptions): Outcome<Lab> {
  const shown = options.shownAs ?? options.file
  const refusal = unparsable(text)
  if (refusal) return failure('bad-input', `${shown} ${refusal}.`)
  if (text.trim() === '') return failure('bad-input', labFileTexts.empty(shown))
  const normalised = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const { yaml, body } = splitFrontMatter(normalised)
  const front = readFront(yaml ?? '', { file: shown, line: 2 }, false)
  if (!front.ok && options.onMistake === undefined) return front
  if (!front.ok) options.onMistake?.(front.failure.message)
  const settings = front.ok ? front.value : { requires: {}, repositories: [] }
  return new LabReader(parseMarkdown(body), settings, options, shown).read()
}

class LabReader {
  private readonly blocks: readonly Block[]
  private front: Front
  private readonly options: ParseOptions
  private readonly shown: string
  private readonly annotated: boolean
  private readonly ids = new StepIds()
  private readonly fileText: FileText

  constructor(blocks: readonly Block[], front: Front, options: ParseOptions, shown: string) {
    this.blocks = blocks
    this.front = front
    this.options = options
    this.shown = shown
    this.fileText = options.fileText ?? (() => undefined)
    const known = new RegExp(`^\\s*(${annotationWords.join('|')})[ \\t]*(:|\\n)`)
    this.annotated = commentsOf(blocks).some(comment => known.test(comment.text))
  }

  read(): Outcome<Lab> {
    const { title, introduction, sections } = splitSections(this.blocks)
    const settings = this.settings()
    if (!settings.ok) return settings
    const file = this.options.file
    const folder = path.dirname(file)
    const base = path.basename(file).replace(/\.[^.]*$/, '')
    const name = /^readme$/i.test(base) ? path.basename(folder) : base
    const labTitle = this.front.title ?? title ?? plainText(sections[0]?.heading?.inlines ?? []).trim()
    const steps: Step[] = []
    for (const section of sections) {
      const step = this.step(section, labTitle || name)
      if (!step.ok) return step
      steps.push(step.value)
    }
    const inferred = inferChecks(steps, this.fileText)
    const repositories = [
      ...this.front.repositories,
      ...inferRepositories(steps, this.front.repositories, this.fileText)
    ]
    return success({
      name,
      title: labTitle || name,
      ...(this.front.order !== undefined && { order: this.front.order }),
      file,
      folder,
      requires: this.front.requires,
      introduction: visible(introduction),
      steps: inferred,
      repositories
    })
  }

  /** Tells a mistake to who wants to hear of all of them; false where nobody does. */
  private isPassedOver({ message }: Failure): boolean {
    this.options.onMistake?.(message)
    return this.options.onMistake !== undefined
  }

  /** `<!-- lab … -->`, the invisible form of front matter; it may stand anywhere, once. */
  private settings(): Outcome<undefined> {
    let seen = false
    for (const comment of commentsOf(this.blocks)) {
      const annotation = readAnnotation(comment, this.shown, this.annotated)
      if (!annotation.ok) {
        if (this.isPassedOver(annotation.failure)) continue
        return annotation
      }
      if (annotation.value?.word !== 'lab') continue
      const { body, line } = annotation.value
      const front = seen
        ? failure('bad-input', `${this.shown}:${line}: ${labMistakes.settingsTwice}`)
        : readFront(body, { file: this.shown, line }, true)
      seen = true
      if (!front.ok) {
        if (this.isPassedOver(front.failure)) continue
        return front
      }
      this.front = {
        ...this.front,
        ...front.value,
        requires: { ...this.front.requires, ...front.value.requires },
        repositories: [...this.front.repositories, ...front.value.repositories]
      }
    }
    return success(undefined)
  }

  private step(section: Section, labTitle: string): Outcome<Step> {
    const found: Annotated = { checks: [], hints: [], needs: [], questions: [] }
    for (const comment of commentsOf(section.blocks)) {
      const read = this.annotate(found, comment)
      if (!read.ok && !this.isPassedOver(read.failure)) return read
    }
    const { id, ...parts } = found
    const title = section.heading ? plainText(section.heading.inlines).trim() : labTitle
    return success({
      id: id ?? this.ids.fromTitle(title),
      title,
      line: section.heading?.line ?? section.blocks[0]?.line ?? 1,
      level: section.heading?.level ?? 1,
      blocks: visible(section.blocks),
      commands: commandsOf(section.blocks, name => this.fileText(name) !== undefined),
      ...parts
    })
  }

  /** Adds what one comment says to what is known of its step. */
  private annotate(found: Annotated, comment: Extract<Block, { type: 'comment' }>): Outcome<undefined> {
    const annotation = readAnnotation(comment, this.shown, this.annotated)
    if (!annotation.ok) return annotation
    if (annotation.value === undefined) return success(undefined)
    const { word, body, line } = annotation.value
    const place = { file: this.shown, line }
    if (word === 'check') {
      const read = readChecks(body, place, this.options.expressions)
      if (!read.ok) return read
      found.checks.push(...read.value)
    } else if (word === 'question') {
      const read = readQuestions(body, place, this.options.expressions)
      if (!read.ok) return read
      found.questions.push(...read.value)
    } else if (word === 'chapter') {
      const read = readChapter(body, place)
      if (!read.ok) return read
      found.chapter = read.value
    } else if (word === 'needs') {
      const read = readNeeds(body, place)
      if (!read.ok) return read
      found.needs.push(...read.value)
    } else if (word === 'step') {
      const own = this.ownId(annotation.value)
      if (!own.ok) return own
      found.id = own.value
    } else if (word === 'hint' || word === 'solution') {
      if (body.trim() === '') return failure('bad-input', `${this.shown}:${line}: ${labMistakes.isEmpty(word)}`)
      if (word === 'hint') found.hints.push({ text: dedent(body), line })
      else if (found.solution) return failure('bad-input', `${this.shown}:${line}: ${labMistakes.secondSolution}`)
      else found.solution = { script: dedent(body), line }
    }
    return success(undefined)
  }

  private ownId({ body, line }: Annotation): Outcome<string> {
    const id = body.trim()
    if (!/^[a-z0-9][a-z0-9-]{0,79}$/.test(id))
      return failure('bad-input', `${this.shown}:${line}: ${labMistakes.idForm(id)}`)
    if (!this.ids.claim(id)) return failure('bad-input', `${this.shown}:${line}: ${labMistakes.idTwice(id)}`)
    return success(id)
  }
}

/** What the annotations of a step say. */
interface Annotated {
  readonly checks: Check[]
  readonly hints: Hint[]
  readonly needs: Need[]
  readonly questions: Question[]
  id?: string
  chapter?: Chapter
  solution?: Solution
}

/** Blocks without comments, which are never shown. */
function visible(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.type === 'comment') return []
    if (block.type === 'quote') return [{ ...block, blocks: visible(block.blocks) }]
    return [block.type === 'list' ? { ...block, items: block.items.map(visible) } : block]
  })
}

/** Text of an annotation without the indentation that all of its lines after the first share. */
function dedent(body: string): string {
  const [first = '', ...rest] = body.replace(/\s+$/, '').split('\n')
  const filled = rest.filter(line => line.trim() !== '')
  const indent = Math.min(...filled.map(line => /^ */.exec(line)?.[0].length ?? 0))
  const lines = [first.trim(), ...rest.map(line => line.slice(Number.isFinite(indent) ? indent : 0))]
  return (lines[0] === '' ? lines.slice(1) : lines).join('\n')
}
