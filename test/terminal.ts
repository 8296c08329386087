import { spawn } from '@lydell/node-pty'
import xterm from '@xterm/headless'
import { classicWidths } from './terminal-widths.ts'

/** What a terminal was left in; every program that takes it over must give it back like this: all false but the cursor. */
export interface TerminalModes {
  readonly alternateScreen: boolean
  readonly cursorVisible: boolean
  readonly bracketedPaste: boolean
  readonly mouseTracking: boolean
}

export interface LaunchOptions {
  /** Default 80. Zero is passed on: some pseudo-terminals report it. */
  readonly columns?: number
  /** Default 24. */
  readonly rows?: number
  /** Added to this process's own environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
}

export interface Exit {
  readonly code: number
  /** Number of the signal that ended the program, 0 when none did. */
  readonly signal: number
}

/** The screen at the moment in which a synchronized update ended; only to be read while the listener runs. */
export interface Frame {
  readonly columns: number
  readonly rows: number
  /** The rows as text, without trailing spaces. */
  readonly screen: readonly string[]
  /** Rows that go on the one above, because that was too long and the terminal wrapped it. */
  readonly wrapped: readonly number[]
  /** The text of one cell; nothing in the right half of a wide character. */
  at(column: number, row: number): string
  /** Where the cursor stands; undefined while it is hidden. */
  readonly cursor: { readonly column: number; readonly row: number } | undefined
  readonly alternateScreen: boolean
  /** The program has erased the screen since the last resize: what it drew before was for another size. */
  readonly isForThisSize: boolean
}

/** A program that runs in a pseudo-terminal of its own, and the screen that a person would see. */
export interface LaunchedTerminal {
  readonly pid: number
  /** The rows as text, without trailing spaces. */
  screen(): string[]
  /** Rows of the normal screen with its scrollback: what the user finds after a full-screen program. */
  scrollback(): string[]
  /** Position of the cursor, counted from 0. */
  cursor(): { readonly column: number; readonly row: number }
  /** SGR facts of a cell. */
  cell(
    column: number,
    row: number
  ): { readonly text: string; readonly coloured: boolean; readonly bold: boolean; readonly dim: boolean }
  /** The looks of every cell, a letter each: `.` for none, `c` coloured, `b` bold, `d` dim, `i` inverse; `B` bold and coloured. */
  looks(): string[]
  /**
   * Tells of every frame that is drawn in a synchronized update (DECSET 2026), as it stands at the update's end. The
   * emulator goes on wrapping overlong lines, whatever the program asked for (DECRST 7), so that they can be seen.
   */
  onFrame(listener: (frame: Frame) => void): () => void
  write(keys: string): void
  /** As a terminal delivers a paste: within bracketed-paste marks when the program asked for them. */
  paste(text: string): void
  resize(columns: number, rows: number): void
  /** Polls until the screen holds the text, matches the expression, or the predicate is true; the screen is in the error. */
  until(
    wanted: string | RegExp | ((screen: readonly string[]) => boolean),
    options?: { readonly timeoutMs?: number }
  ): Promise<string[]>
  /** Everything that the program wrote, as it wrote it. */
  raw(): string
  modes(): TerminalModes
  readonly exited: Promise<Exit>
  /** Sends a signal to the program. */
  kill(signal: 'SIGTERM' | 'SIGHUP' | 'SIGKILL' | 'SIGINT'): void
  /** Ends the program if it still runs, and waits for its end. */
  close(): Promise<void>
}

/** Names of keys as a terminal sends them (xterm's sequences). */
export const keys = {
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  backspace: '\u007f',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  pageUp: '\u001b[5~',
  pageDown: '\u001b[6~',
  delete: '\u001b[3~',
  shiftUp: '\u001b[1;2A',
  shiftDown: '\u001b[1;2B',
  /** @param letter a small letter */
  control: (letter: string) => String.fromCharCode(letter.charCodeAt(0) - 96),
  alt: (letter: string) => `\u001b${letter}`
} as const

