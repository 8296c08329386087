/** The line discipline of a terminal: what termios calls canonical mode (POSIX.1-2024 XBD 11). Texts are latin1. */
export interface Terminal {
  /** What was typed. */
  typed(text: string): void
  /** What a program writes, with the line ends of a terminal. */
  written(text: string): string
}

export interface TerminalEnds {
  /** Shows something on the terminal. */
  readonly echo: (text: string) => void
  /** A whole line, or the end of the input. */
  readonly line: (text: string | undefined) => void
  readonly interrupt: () => void
}

export function terminal({ echo, line, interrupt }: TerminalEnds): Terminal {
  let text = ''
  let escape = ''

  function take(sign: string): void {
    if (escape !== '') {
      escape += sign
      // An arrow or another key that there is nothing to do for.
      if (/^\x1b([^[O]|[[O][\x20-\x3f]*[\x40-\x7e])$/.test(escape)) escape = ''
      return
    }
    switch (sign) {
      case '\x1b':
        escape = sign
        return
      case '\r':
      case '\n':
        echo('\r\n')
        line(`${text}\n`)
        text = ''
        return
      case '\x7f':
      case '\b':
        if (text === '') return
        echo('\b \b')
        text = text.slice(0, -1)
        return
      case '\x15':
        echo('\b \b'.repeat(text.length))
        text = ''
        return
      case '\x03':
        echo('^C\r\n')
        text = ''
        interrupt()
        return
      case '\x04':
        line(text === '' ? undefined : text)
        text = ''
        return
      default:
        if (sign < ' ' && sign !== '\t') return
        text += sign
        echo(sign)
    }
  }

  return {
    typed(given) {
      for (let at = 0; at < given.length; at += 1) take(given.charAt(at))
    },
    written: given => given.replace(/\r?\n/g, '\r\n')
  }
}
