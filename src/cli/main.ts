import { CommanderError, type Command } from 'commander'
import { exitCodes } from '../failure.ts'
import { plain } from '../shell/sanitise.ts'
import { languageOf } from '../texts/language.ts'
import { end } from './end.ts'
import { languageFlag, program, type Program } from './program.ts'

/**
 * The start: understands the command line and runs its command. There is one way out: the exit code is set, and the
 * process ends when nothing is left to do.
 */
async function main(args: readonly string[]): Promise<void> {
  const started = program()
  try {
    await started.root.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.version') process.exitCode = exitCodes.passed
    else await answer(error, started)
  }
}

/** Says what no command does: the help that was asked for, or what is wrong with the command line. */
async function answer(error: CommanderError, { root, helpAsked }: Program): Promise<void> {
  const language = languageOf(languageFlag(root), process.env)
  if (!language.ok) {
    end(language)
    return
  }
  const [{ commandHelpIn }, { helpOf }, { usageError }] = await Promise.all([
    import('../texts/command-help.ts'),
    import('./help.ts'),
    import('./usage-error.ts')
  ])
  const words = await commandHelpIn(language.value)
  const command: Command | undefined = helpAsked()
  process.exitCode = error.exitCode === 0 ? exitCodes.passed : exitCodes['bad-input']
  if (command === undefined)
    process.stderr.write(`kubewalk: ${plain(usageError(error, words))}\n${words.mistakes.hint}\n`)
  else if (error.exitCode === 0) process.stdout.write(helpOf(command, words))
  else process.stderr.write(helpOf(command, words, 'stderr'))
}

await main(process.argv.slice(2))
