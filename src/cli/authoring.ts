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
  root
    .command('new')
    .description('make a folder with a small complete lab, to be changed into one of yours')
    .argument('<name>', 'the folder, such as my-lab; it must not be there yet')
    .addHelpText(
      'after',
      `
The lab has a README.md with three steps, each with a check, hints and a solution, a question, and a manifest. It passes
"kubewalk test" and "kubewalk lint" as it is; docs/labs.md says what its annotations mean.

Examples:
  kubewalk new my-lab                        then "kubewalk run my-lab"
  kubewalk new labs/my-lab                   in a folder that is there

Exit codes: 0 made, 2 bad input: a name that cannot be used, or one that is taken.`
    )
    .action(async (name: string) => {
      const { newLab } = await import('./new.ts')
      end(await newLab(name))
    })
}
