import { counted } from './counted.ts'

/** The screen with the file that a step is about. */
export const fileScreenTexts = {
  missing: 'not there',
  length: (lines: number) => counted.lines(lines),
  compared: 'compared with what is asked',
  comparing: 'Comparing it with what is asked.',
  cannotCompare: 'This step does not tell how the file should be.',
  marks: '+ is asked for, - is not.',
  asAsked: 'The file is as asked.',
  column: (column: number) => `column ${column}`
} as const

/** The same file in lines, with its indentation in words. */
export const plainFileTexts = {
  missing: (name: string) => `${name} is not there.`,
  heading: (name: string, lines: number) => `${name}, ${counted.lines(lines)}:`,
  asAsked: (name: string) => `${name} is as asked.`,
  surplus: (line: number, text: string) => `- Line ${line} is not asked for: ${text}`,
  lacking: (line: number, text: string) => `+ Before line ${line} is asked for: ${text}`,
  lackingAtEnd: (text: string) => `+ At the end is asked for: ${text}`,
  indented: (spaces: number, text: string) => `${text} (indented ${spaces === 1 ? '1 space' : `${spaces} spaces`})`
} as const
