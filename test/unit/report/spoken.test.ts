import { describe, expect, it } from 'vitest'
import { parseMarkdown } from '../../../src/markdown/markdown.ts'
import { spokenBlocks, spokenCode, spokenLine, spokenOutput } from '../../../src/report/spoken.ts'

const spoken = (text: string): string[] => spokenBlocks(parseMarkdown(text))

describe('a lesson', () => {
  it('has no signs, and one line for each paragraph and item', () => {
    expect(spoken('# Title\n\nSome *words*\nwith `code`.\n\n- one\n- two\n\n3. three\n\n> said\n\n---\n')).toEqual([
      'Heading: Title',
      'Some words with code.',
      'Item 1 of 2: one',
      'Item 2 of 2: two',
      '3: three',
      'Quote:',
      'said',
      'End of quote.'
    ])
  })

  it('tells the indentation of code wherever it changes', () => {
    expect(spoken('```yaml\nspec:\n  template:\n    spec:\n    x: 1\n\nkind: Pod\n```')).toEqual([
      'Code in yaml, 6 lines:',
      'spec:',
      'indented 2 spaces: template:',
      'indented 4 spaces: spec:',
      'x: 1',
      'Empty line.',
      'not indented: kind: Pod',
      'End of code.'
    ])
    expect(spokenCode('a:\n\tb: 1')).toEqual(['a:', 'indented 1 tab: b: 1'])
  })

  it('tells a table row by row', () => {
    expect(spoken('| NAME | READY | NODE |\n|---|---|---|\n| agent | 0/1 | node1 |')).toEqual([
      'Table, 1 row:',
      'agent: ready 0 of 1, node node1'
    ])
  })
})

describe('output', () => {
  it('has its tables as sentences', () => {
    const output = [
      'NAME    READY   STATUS    RESTARTS      AGE',
      'nsjwx   1/1     Running   0             2m5s',
      'x7k2p   0/1     Pending   1 (3s ago)    3d',
      '',
      'NAME    DESIRED   NODE SELECTOR   AGE',
      'agent   2         <none>          7s'
    ]
    expect(spokenOutput(output)).toEqual([
      'Table, 2 rows.',
      'nsjwx: ready 1 of 1, Running, restarts 0, age 2 minutes 5 seconds',
      'x7k2p: ready 0 of 1, Pending, restarts 1 (3s ago), age 3 days',
      'Empty line.',
      'Table, 1 row.',
      'agent: desired 2, node selector none, age 7 seconds'
    ])
  })

  it('is else told line by line, with its indentation', () => {
    expect(spokenOutput(['Name:  agent', 'Status:', '  Phase: Running', 'Events: <none>'])).toEqual([
      'Name:  agent',
      'Status:',
      'indented 2 spaces: Phase: Running',
      'not indented: Events: <none>'
    ])
  })
})

it('a line of the walk loses its sign and its indentation', () => {
  expect(spokenLine('~ Check 1 of 2, waiting, 10 s of 60 s: all run (0 of 3)')).toBe(
    'Check 1 of 2, waiting, 10 seconds of 60 seconds: all run (0 of 3)'
  )
  expect(spokenLine('  Why: no node can pull it')).toBe('Why: no node can pull it')
  expect(spokenLine('Ran, exit 0, 0.3 s.')).toBe('Ran, exit 0, 0.3 seconds.')
})
