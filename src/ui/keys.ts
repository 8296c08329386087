import type { Key } from 'ink'

export type NamedKey =
  | 'enter'
  | 'escape'
  | 'tab'
  | 'backspace'
  | 'delete'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'page up'
  | 'page down'

/** One key as the walk understands it. */
export type KeyPress =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'control'; readonly letter: string }
  | { readonly type: 'alt'; readonly letter: string }
  /** `modified`: with Shift, Alt or Control, whichever the terminal passes on. */
  | { readonly type: 'named'; readonly name: NamedKey; readonly modified: boolean }

/**
 * What Ink's `useInput` tells, as keys. Ink hands over everything that was typed quickly, or by a program, as one text;
 * Enter and control characters in it are keys too (Ink 8, input-parser.js, splits only Backspace and Ctrl-C off).
 */
export function keyPresses(input: string, key: Key): KeyPress[] {
  if (key.eventType === 'release') return []
  const name = nameOf(key)
  const modified = key.shift || key.ctrl || key.meta
  if (name !== undefined) return [{ type: 'named', name, modified }]
  if (key.ctrl) return /^[a-z]$/.test(input) ? [{ type: 'control', letter: input }] : []
  if (key.meta) return input === '' ? [] : [{ type: 'alt', letter: input.toLowerCase() }]
  return splitText(input)
}

/** Text and the control characters within it. */
export function splitText(input: string): KeyPress[] {
  const keys: KeyPress[] = []
  for (const piece of input.split(controlCharacter)) {
    if (piece === '') continue
    const code = piece.charCodeAt(0)
    if (piece === '\r' || piece === '\n' || piece === '\r\n') keys.push(named('enter'))
    else if (piece === '\t') keys.push(named('tab'))
    else if (code === 0x7f || code === 0x08) keys.push(named('backspace'))
    else if (code >= 1 && code <= 26) keys.push({ type: 'control', letter: String.fromCharCode(code + 96) })
    else if (code >= 32) keys.push({ type: 'text', text: piece })
  }
  return keys
}

const controlCharacter = new RegExp(
  `(\\r\\n|[${String.fromCharCode(0)}-${String.fromCharCode(31)}${String.fromCharCode(127)}])`
)

function named(name: NamedKey): KeyPress {
  return { type: 'named', name, modified: false }
}

function nameOf(key: Key): NamedKey | undefined {
  if (key.return) return 'enter'
  if (key.escape) return 'escape'
  if (key.tab) return 'tab'
  if (key.backspace) return 'backspace'
  if (key.delete) return 'delete'
  if (key.upArrow) return 'up'
  if (key.downArrow) return 'down'
  if (key.leftArrow) return 'left'
  if (key.rightArrow) return 'right'
  if (key.home) return 'home'
  if (key.end) return 'end'
  if (key.pageUp) return 'page up'
  if (key.pageDown) return 'page down'
  return undefined
}
