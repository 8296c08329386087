import { Option, type Command } from 'commander'
import type { Outcome } from '../failure.ts'

/**
 * The commands for those who write labs.
 *
 * @param end takes the outcome of a command as the program's.
 */
export function addAuthoring(root: Command, end: (outcome: Outcome<number>) => void): void {
  root
    .command('lint')
    .description(
      'prove labs for their author: annotations, links, files, and that each step fails before and passes after'
    )
    .argument('<lab...>', 'labs’ names, folders with a README.md, or Markdown files')
    .option('--no-run', 'look through the files only: runs nothing, and needs no kubectl')
    .option('--json', 'in the form for other programs')
    .addOption(
      new Option('--trust <sha>', 'agree to the content of a lab with this fingerprint, or "all", without being asked')
    )
    .addHelpText(
      'after',
      `
Prints a line for each finding, FILE:LINE: what to mend. Then it does the steps on a sandbox of its own: a step must
be undone before its commands run, and done afterwards.

Examples:
  kubewalk lint my-lab                       everything
  kubewalk lint --no-run my-lab              while you write

Exit codes: 0 nothing to mend, 1 findings, 2 bad input, 3 a tool is missing, 4 refused, 130 interrupted.`
    )
    .action(
      async (labs: string[], flags: { readonly run: boolean; readonly json?: boolean; readonly trust?: string }) => {
        const { lint } = await import('./lint.ts')
        end(await lint(labs, { run: flags.run, json: flags.json === true, trust: flags.trust }))
      }
    )
}
