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
    .argument('<lab...>')
    .option('--no-run')
    .option('--json')
    .addOption(new Option('--trust <sha>'))
    .action(
      async (labs: string[], flags: { readonly run: boolean; readonly json?: boolean; readonly trust?: string }) => {
        const { lint } = await import('./lint.ts')
        end(await lint(labs, { run: flags.run, json: flags.json === true, trust: flags.trust }))
      }
    )
  root
    .command('new')
    .argument('<name>')
    .action(async (name: string) => {
      const { newLab } = await import('./new.ts')
      end(await newLab(name))
    })
}
