import { failure, success, type Outcome } from '../failure.ts'
import type { Block } from '../markdown/blocks.ts'
import { labMistakes } from '../texts/texts.ts'
import { nearest, offerOf } from './nearest.ts'

/** The words that begin an annotation. `plant` is read and kept out of the way until it has a use. */
export const annotationWords = [
  'lab',
  'check',
  'hint',
  'solution',
  'step',
  'question',
  'chapter',
  'needs',
  'plant'
] as const
export type AnnotationWord = (typeof annotationWords)[number]

export interface Annotation {
  readonly word: AnnotationWord
  /** What follows the word and its colon, as written. */
  readonly body: string
  /** Line of `<!--`, counted from 1; the first line of `body` is on it. */
  readonly line: number
}

/** Comments that other programs read, or that people write for each other. */
const foreign =
  /^(todo|fixme|note|xxx|toc|tocstop|begin|end|start|stop|spdx|prettier|markdownlint|eslint|copyright|license)\b/i

/**
 * Reads a comment as an annotation. Comments that do not look like one are other people's and give undefined; a
 * misspelt word is a mistake, as its check would silently never run.
 *
 * @param annotated whether the file uses annotations at all: then `<!-- word: … -->` with an unknown word is a mistake.
 */
export function readAnnotation(
  comment: Extract<Block, { type: 'comment' }>,
  file: string,
  annotated: boolean
): Outcome<Annotation | undefined> {
  const head = /^\s*([A-Za-z][\w-]*)[ \t]*(:|\n|$)/.exec(comment.text)
  const loose = /^\s*([A-Za-z]+)\b/.exec(comment.text)
  const word = head?.[1] ?? ''
  const line = comment.line + (/^\s*/.exec(comment.text)?.[0].split('\n').length ?? 1) - 1
  const known = annotationWords.find(each => each === word)
  if (known && comment.unclosed) return failure('bad-input', `${file}:${line}: ${labMistakes.neverClosed(known)}`)
  if (known && head)
    return success({ word: known, body: comment.text.slice(head[0].length - (head[2] === '\n' ? 1 : 0)), line })
  if (head === null) {
    // "<!-- check - that: …" or "<!-- solution kubectl … -->": the word is right, but neither colon nor line end follows.
    const bare = annotationWords.find(each => each === loose?.[1])
    const meant = bare !== undefined && /^\s*\w+\s*[-`{]/.test(comment.text)
    return meant ? failure('bad-input', `${file}:${line}: ${labMistakes.writeColon(bare)}`) : success(undefined)
  }
  const isMeant = nearest(word, annotationWords) !== undefined || (annotated && head[2] === ':' && !foreign.test(word))
  if (!isMeant) return success(undefined)
  return failure('bad-input', `${file}:${line}: ${labMistakes.noAnnotation(word)}; ${offerOf(word, annotationWords)}`)
}

/** All comments of a section, also those within list items and quotes, in the order of the file. */
export function commentsOf(blocks: readonly Block[]): Extract<Block, { type: 'comment' }>[] {
  return blocks.flatMap(block => {
    if (block.type === 'comment') return [block]
    if (block.type === 'quote') return commentsOf(block.blocks)
    return block.type === 'list' ? block.items.flatMap(item => commentsOf(item)) : []
  })
}
