import type { Block, Inline } from '../../markdown/blocks.ts'
import type { Line } from '../../markdown/styled.ts'
import { renderBlocks, type Highlight } from '../../markdown/terminal.ts'
import type { Lab, Step } from '../../lab/lab.ts'
import type { SessionState } from '../../session/state.ts'
import { plain } from '../../shell/sanitise.ts'
import { texts } from '../../texts/texts.ts'
import type { Theme } from '../theme.ts'

/** What the present step has to teach. */
export interface Taught {
  /** Of the lab, before its first step. */
  readonly introduction: Lab['introduction'] | undefined
  /** What stands between the lab and the cluster, before its first step. */
  readonly obstacles: readonly string[] | undefined
  /** Undefined in a lab without steps. */
  readonly step: Step | undefined
  readonly hintsShown: number
}

/** What there is to read in the present step. */
export function taughtIn({ steps, current, lab, obstacles }: SessionState): Taught {
  const view = steps[current]
  const isFirst = current === 0
  return {
    introduction: isFirst ? lab.introduction : undefined,
    obstacles: isFirst ? obstacles : undefined,
    step: view?.step,
    hintsShown: view?.hintsShown ?? 0
  }
}

export interface LessonParts extends Taught {
  /** The Markdown parser, for hints; without it none is shown. */
  readonly parse: ((text: string) => Block[]) | undefined
  readonly width: number
  readonly theme: Theme
  /** Colours for code blocks. */
  readonly highlight: Highlight | undefined
}

/** The lesson of a step as rows: the lab's introduction before the first step, the step's prose, the hints asked for. */
export function lessonLines(parts: LessonParts): readonly Line[] {
  const { introduction, step, parse, width, theme, highlight } = parts
  if (step === undefined) return []
  const title: Block = { type: 'heading', level: 2, inlines: [{ text: step.title }], line: step.line }
  const hints = step.hints.slice(0, parse === undefined ? 0 : parts.hintsShown).flatMap((hint, index): Block[] => {
    const title: Inline = { text: texts.hintOf(index + 1, step.hints.length), bold: true }
    const [first, ...rest] = parse?.(hint.text) ?? []
    const opening: Block[] = index === 0 ? [{ type: 'rule', line: hint.line }] : []
    if (first?.type === 'paragraph')
      return [...opening, { ...first, inlines: [title, { text: '  ' }, ...first.inlines] }, ...rest]
    return [...opening, { type: 'paragraph', inlines: [title], line: hint.line }, ...(first ? [first, ...rest] : [])]
  })
  const opening = introduction === undefined || introduction.length === 0 ? [] : [...introduction, title]
  const warned = (parts.obstacles ?? []).map((text): Block => ({
    type: 'paragraph',
    inlines: [{ text: `${texts.beforeYouBegin}  `, bold: true }, { text: plain(text) }],
    line: 1
  }))
  return renderBlocks([...warned, ...opening, ...step.blocks, ...hints], {
    width,
    signs: !theme.colours,
    ascii: theme.ascii,
    highlight: theme.colours ? highlight : undefined
  })
}
