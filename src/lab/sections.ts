import type { Block } from '../markdown/blocks.ts'
import { plainText } from '../markdown/inline.ts'

type Heading = Extract<Block, { type: 'heading' }>

/** A heading and what stands below it, up to the next heading of any level. */
export interface Section {
  /** Missing for commands that stand before any heading. */
  readonly heading?: Heading
  readonly blocks: readonly Block[]
}

export interface Sections {
  readonly title: string | undefined
  readonly introduction: readonly Block[]
  readonly sections: readonly Section[]
}

/**
 * Divides a file at its headings. A first heading of level 1 is the lab's title, and the prose below it the
 * introduction; when code stands there, it is a step as well.
 */
export function splitSections(blocks: readonly Block[]): Sections {
  const sections: { heading?: Heading; blocks: Block[] }[] = [{ blocks: [] }]
  for (const block of blocks) {
    if (block.type === 'heading') sections.push({ heading: block, blocks: [] })
    else sections.at(-1)?.blocks.push(block)
  }
  const [before = { blocks: [] }, first, ...rest] = sections
  const opening = hasCode(before.blocks) ? [before] : []
  if (first?.heading?.level !== 1)
    return {
      title: undefined,
      introduction: opening.length > 0 ? [] : before.blocks,
      sections: [...opening, ...(first ? [first, ...rest] : [])]
    }
  const title = plainText(first.heading.inlines).trim()
  const works = hasCode(first.blocks)
  return {
    title,
    introduction: [...(opening.length > 0 ? [] : before.blocks), ...(works ? [] : first.blocks)],
    sections: [...opening, ...(works ? [first] : []), ...rest]
  }
}

function hasCode(blocks: readonly Block[]): boolean {
  return blocks.some(block => {
    if (block.type === 'code' || block.type === 'comment') return block.type === 'code'
    if (block.type === 'list') return block.items.some(hasCode)
    return block.type === 'quote' && hasCode(block.blocks)
  })
}

/** Gives each step an id that stays when other parts of the lab are edited: the heading's words, numbered when taken. */
export class StepIds {
  private readonly taken = new Set<string>()

  /** @returns false when the id is taken. */
  claim(id: string): boolean {
    if (this.taken.has(id)) return false
    this.taken.add(id)
    return true
  }

  fromTitle(title: string): string {
    const words = title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60)
    const base = words === '' ? 'step' : words
    for (let n = 1; ; n++) {
      const id = n === 1 ? base : `${base}-${n}`
      if (this.claim(id)) return id
    }
  }
}
