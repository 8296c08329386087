import xterm from '@xterm/headless'
import { describe, expect, it } from 'vitest'
import { createSanitiser, plain, sanitise } from '../../../src/shell/sanitise.ts'

const ESC = '\u001b'
const BEL = '\u0007'
const ST = `${ESC}\\`

describe('sanitise', () => {
  it.each<[string, string, string]>([
    ['text', 'pod/web created\n', 'pod/web created\n'],
    ['tab, newline, carriage return', 'a\tb\r\nc', 'a\tb\r\nc'],
    ['colour', `${ESC}[1;31mred${ESC}[0m`, `${ESC}[1;31mred${ESC}[0m`],
    ['colour without an end', `${ESC}[31mred`, `${ESC}[31mred${ESC}[0m`],
    ['true colour', `${ESC}[38:2::1:2:3mx${ESC}[m`, `${ESC}[38:2::1:2:3mx${ESC}[m`],
    ['8-bit colour', '\u009b32mgreen\u009b0m', `${ESC}[32mgreen${ESC}[0m`],
    ['modifyOtherKeys', `a${ESC}[>4;2mb`, 'ab'],
    ['private m', `a${ESC}[?4mb`, 'ab'],
    ['m with an intermediate', `a${ESC}[1 mb`, 'ab'],
    ['clear', `a${ESC}[2Jb${ESC}[Hc`, 'abc'],
    ['alternate screen', `a${ESC}[?1049hb`, 'ab'],
    ['mouse', `${ESC}[?1003hx`, 'x'],
    ['title', `a${ESC}]0;title${BEL}b`, 'ab'],
    ['title, 8-bit', 'a\u009d0;title\u009cb', 'ab'],
    ['clipboard', `a${ESC}]52;c;aGk=${ST}b`, 'ab'],
    ['clipboard made by dropping', `${ESC}${ESC}]0;a${BEL}]52;c;aGk=${BEL}`, ']52;c;aGk='],
    ['hyperlink', `${ESC}]8;;https://example.com${ST}link${ESC}]8;;${ST}`, 'link'],
    ['DCS', `a${ESC}P+q544e${ST}b`, 'ab'],
    ['DCS is not ended by BEL', `a${ESC}Pq${BEL}x${ST}b`, 'ab'],
    ['APC, PM, SOS', `a${ESC}_x${ST}b${ESC}^x${ST}c${ESC}Xx${ST}d`, 'abcd'],
    ['a string ended by another sequence', `a${ESC}]0;x${ESC}[31mb`, `a${ESC}[31mb${ESC}[0m`],
    ['CAN ends a string', `a${ESC}]0;x\u0018b`, 'ab'],
    ['SUB ends a sequence', `a${ESC}[3\u001a1mb`, 'a1mb'],
    ['OSC ends at the line', `a${ESC}]0;x\nb`, 'a\nb'],
    ['charset', `a${ESC}(0b${ESC})Bc`, 'abc'],
    ['reset', `a${ESC}cb`, 'ab'],
    ['keypad', `a${ESC}=b${ESC}>c`, 'abc'],
    ['index, next line, 7-bit', `a${ESC}Db${ESC}Ec`, 'abc'],
    ['C1', 'a\u0084b\u0085c\u008dd', 'abcd'],
    ['C0', 'a\u0000b\u0007c\u0008d\u000be\u000ef\u007fg', 'abcdefg'],
    ['a control within a sequence', `a${ESC}[3\n1mb`, `a\n${ESC}[31mb${ESC}[0m`],
    ['a sequence given up', `a${ESC}[3äb`, 'aäb'],
    ['other scripts', 'größe 集群 🚀 עברית', 'größe 集群 🚀 עברית'],
    ['reordered text', 'rm \u202e-rf\u202c \u2066x\u2069', 'rm -rf x'],
    ['a very long colour', `a${ESC}[${'1;'.repeat(500)}mb`, 'ab']
  ])('%s', (_name, text, expected) => {
    expect(sanitise(text)).toBe(expected)
    const sanitiser = createSanitiser()
    const parts = Array.from({ length: text.length }, (_, index) => sanitiser.write(text.charAt(index))).join('')
    expect(parts + sanitiser.end()).toBe(expected)
  })

  it('goes on after a control string that never ends', () => {
    const text = sanitise(`a${ESC}Pq${'x'.repeat(150_000)}end`)
    expect(text.endsWith('end')).toBe(true)
  })

  it('drops colours as well when plain', () => {
    expect(plain(`${ESC}[31mred${ESC}[0m \u009b1mbold ${ESC}]0;t${BEL}x`)).toBe('red bold x')
  })
})

