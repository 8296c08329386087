/**
 * Text of others (output, Markdown, object names) as it may be shown: colours stay, everything else that would act on
 * the terminal goes. The states follow ECMA-48 5.4 (control sequences), 5.6 (control strings) and 8.3.117 (SGR).
 */

/** A filter for one stream of text; what it returns is always safe to show, wherever the chunks were cut. */
export interface Sanitiser {
  /** @returns the part of the text that may be shown so far; a sequence cut in two comes with the chunk that ends it. */
  write(chunk: string): string
  /** Ends the stream: forgets a sequence that never ended. @returns what takes open colours back, or nothing. */
  end(): string
}

type State = 'ground' | 'escape' | 'intermediate' | 'control' | 'string' | 'stringEscape'

const ESC = 0x1b
const CAN = 0x18
const SUB = 0x1a
const BEL = 0x07
/** No real colour sequence is longer; a longer one is dropped. */
const longestParameters = 128
/** A control string that never ends must not swallow the rest of a long output. */
const longestString = 100_000

/**
 * Makes a filter for one stream.
 *
 * Kept: printable text, newline, tab, carriage return and, with colours, SGR in its 7-bit form. Dropped: every other
 * C0 and C1 control, escape and control sequence and control string (title, clipboard, modes, queries, cursor), in
 * 7-bit and 8-bit form, and the characters that reorder text (Unicode TR 9, 2.1 to 2.5), which can make a command read
 * otherwise than it runs.
 *
 * @param options.colours false drops SGR too.
 */
export function createSanitiser(options: { readonly colours?: boolean } = {}): Sanitiser {
  const colours = options.colours ?? true
  let state: State = 'ground'
  let parameters = ''
  let stringLength = 0
  let isOperatingSystemCommand = false
  let coloured = false

  /** Enters the state that a C1 control, or its 7-bit form `ESC` and `code - 0x40`, opens. */
  function open(code: number): void {
    parameters = ''
    stringLength = 0
    isOperatingSystemCommand = code === 0x9d
    if (code === 0x9b) state = 'control'
    else if (code === 0x90 || code === 0x98 || (code >= 0x9d && code <= 0x9f)) state = 'string'
    else state = 'ground'
  }

  function endControl(final: string): string {
    state = 'ground'
    // A private prefix or an intermediate makes it another function: `CSI > 4 m` changes what keys send.
    if (final !== 'm' || !colours || parameters.length > longestParameters || !/^[\d;:]*$/.test(parameters)) return ''
    coloured = !/^(0*;)*0*$/.test(parameters)
    return `\u001b[${parameters}m`
  }

  /** A character within a control string. @returns text to show, when the string turns out to have ended before it. */
  function readString(code: number, character: string): string {
    stringLength++
    if (code === CAN || code === SUB || code === 0x9c || (code === BEL && isOperatingSystemCommand)) state = 'ground'
    else if (code === ESC) state = 'stringEscape'
    else if (code >= 0x80 && code <= 0x9f) open(code)
    else if ((code === 0x0a && isOperatingSystemCommand) || stringLength > longestString) {
      state = 'ground'
      return character
    }
    return ''
  }

  function readCharacter(code: number, character: string): string {
    if (state === 'string') return readString(code, character)
    if (state === 'stringEscape') {
      // `ESC \` ends the string; any other character after ESC begins a sequence of its own.
      if (character === '\\') {
        state = 'ground'
        return ''
      }
      state = 'escape'
    }
    if (code === ESC) {
      state = 'escape'
      return ''
    }
    if (code === CAN || code === SUB) {
      state = 'ground'
      return ''
    }
    // Controls within a sequence act at once and leave the sequence open.
    if (code < 0x20 || code === 0x7f) return code === 0x0a || code === 0x0d || code === 0x09 ? character : ''
    if (code >= 0x80 && code <= 0x9f) {
      open(code)
      return ''
    }
    if (state === 'ground') return reorders(code) ? '' : character
    if (code > 0x7e) {
      // Not part of any sequence: terminals show it and give the sequence up.
      state = 'ground'
      return reorders(code) ? '' : character
    }
    if (state === 'control') {
      if (code >= 0x40) return endControl(character)
      if (parameters.length <= longestParameters) parameters += character
      return ''
    }
    if (code <= 0x2f) state = 'intermediate'
    else if (state === 'escape' && code >= 0x40 && code <= 0x5f) open(code + 0x40)
    else state = 'ground'
    return ''
  }

  return {
    write(chunk) {
      let shown = ''
      let start = 0
      for (let index = 0; index < chunk.length; index++) {
        const code = chunk.charCodeAt(index)
        // Plain text, nearly everything, is taken in runs.
        if (state === 'ground' && isPlain(code)) continue
        shown += chunk.slice(start, index) + readCharacter(code, chunk.charAt(index))
        start = index + 1
      }
      return shown + chunk.slice(start)
    },
    end() {
      const reset = coloured ? '\u001b[0m' : ''
      state = 'ground'
      coloured = false
      return reset
    }
  }
}

/** One whole text, colours kept and taken back at its end. */
export function sanitise(text: string): string {
  const sanitiser = createSanitiser()
  return sanitiser.write(text) + sanitiser.end()
}

/** One whole text without colours: for names, messages and reports. */
export function plain(text: string): string {
  return createSanitiser({ colours: false }).write(text)
}

function isPlain(code: number): boolean {
  return (
    (code >= 0x20 && code < 0x7f) || code === 0x0a || code === 0x0d || code === 0x09 || (code > 0x9f && !reorders(code))
  )
}

/** Bidirectional embeddings, overrides and isolates. */
function reorders(code: number): boolean {
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
}
