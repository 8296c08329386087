import { Command, InvalidArgumentError, Option } from 'commander'
import { labsFolder } from '../package-root.ts'
import { languageOf, speakLanguage } from '../texts/language.ts'
import { repairTerminal } from '../ui/terminal/repair.ts'
import { version } from '../version.ts'
import { addAuthoring } from './authoring.ts'
import { end } from './end.ts'
import { faceFor } from './face.ts'
import { addSandbox } from './sandbox-commands.ts'
import type { InvalidReason } from './usage-error.ts'

/** The table of commands, ready to be given a command line. */
export interface Program {
  readonly root: Command
  /** The command whose help was asked for; undefined when it was not. */
  readonly helpAsked: () => Command | undefined
}

/**
 * Makes the table of commands, each of which lies in a file of its own that loads when it is asked for. It holds names and
 * flags; their descriptions are texts, and stand in the catalogues of the help (src/texts).
 *
 * Commander prints nothing: for help and for mistakes its parse throws, and who called it finds the words.
 */
export function program(): Program {
  let asked: Command | undefined
  const root = new Command('kubewalk')
    .version(version, '-V, --version')
    .option('--lang <language>')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .configureHelp({
      formatHelp(command) {
        asked = command
        return ''
      }
    })
    .argument('[command]')
    .usage('[command] [options]')
    .addOption(plainOption())
    .addOption(accessibleOption())
    .action(async (word: string | undefined) => {
      if (word === undefined) {
        const [{ menu }] = await Promise.all([import('./menu.ts'), repairTerminal()])
        end(await menu({ context: undefined, face: faceFor(root.opts<FaceFlags>(), process.env), trust: undefined }))
        return
      }
      const { unknownCommand } = await import('./unknown-command.ts')
      const names = root.commands.map(each => each.name())
      end(await unknownCommand(word, names))
    })
  root.hook('preAction', async () => {
    const chosen = languageOf(languageFlag(root), process.env)
    // Throws; the same refusal is told where mistakes are.
    if (!chosen.ok) return root.error(chosen.failure.message)
    await speakLanguage(chosen.value)
  })
  addWalks(root)
  addLooks(root)
  addAuthoring(root, end)
  addSandbox(root)
  return { root, helpAsked: () => asked }
}

/** What `--lang` says, wherever on the command line it stands. */
export function languageFlag(root: Command): string | undefined {
  return root.opts<{ readonly lang?: string }>().lang
}

const contextOption = (): Option => new Option('--context <name>')
const plainOption = (): Option => new Option('--plain')
const accessibleOption = (): Option => new Option('--accessible')
const trustOption = (): Option => new Option('--trust <sha>')

interface FaceFlags {
  readonly plain?: boolean
  readonly accessible?: boolean
}

interface WalkFlags {
  readonly context?: string
  readonly trust?: string
}

function addWalks(root: Command): void {
  root
    .command('run')
    .argument('[lab]')
    .addOption(contextOption())
    .addOption(plainOption())
    .addOption(accessibleOption())
    .addOption(new Option('--chapter <number>').argParser(chapterNumber))
    .addOption(trustOption())
    .action(async (lab: string | undefined, flags: WalkFlags & FaceFlags & { readonly chapter?: number }) => {
      const [{ run, isTerminal, noLabNamed }] = await Promise.all([import('./run.ts'), repairTerminal()])
      const { context, trust, chapter } = flags
      const face = faceFor({ ...root.opts<FaceFlags>(), ...flags }, process.env)
      const options = { context, face, trust, ...(chapter === undefined ? {} : { chapter }) }
      if (lab !== undefined) end(await run(lab, options))
      else end(isTerminal() ? await (await import('./menu.ts')).menu(options) : noLabNamed())
    })
  root
    .command('test')
    .argument('<lab...>')
    .addOption(contextOption())
    .addOption(new Option('--report <form>').choices(['pretty', 'json', 'junit']).default('pretty'))
    .option('--output <file>')
    .addOption(trustOption())
    .action(
      async (
        labs: string[],
        flags: WalkFlags & { readonly report: 'pretty' | 'json' | 'junit'; readonly output?: string }
      ) => {
        const { test } = await import('./test.ts')
        const { context, report, output, trust } = flags
        end(await test(labs, { context, report, output, trust }))
      }
    )
}

function chapterNumber(text: string): number {
  const number = Number(text)
  if (!/^\d{1,3}$/.test(text) || number === 0) throw new InvalidArgumentError('chapter' satisfies InvalidReason)
  return number
}

interface JsonFlag {
  readonly json?: boolean
}

function addLooks(root: Command): void {
  root
    .command('show')
    .argument('<file>')
    .option('--json')
    .action(async (file: string, flags: JsonFlag) => {
      const { show } = await import('./show.ts')
      end(await show(file, flags))
    })
  root
    .command('list')
    .option('--json')
    .action(async ({ json = false }: JsonFlag) => {
      const [{ list }, { progressOf }] = await Promise.all([import('./list.ts'), import('../session/progress.ts')])
      end(await list({ json, labsFolder, progressOf }))
    })
  root
    .command('doctor')
    .option('--json')
    .action(async ({ json = false }: JsonFlag) => {
      const [{ doctor }, { describeSandbox }] = await Promise.all([import('./doctor.ts'), import('./sandbox.ts')])
      end(await doctor({ json, sandboxStatus: describeSandbox }))
    })
}
