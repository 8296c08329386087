import { success, type Outcome } from '../failure.ts'
import { isWalked, type Lab } from '../lab/lab.ts'
import { readLab } from '../lab/read.ts'
import { mistakesInTranslations } from '../lab/translations.ts'
import { plain } from '../shell/sanitise.ts'
import { programTexts } from '../texts/texts.ts'

/**
 * `kubewalk show FILE.md`: prints how a lab is understood, and runs nothing.
 *
 * @param options.json prints `{"title","steps":[{"title","commands":[{"text","line","role"}],"checks":[{"that"}]}]}`.
 * Translations beside it that do not ask for the same are told on standard error.
 *
 * @returns exit code 0, or the failure that reading the file gave.
 */
export async function show(file: string, options: { readonly json?: boolean } = {}): Promise<Outcome<number>> {
  const lab = await readLab(file)
  if (!lab.ok) return lab
  for (const mistake of await mistakesInTranslations(lab.value)) process.stderr.write(`kubewalk: ${plain(mistake)}\n`)
  process.stdout.write(options.json ? `${JSON.stringify(outlineOf(lab.value))}\n` : readable(lab.value))
  return success(0)
}

/** The form that other programs read. */
export interface Outline {
  readonly title: string
  readonly steps: readonly {
    readonly title: string
    readonly commands: readonly { readonly text: string; readonly line: number; readonly role: string }[]
    readonly checks: readonly { readonly that: string }[]
  }[]
}

export function outlineOf(lab: Lab): Outline {
  return {
    title: lab.title,
    steps: lab.steps.map(step => ({
      title: step.title,
      commands: step.commands.map(({ text, line, role }) => ({ text, line, role })),
      checks: step.checks.map(({ that }) => ({ that }))
    }))
  }
}

function readable(lab: Lab): string {
  const walked = lab.steps.filter(isWalked).length
  const lines = [lab.title, programTexts.stepsAndHeadings(walked, lab.steps.length - walked), '']
  for (const step of lab.steps) {
    lines.push(`${'#'.repeat(step.level)} ${step.title}${isWalked(step) ? `  (${step.id})` : ''}`)
    for (const command of step.commands) {
      const [first = '', ...rest] = command.text.split('\n')
      lines.push(`  ${String(command.line).padStart(4)}  ${command.role.padEnd(11)}  ${first}`)
      for (const line of rest) lines.push(`${' '.repeat(21)}${line}`)
    }
    for (const check of step.checks) lines.push(`        check        ${check.that}`)
  }
  return `${lines.map(printable).join('\n')}\n`
}

/** A tutorial's text may carry escape sequences; what a terminal would obey is left out. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
}
