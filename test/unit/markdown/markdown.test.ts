import { describe, expect, it } from 'vitest'
import type { Block } from '../../../src/markdown/blocks.ts'
import { plainText } from '../../../src/markdown/inline.ts'
import { unparsable } from '../../../src/markdown/limits.ts'
import { parseMarkdown } from '../../../src/markdown/markdown.ts'

function ofType<T extends Block['type']>(blocks: readonly Block[], type: T): Extract<Block, { type: T }>[] {
  return blocks.filter((block): block is Extract<Block, { type: T }> => block.type === type)
}

describe('parseMarkdown', () => {
  it('keeps emphasis, code and links of a paragraph as runs', () => {
    const [block] = ofType(parseMarkdown('a **b *c*** `d` ~~e~~ [f](https://x.y/)'), 'paragraph')
    expect(block!.inlines).toEqual([
      { text: 'a ' },
      { text: 'b ', bold: true },
      { text: 'c', bold: true, italic: true },
      { text: ' ' },
      { text: 'd', code: true },
      { text: ' ' },
      { text: 'e', strike: true },
      { text: ' ' },
      { text: 'f', href: 'https://x.y/' }
    ])
  })

  it('counts lines from 1, those of code from its first line', () => {
    const blocks = parseMarkdown('# Title\n\ntext\n\n```sh\nls\npwd\n```\n\n    indented\n')
    expect(blocks.map(block => [block.type, block.line])).toEqual([
      ['heading', 1],
      ['paragraph', 3],
      ['code', 6],
      ['code', 10]
    ])
    expect(ofType(blocks, 'code').map(code => [code.language, code.text])).toEqual([
      ['sh', 'ls\npwd'],
      ['', 'indented']
    ])
  })

  it('gives comments with their line, also within list items and paragraphs, and unescapes the arrow', () => {
    const blocks = parseMarkdown(
      '- item\n  <!-- check\n  - that: a --\\> b\n  -->\n- two <!-- x --> three\n\n<!-- y -->\n'
    )
    const list = ofType(blocks, 'list')[0]!
    expect(ofType(list.items[0]!, 'comment')).toEqual([{ type: 'comment', text: ' check\n- that: a --> b\n', line: 2 }])
    expect(ofType(list.items[1]!, 'comment')).toEqual([{ type: 'comment', text: ' x ', line: 5 }])
    expect(ofType(blocks, 'comment')).toEqual([{ type: 'comment', text: ' y ', line: 7 }])
  })

  it('says when a comment is never closed', () => {
    expect(ofType(parseMarkdown('text\n\n<!-- check\n- that: x\n'), 'comment')[0]).toMatchObject({
      line: 3,
      unclosed: true
    })
  })

  it('drops all other HTML', () => {
    const blocks = parseMarkdown('<script>alert(1)</script>\n\na<b onclick="x">b</b>c<br>d\n')
    expect(blocks).toHaveLength(1)
    expect(plainText(ofType(blocks, 'paragraph')[0]!.inlines)).toBe('abc\nd')
  })

  it('reads tables, quotes, rules and numbered lists', () => {
    const blocks = parseMarkdown('| a | b |\n|---|---|\n| `c` | d |\n\n> quoted\n\n---\n\n3. three\n4. four\n')
    expect(blocks.map(block => block.type)).toEqual(['table', 'quote', 'rule', 'list'])
    expect(ofType(blocks, 'table')[0]!.rows).toEqual([[[{ text: 'c', code: true }], [{ text: 'd' }]]])
    expect(ofType(blocks, 'list')[0]).toMatchObject({ ordered: true, start: 3 })
  })

  it('closes fences that carry a runner’s mark or are indented too deeply', () => {
    const blocks = parseMarkdown('```\nkubectl get pods\n```{{exec}}\n\ntext\n\n```\nls\n      ```\n\nmore\n')
    expect(blocks.map(block => block.type)).toEqual(['code', 'paragraph', 'code', 'paragraph'])
    expect(ofType(blocks, 'code').map(code => code.text)).toEqual(['kubectl get pods', 'ls'])
  })

  it('leaves a fence alone that lies inside a longer one', () => {
    const blocks = parseMarkdown('````md\n```sh\nls\n```\n````\n')
    expect(ofType(blocks, 'code').map(code => code.text)).toEqual(['```sh\nls\n```'])
  })
})

describe('unparsable', () => {
  it('lets a long but ordinary text pass', () => {
    expect(unparsable('A [link](x) and text.\n'.repeat(20_000))).toBeUndefined()
  })

  it.each([
    ['too long', 'x'.repeat(1_000_001), 'is 1001 kB long'],
    ['binary', 'a\0b', 'binary'],
    ['brackets', '['.repeat(60_000), '60000 opening brackets'],
    ['quotes', `fine\n${'>'.repeat(5000)}`, 'in line 2'],
    ['lists', '- '.repeat(5000), 'in line 1']
  ])('refuses %s', (_name, text, reason) => {
    expect(unparsable(text)).toContain(reason)
  })
})
