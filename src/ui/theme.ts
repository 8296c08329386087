import type { Colour } from '../markdown/styled.ts'

/** By the names that Ink and Node's styleText share. */
export type PaletteColour = 'cyan' | 'green' | 'yellow' | 'red' | 'magenta'

/** How things look in this terminal. */
export interface Theme {
  /** False when the user asked for none (https://no-color.org). */
  readonly colours: boolean
  /** True when the terminal shows ASCII only, as the Linux console does with most fonts. */
  readonly ascii: boolean
  readonly glyphs: Glyphs
  readonly colourOf: (colour: Colour | undefined) => PaletteColour | undefined
  /** A text of the app with signs that this terminal has, as wide as before. */
  readonly written: (text: string) => string
  /**
   * A text that the terminal opens a page by (OSC 8, "Hyperlinks in terminal emulators"): a long address that is wrapped
   * can be opened too. The text as it is where there is no page, or this terminal might show the sequence.
   */
  readonly linked: (text: string, href: string | undefined) => string
}

export interface Glyphs {
  readonly horizontal: string
  readonly vertical: string
  /** Where the vertical line meets the rule above and the rule below. */
  readonly teeDown: string
  readonly teeUp: string
  readonly ellipsis: string
  readonly newline: string
}

const unicode: Glyphs = {
  horizontal: '─',
  vertical: '│',
  teeDown: '┬',
  teeUp: '┴',
  ellipsis: '…',
  newline: '↵'
}

const ascii: Glyphs = {
  horizontal: '-',
  vertical: '|',
  teeDown: '+',
  teeUp: '+',
  ellipsis: '~',
  newline: ';'
}

/** The sixteen colours that every palette has been made readable for; never blue, which is too dark on black. */
const palette: Readonly<Record<Colour, PaletteColour>> = {
  heading: 'cyan',
  code: 'cyan',
  good: 'green',
  waiting: 'yellow',
  bad: 'red',
  accent: 'magenta',
  keyword: 'cyan',
  string: 'green',
  number: 'yellow'
}

export function themeFor(environment: NodeJS.ProcessEnv): Theme {
  const colours = (environment.NO_COLOR ?? '') === '' && environment.TERM !== 'dumb'
  const isAscii = needsAscii(environment)
  return {
    colours,
    ascii: isAscii,
    glyphs: isAscii ? ascii : unicode,
    colourOf: colour => (colours && colour !== undefined ? palette[colour] : undefined),
    written: isAscii ? text => text.replaceAll(unicode.ellipsis, ascii.ellipsis) : text => text,
    linked: (text, href) => (href === undefined || isPlainTerminal(environment) ? text : withLink(text, href))
  }
}

/** An address may hold printable ASCII alone. */
function withLink(text: string, href: string): string {
  const address = href.toWellFormed().replace(/[^!-~]/gu, character => encodeURIComponent(character))
  return `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`
}

/** Consoles and emulators of hardware that know no sequences but those of their model. */
function isPlainTerminal({ TERM }: NodeJS.ProcessEnv): boolean {
  return TERM === 'linux' || TERM === 'dumb' || TERM === 'vt100' || TERM === 'vt220'
}

function needsAscii(environment: NodeJS.ProcessEnv): boolean {
  if (isPlainTerminal(environment)) return true
  const { LC_ALL, LC_CTYPE, LANG } = environment
  // The first that is set decides (POSIX XBD 8.2); where none is, as in most containers, terminals show UTF-8.
  const locale = [LC_ALL, LC_CTYPE, LANG].find(value => value !== undefined && value !== '')
  return locale !== undefined && !/utf-?8/i.test(locale)
}