describe('a terminal that shows sanitised text', () => {
  /** mulberry32, so that a failure can be repeated. */
  function randomNumbers(seed: number): (below: number) => number {
    return below => {
      seed = (seed + 0x6d2b79f5) | 0
      let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) % below
    }
  }
  const pieces = [
    ...[
      ESC,
      ESC,
      ESC,
      '[',
      ']',
      '?',
      '>',
      '!',
      'P',
      'X',
      '^',
      '_',
      '\\',
      '(',
      ' ',
      '$',
      '"',
      ';',
      ':',
      '0',
      '1',
      '2',
      '4'
    ],
    ...[
      '5',
      '7',
      '8',
      '9',
      'm',
      'm',
      'h',
      'l',
      'p',
      'q',
      'r',
      't',
      'c',
      'n',
      'H',
      'J',
      'D',
      'M',
      'x',
      'ä',
      '集',
      '\n',
      '\r'
    ],
    ...['\t', BEL, '\u0018', '\u001a', '\u0000', '\u0008', '\u007f', '\u0090', '\u009b', '\u009c', '\u009d', '\u009e'],
    ...['\u009f', '\u0098', '\u0084', '\u008d', '\u2066', '0;title', '52;c;aGk=', '?1049h', '?2004h', '?1003h', '?25l']
  ]
  const allowed = /^(?:[\t\n\r\u0020-\u007e\u00a0-\uffff]|\u001b\[[\d;:]*m)*$/

  it('changes nothing but cells and colours, for 100,000 random strings in random chunks', async () => {
    const random = randomNumbers(20_260_101)
    const terminal = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true })
    const events: string[] = []
    terminal.onTitleChange(title => events.push(`title ${title}`))
    terminal.onBell(() => events.push('bell'))
    // What a terminal answers to a query would be typed into the learner's shell.
    terminal.onData(data => events.push(`answer ${JSON.stringify(data)}`))
    terminal.onBinary(() => events.push('binary answer'))
    for (const id of [0, 1, 2, 4, 8, 10, 11, 12, 52, 104, 1337]) {
      terminal.parser.registerOscHandler(id, data => {
        events.push(`OSC ${id} ${data}`)
        return true
      })
    }
    const modes = JSON.stringify(terminal.modes)
    const show = (text: string) => new Promise<void>(resolve => terminal.write(text, resolve))

    let batch = ''
    for (let round = 1; round <= 100_000; round++) {
      const text = Array.from({ length: 1 + random(24) }, () => pieces[random(pieces.length)]).join('')
      const sanitiser = createSanitiser()
      let shown = ''
      for (let at = 0; at < text.length;) {
        const end = at + 1 + random(6)
        shown += sanitiser.write(text.slice(at, end))
        at = end
      }
      shown += sanitiser.end()
      if (shown !== sanitise(text) || !allowed.test(shown) || sanitise(shown) !== shown || /\u001b/.test(plain(text)))
        expect.fail(`Round ${round}: ${JSON.stringify(text)} gave ${JSON.stringify(shown)}`)
      batch += shown
      if (round % 500 === 0) {
        await show(batch)
        batch = ''
        if (events.length > 0 || JSON.stringify(terminal.modes) !== modes || terminal.buffer.active.type !== 'normal')
          expect.fail(`Before round ${round}: ${events.join(', ')} ${JSON.stringify(terminal.modes)}`)
      }
    }
    terminal.dispose()
  })

  it('would change without the sanitiser, so that the test above can fail', async () => {
    const terminal = new xterm.Terminal({ allowProposedApi: true })
    const titles: string[] = []
    terminal.onTitleChange(title => titles.push(title))
    await new Promise<void>(resolve => terminal.write(`${ESC}]0;stolen${BEL}${ESC}[?2004h`, resolve))
    expect(titles).toEqual(['stolen'])
    expect(terminal.modes.bracketedPasteMode).toBe(true)
    terminal.dispose()
  })
})
