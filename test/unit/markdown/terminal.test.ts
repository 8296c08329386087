import { describe, expect, test } from 'vitest'
import { highlight } from '../../../src/markdown/highlight.ts'
import { parseMarkdown } from '../../../src/markdown/markdown.ts'
import { lineText, lineWidth, truncate, justify, widthOf } from '../../../src/markdown/styled.ts'
import { renderBlocks, renderBlocksPlain } from '../../../src/markdown/terminal.ts'
import { chop, wrap } from '../../../src/markdown/wrap.ts'

const draw = (text: string, width: number) => renderBlocksPlain(parseMarkdown(text), width)

describe('wrapping', () => {
  test('breaks between words, also where the looks change within a word', () => {
    const rows = wrap([{ text: 'one ' }, { text: 'two', bold: true }, { text: 'three four' }], 8)
    expect(rows.map(lineText)).toEqual(['one', 'twothree', 'four'])
    expect(rows[1]).toEqual([{ text: 'two', bold: true }, { text: 'three' }])
  })

  test('parts a word that is wider than the pane', () => {
    expect(wrap([{ text: 'a prometheus-daemonset' }], 10).map(lineText)).toEqual(['a', 'prometheus', '-daemonset'])
  })

  test('counts wide characters as two columns, and parts Chinese without spaces but not before a full stop', () => {
    const rows = wrap([{ text: '日本語日本語。' }], 7).map(lineText)
    expect(rows.join('')).toBe('日本語日本語。')
    expect(rows.every(row => widthOf(row) <= 7 && !row.startsWith('。'))).toBe(true)
  })

  test('never parts an emoji that is made of several characters', () => {
    expect(wrap([{ text: '👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧' }], 4).map(lineText)).toEqual(['👩‍👩‍👧👩‍👩‍👧', '👩‍👩‍👧'])
  })

  test('a character that is wider than the pane does not hang it', () => {
    expect(chop([{ text: '日本' }], 1).map(lineText)).toEqual(['日本'])
  })

  test('a newline starts a row, and further rows are indented', () => {
    expect(wrap([{ text: 'a b\nc' }], 3, [{ text: '* ' }], [{ text: '  ' }]).map(lineText)).toEqual([
      '* a',
      '  b',
      '  c'
    ])
  })
})

describe('one line', () => {
  test('is cut with a mark', () => {
    expect(lineText(truncate([{ text: 'DaemonSets' }], 6))).toBe('Daemo…')
    expect(lineText(truncate([{ text: '日本語' }], 4))).toBe('日…')
  })

  test('has its right part at the right end', () => {
    expect(lineText(justify([{ text: 'left' }], [{ text: 'right' }], 12))).toBe('left   right')
    expect(lineText(justify([{ text: 'a long left part' }], [{ text: 'right' }], 12))).toBe('a lon… right')
  })
})

describe('blocks', () => {
  test('are parted by an empty row; comments are not shown', () => {
    expect(draw('# Title\n\nSome *words* with `code`.\n\n<!-- check -->\n\n> quoted', 40)).toEqual([
      '# Title',
      '',
      'Some words with `code`.',
      '',
      '| quoted'
    ])
  })

  test('lists are nested and numbered', () => {
    expect(draw('9. nine\n10. ten has more words\n    - inner', 16)).toEqual([
      '9.  nine',
      '10. ten has more',
      '    words',
      '    - inner'
    ])
  })

  test('tables are aligned, shrink, and at last are told row by row', () => {
    const table = '| NAME | READY |\n|---|---|\n| prometheus-daemonset | 1/3 |'
    expect(draw(table, 40)).toEqual([
      'NAME                  READY',
      '---------------------------',
      'prometheus-daemonset  1/3'
    ])
    expect(draw(table, 20)).toEqual(['NAME           READY', '--------------------', 'prometheus-da  1/3', 'emonset'])
    expect(draw(table, 12)).toEqual(['NAME:', '  prometheus', '  -daemonset', 'READY: 1/3'])
  })

  test('code keeps its spaces; what is too long goes on further in', () => {
    expect(draw('```yaml\nspec:\n  a: b\n```', 40)).toEqual(['  spec:', '    a: b'])
    expect(draw('```\nkubectl get pods --all-namespaces -o wide\n```', 34)).toEqual([
      '  kubectl get pods --all-namespace',
      '      s -o wide'
    ])
  })

  test('a link tells its address once', () => {
    expect(draw('[docs](https://kubernetes.io/docs) <https://kubernetes.io> [file](a.yml)', 80)).toEqual([
      'docs (https://kubernetes.io/docs) https://kubernetes.io file'
    ])
  })

  test('escape sequences of an author do not reach the terminal', () => {
    expect(draw('a\u001b]0;title\u0007b\n\n```\n\u001b[2Jx\n```', 40).join('|')).toBe('ab||  x')
  })

  test('no row is wider than the pane, at any width', () => {
    const text =
      '# Héading 日本語\n\ntext `kubectl get pods` 🚀🚀 and more words\n\n- a\n  - b\n    - c\n      1. deep\n\n> quote\n> > inner\n\n' +
      '| a | b | c |\n|---|---|---|\n| some words | 日本語 | `x` |\n\n```bash\nkubectl get pods -o jsonpath="{.items}"\n```\n\n---\n'
    for (let width = 20; width <= 130; width++)
      for (const row of renderBlocks(parseMarkdown(text), { width }))
        expect(lineWidth(row), `${width}: ${lineText(row)}`).toBeLessThanOrEqual(width)
  })
})

describe('colours of code', () => {
  test('keys of YAML stand out, the text stays the same', () => {
    const text = 'kind: DaemonSet\nspec:\n  replicas: 3 # three'
    const lines = highlight('yaml', text)
    expect(lines?.map(lineText).join('\n')).toBe(text)
    expect(lines?.[0]?.[0]).toEqual({ text: 'kind:', colour: 'keyword' })
    expect(lines?.[2]?.some(run => run.dim === true && run.text.includes('three'))).toBe(true)
  })

  test('an unknown language is left alone', () => {
    expect(highlight('brainfuck', '+')).toBeUndefined()
  })
})
