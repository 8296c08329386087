import { fileScreenTexts } from '../texts/texts.ts'

/** What lint looks for, as `--json` names it. */
export const rules = ['annotation', 'translation', 'link', 'file', 'expression', 'step', 'proof'] as const
export type Rule = (typeof rules)[number]

/** Something that an author should mend. */
export interface Finding {
  /** As it was named on the command line, or from the present folder. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly rule: Rule
  /** One sentence. */
  readonly message: string
}

/** A finding of the reader's sentence about a mistake, which begins with its place: `FILE:LINE: …`, `FILE:LINE:COLUMN: …`. */
export function findingOf(sentence: string, file: string, rule: Rule): Finding {
  const rest = sentence.startsWith(`${file}:`) ? sentence.slice(file.length + 1) : undefined
  const [, line = '1', column, message = sentence] = /^(\d+)(?::(\d+))?: ([^]*)$/.exec(rest ?? '') ?? []
  return { file, line: Number(line), rule, message: column === undefined ? message : withColumn(message, column) }
}

function withColumn(message: string, column: string): string {
  return message.replace(/\.?$/, ` (${fileScreenTexts.column(Number(column))}).`)
}

/** Findings in the order of files and lines, each once. */
export function ordered(findings: readonly Finding[]): Finding[] {
  const files = [...new Set(findings.map(({ file }) => file))]
  const unique = new Map(findings.map(each => [JSON.stringify([each.file, each.line, each.message]), each]))
  return [...unique.values()].sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line)
}