/** Runs a program in a pseudo-terminal; `CI` is false in it, because Ink draws only the last frame when `CI` is set. */
export function launch(command: string, args: readonly string[], options: LaunchOptions = {}): LaunchedTerminal {
  const columns = options.columns ?? 80
  const rows = options.rows ?? 24
  const environment: Record<string, string> = {}
  const wanted = { ...process.env, TERM: 'xterm-256color', CI: 'false', NO_COLOR: undefined, ...options.env }
  for (const [name, value] of Object.entries(wanted)) if (value !== undefined) environment[name] = value

  const program = spawn(command, [...args], {
    name: environment.TERM ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd ?? process.cwd(),
    env: environment
  })
  const terminal = new xterm.Terminal({
    cols: columns || 80,
    rows: rows || 24,
    scrollback: 10_000,
    allowProposedApi: true
  })
  terminal.unicode.register(classicWidths)
  terminal.unicode.activeVersion = classicWidths.version
  let written = ''
  let hasExited = false
  let unparsed = 0
  program.onData(data => {
    written += data
    unparsed++
    terminal.write(data, () => unparsed--)
  })
  // Programs ask the terminal things (where the cursor is, what it can do); xterm's answers go back as keys.
  terminal.onData(answer => {
    if (!hasExited) program.write(answer)
  })
  const exited = new Promise<Exit>(resolve => {
    program.onExit(({ exitCode, signal }) => {
      hasExited = true
      // The last output may still wait to be parsed.
      terminal.write('', () => resolve({ code: exitCode, signal: signal ?? 0 }))
    })
  })

  function rowsOf(buffer: typeof terminal.buffer.active, from: number, count: number): string[] {
    return Array.from({ length: count }, (_, row) => buffer.getLine(from + row)?.translateToString(true) ?? '')
  }
  const screen = () => rowsOf(terminal.buffer.active, terminal.buffer.active.baseY, terminal.rows)
  const lineAt = (row: number) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + row)

  const frameListeners = new Set<(frame: Frame) => void>()
  let cursorVisible = true
  let isForThisSize = true
  const frame = (): Frame => ({
    columns: terminal.cols,
    rows: terminal.rows,
    screen: screen(),
    wrapped: Array.from({ length: terminal.rows }, (_, row) => row).filter(row => lineAt(row)?.isWrapped === true),
    at: (column, row) => lineAt(row)?.getCell(column)?.getChars() ?? '',
    cursor: cursorVisible ? { column: terminal.buffer.active.cursorX, row: terminal.buffer.active.cursorY } : undefined,
    alternateScreen: terminal.buffer.active.type === 'alternate',
    isForThisSize
  })
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, ([mode]) => {
    if (mode === 25) cursorVisible = true
    return false
  })
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, ([mode]) => {
    if (mode === 25) cursorVisible = false
    if (mode === 2026 && frameListeners.size > 0) for (const listener of [...frameListeners]) listener(frame())
    return mode === 7
  })
  terminal.parser.registerCsiHandler({ final: 'J' }, ([part]) => {
    if (part === 2) isForThisSize = true
    return false
  })

  return {
    pid: program.pid,
    screen,
    scrollback: () => rowsOf(terminal.buffer.normal, 0, terminal.buffer.normal.length),
    cursor: () => ({ column: terminal.buffer.active.cursorX, row: terminal.buffer.active.cursorY }),
    cell(column, row) {
      const cell = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row)?.getCell(column)
      return {
        text: cell?.getChars() ?? '',
        coloured: cell !== undefined && !(cell.isFgDefault() && cell.isBgDefault()),
        bold: Boolean(cell?.isBold()),
        dim: Boolean(cell?.isDim())
      }
    },
    looks: () => Array.from({ length: terminal.rows }, (_, row) => looksOf(lineAt(row), terminal.cols)),
    onFrame(listener) {
      frameListeners.add(listener)
      return () => frameListeners.delete(listener)
    },
    write: typed => program.write(typed),
    paste: text => program.write(terminal.modes.bracketedPasteMode ? `\u001b[200~${text}\u001b[201~` : text),
    resize(newColumns, newRows) {
      isForThisSize = false
      terminal.resize(newColumns, newRows)
      program.resize(newColumns, newRows)
    },
    async until(condition, { timeoutMs = 30_000 } = {}) {
      const end = Date.now() + timeoutMs
      const holds = (shown: readonly string[]) => {
        if (typeof condition === 'function') return condition(shown)
        const text = shown.join('\n')
        return typeof condition === 'string' ? text.includes(condition) : condition.test(text)
      }
      for (;;) {
        const shown = screen()
        if (unparsed === 0 && holds(shown)) return shown
        if (Date.now() > end) {
          const name = typeof condition === 'function' ? 'the predicate' : String(condition)
          throw new Error(
            `the screen never had ${name}${hasExited ? ' (the program has ended)' : ''}:\n${shown.join('\n')}`
          )
        }
        await new Promise(resolve => setTimeout(resolve, 15))
      }
    },
    raw: () => written,
    modes: () => ({
      alternateScreen: terminal.buffer.active.type === 'alternate',
      // xterm's interface does not tell whether the cursor is shown: the last DECTCEM says it (xterm ctlseqs, DECSET 25).
      cursorVisible: written.lastIndexOf('\u001b[?25l') <= written.lastIndexOf('\u001b[?25h'),
      bracketedPaste: terminal.modes.bracketedPasteMode,
      mouseTracking: terminal.modes.mouseTrackingMode !== 'none'
    }),
    exited,
    kill: signal => program.kill(signal),
    async close() {
      if (!hasExited) {
        program.kill('SIGKILL')
        await exited
      }
      terminal.dispose()
    }
  }
}

function looksOf(line: ReturnType<typeof xterm.Terminal.prototype.buffer.active.getLine>, columns: number): string {
  return Array.from({ length: columns }, (_, column) => {
    const cell = line?.getCell(column)
    if (cell === undefined) return '.'
    const isColoured = !(cell.isFgDefault() && cell.isBgDefault())
    if (cell.isInverse()) return 'i'
    if (cell.isDim()) return 'd'
    if (cell.isBold()) return isColoured ? 'B' : 'b'
    return isColoured ? 'c' : '.'
  }).join('')
}

/** The flags of `stty -a` that tell raw mode from the usual one, read in the shell that a program ran in. */
export function isRawMode(sttyOutput: string): boolean {
  return /(^|\s)-icanon\b/.test(sttyOutput) || /(^|\s)-echo\b/.test(sttyOutput)
}
