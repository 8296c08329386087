import { describe, expect, it } from 'vitest'
import { anchorsIn, linksIn } from '../../../src/markdown/links.ts'

describe('linksIn', () => {
  it('finds links, images and HTML on their lines, and nothing in code and comments', () => {
    const text = [
      '# A [title](title.md)',
      '',
      'Two lines: [one](one.md),',
      'and ![two](two.png "Two").',
      '',
      '<p>',
      '<img src="three.png"> <a href=\'four.md\'>x</a>',
      '</p>',
      '',
      '| a | b |',
      '|---|---|',
      '| [five](five.md) | x |',
      '',
      '`[no](no.md)` <!-- [no](no.md) --> and <img src="six.png">',
      '',
      '```',
      '[no](no.md)',
      '```',
      '',
      '<!-- hint',
      '<img src="no.png">',
      '-->',
      '- [seven][7]',
      '',
      '[7]: seven.md'
    ].join('\n')
    expect(linksIn(text).map(({ href, line }) => [line, href])).toEqual([
      [1, 'title.md'],
      [3, 'one.md'],
      [4, 'two.png'],
      [7, 'three.png'],
      [7, 'four.md'],
      [12, 'five.md'],
      [14, 'six.png'],
      [23, 'seven.md']
    ])
  })
})

describe('anchorsIn', () => {
  it('makes anchors of headings as GitHub does, and takes those of HTML', () => {
    const text =
      '# 1. One pod, `kubectl` & co.\n\n## Again\n\n## Again\n\n## Übung: _zwei_\n\n<a name="own"></a>\n\nx <a id="other"></a>\n'
    expect([...anchorsIn(text)]).toEqual(['1-one-pod-kubectl--co', 'again', 'again-1', 'übung-zwei', 'own', 'other'])
  })
})
