import { justify, line, type Line } from '../../markdown/styled.ts'
import type { KeyPress } from '../keys.ts'
import { menuTexts } from '../../texts/texts.ts'
import { oneRow } from '../walk/rows.ts'

/** A lab as the menu shows it. */
export interface LabEntry {
  readonly name: string
  readonly title: string
  /** Steps done, of how many. */
  readonly done: number
  readonly of: number
  /** Title of the step where the learner was. */
  readonly where?: string | undefined
}

/** What this machine has to offer: each program with its version, or without one when it is missing. */
export type MachineLine = readonly { readonly name: string; readonly version?: string | undefined }[]

export interface Menu {
  readonly marked: number
  /** Digits typed so far: with ten labs and more, 1 may be the beginning of 12. */
  readonly digits: string
}

export type MenuAnswer = { readonly menu: Menu } | { readonly chosen: string | undefined }

/** What a key does in the menu. */
export function pressInMenu(menu: Menu, key: KeyPress, labs: readonly LabEntry[]): MenuAnswer {
  const mark = (marked: number): MenuAnswer => ({
    menu: { marked: Math.max(0, Math.min(marked, labs.length - 1)), digits: '' }
  })
  if (key.type === 'control' && (key.letter === 'c' || key.letter === 'd')) return { chosen: undefined }
  if (key.type === 'text') {
    if (/^[0-9]$/.test(key.text)) return typeDigit(menu, key.text, labs)
    if (key.text === 'q') return { chosen: undefined }
    if (key.text === 'j') return mark(menu.marked + 1)
    if (key.text === 'k') return mark(menu.marked - 1)
  }
  if (key.type !== 'named') return { menu }
  switch (key.name) {
    case 'up':
      return mark(menu.marked - 1)
    case 'down':
    case 'tab':
      return mark(menu.marked + 1)
    case 'page up':
    case 'home':
      return mark(0)
    case 'page down':
    case 'end':
      return mark(labs.length - 1)
    case 'escape':
      return { chosen: undefined }
    case 'enter': {
      const lab = labs[menu.marked]
      return lab === undefined ? { menu } : { chosen: lab.name }
    }
    default:
      return { menu }
  }
}

/** A number marks its lab; Enter opens it, so that a slip can be taken back. */
function typeDigit(menu: Menu, digit: string, labs: readonly LabEntry[]): MenuAnswer {
  for (const digits of [menu.digits + digit, digit]) {
    const number = Number(digits)
    if (number >= 1 && number <= labs.length) return { menu: { marked: number - 1, digits } }
  }
  return { menu }
}

/** The labs, two rows each on a narrow screen, one on a wide one. */
export function menuRows(labs: readonly LabEntry[], marked: number, columns: number): Line[] {
  if (labs.length === 0) return [line(` ${menuTexts.none}`)]
  const numberWidth = String(labs.length).length
  return labs.flatMap((lab, index): Line[] => {
    const isMarked = index === marked
    const progress = menuTexts.progress(lab.done, lab.of, lab.where === undefined ? undefined : oneRow(lab.where))
    const title: Line = [
      { text: ` ${isMarked ? '>' : ' '} ${String(index + 1).padStart(numberWidth)}  `, bold: isMarked },
      { text: oneRow(lab.title), bold: isMarked }
    ]
    if (columns >= 72) return [justify(title, [{ text: `${progress} `, dim: true }], columns)]
    return [
      justify(title, [], columns),
      justify([{ text: ' '.repeat(numberWidth + 5) }, { text: progress, dim: true }], [], columns)
    ]
  })
}

/** One row on this machine. */
export function machineRow(machine: MachineLine): Line {
  return [
    { text: ` ${menuTexts.here} `, dim: true },
    {
      text: machine
        .map(({ name, version }) => (version === undefined ? menuTexts.missing(name) : `${name} ${oneRow(version)}`))
        .join(', '),
      dim: true
    }
  ]
}
