import { counted } from './counted.ts'

/** What the eye sees, in words for those who hear it. */
export const spokenTexts = {
  heading: (title: string) => `Heading: ${title}`,
  code: (lines: number) => `Code, ${counted.lines(lines)}:`,
  codeIn: (language: string, lines: number) => `Code in ${language}, ${counted.lines(lines)}:`,
  endOfCode: 'End of code.',
  item: (number: number, of: number) => `Item ${number} of ${of}`,
  quote: 'Quote:',
  endOfQuote: 'End of quote.',
  table: (rows: number) => `Table, ${counted.rows(rows)}`,
  emptyLine: 'Empty line.',
  notIndented: 'not indented',
  indented: {
    spaces: (count: number) => `indented ${counted.spaces(count)}`,
    tabs: (count: number) => `indented ${counted.tabs(count)}`,
    mixed: (count: number) => `indented ${count} spaces or tabs`
  },
  none: 'none',
  partOf: (part: string, of: string) => `${part} of ${of}`,
  /** Behind a number of any kind. */
  seconds: 'seconds',
  /** By the letters of kubectl's ages. */
  units: { s: counted.seconds, m: counted.minutes, h: counted.hours, d: counted.days, y: counted.years }
}

/** The report of `kubewalk test` for people. */
export const reportTexts = {
  status: { passed: 'passed', failed: 'failed', skipped: 'skipped' },
  exit: (code: number) => `exit ${code}`,
  expected: 'expected',
  actual: 'actual',
  try: 'try',
  nothingRan: 'Nothing ran: there is no step.',
  passed: (steps: number) => `${steps} passed`,
  failed: (steps: number) => `${steps} failed`,
  skipped: (steps: number) => `${steps} skipped`,
  cannotWrite: (file: string, why: string) =>
    `The report cannot be written to ${file}: ${why}. Give another file with --output.`,
  noFolder: 'its folder does not exist',
  notAllowed: 'it may not be written',
  isFolder: 'it is a folder'
}
