import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { exitCodes, type Outcome } from '../failure.ts'
import { labsFolder } from '../package-root.ts'
import { addAuthoring } from './authoring.ts'
import { faceFor } from './face.ts'
import type { NodeFlags } from './sandbox-node.ts'
import type { SandboxFlags } from './sandbox.ts'
import { plain } from '../shell/sanitise.ts'
import { languageOf, languages, speakLanguage } from '../texts/language.ts'
import { repairTerminal } from '../ui/terminal/repair.ts'
import { version } from '../version.ts'

/**
 * The program: a table of commands, each of which lies in a file of its own that loads when it is asked for. There is
 * one way out: the exit code is set here, and the process ends when nothing is left to do.
 */
async function main(args: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode === 0 ? exitCodes.passed : exitCodes['bad-input']
  }
}

/** Ends with the exit code of a command's outcome; what went wrong is one sentence on standard error. */
function end(outcome: Outcome<number>): void {
  if (outcome.ok) {
    process.exitCode = outcome.value
    return
  }
  process.stderr.write(`kubewalk: ${plain(outcome.failure.message)}\n`)
  process.exitCode = exitCodes[outcome.failure.kind]
}

const contextOption = (): Option =>
  new Option('--context <name>', 'work on a cluster of your own, by the name of its context, instead of the sandbox')
const plainOption = (): Option => new Option('--plain', 'print the walk line by line instead of drawing screens')
const accessibleOption = (): Option =>
  new Option('--accessible', 'the same for screen readers: said in words, and nothing that moves (or set ACCESSIBLE=1)')
const trustOption = (): Option =>
  new Option('--trust <sha>', 'agree to the content of a lab with this fingerprint, or "all", without being asked')

function program(): Command {
  const root = new Command('kubewalk')
    .description(
      'Walk through Kubernetes tutorials in your terminal: real kubectl, verified steps, and a cluster that needs no set-up.'
    )
    .version(version, '-V, --version', 'print the version')
    .option(
      '--lang <language>',
      `the language of what kubewalk says: ${Object.keys(languages).join(', ')}; else that of your locale`
    )
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('("kubewalk --help" lists the commands and their options)')
    .argument('[command]')
    .usage('[command] [options]')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'kubewalk: ')) })
    .addOption(plainOption())
    .addOption(accessibleOption())
    .addHelpText(
      'after',
      `
Without a command you choose from the labs.

Examples:
  kubewalk                                   choose a lab
  kubewalk run daemonset101                  walk through a lab that comes with kubewalk
  kubewalk run tutorial.md                   walk through any tutorial, after a look at what it would run
  kubewalk test labs/* --report junit        check labs with nobody there
  kubewalk sandbox run -- kubectl get nodes  a cluster for one command

Exit codes: 0 passed, 1 a step failed, 2 bad input, 3 a tool is missing, 4 refused, 130 interrupted.`
    )
    .action(async (word: string | undefined) => {
      if (word === undefined) {
        const [{ menu }] = await Promise.all([import('./menu.ts'), repairTerminal()])
        end(await menu({ context: undefined, face: faceFor(root.opts<FaceFlags>(), process.env), trust: undefined }))
      } else
        end(
          await (
            await import('./unknown-command.ts')
          ).unknownCommand(
            word,
            root.commands.map(each => each.name())
          )
        )
    })
  root.hook('preAction', async () => {
    const chosen = languageOf(root.opts<{ readonly lang?: string }>().lang, process.env)
    if (!chosen.ok) return root.error(`kubewalk: ${plain(chosen.failure.message)}`)
    await speakLanguage(chosen.value)
  })
  addWalks(root)
  addLooks(root)
  addAuthoring(root, end)
  addSandbox(root)
  return root
}

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
    .description('walk through a lab; you go on where you left')
    .argument('[lab]', 'a lab’s name, a folder with a README.md, or a Markdown file')
    .addOption(contextOption())
    .addOption(plainOption())
    .addOption(accessibleOption())
    .addOption(
      new Option('--chapter <number>', 'bring the cluster to where a chapter starts, and begin there').argParser(
        chapterNumber
      )
    )
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
    .description('run every step of labs with nobody there, and verify it')
    .argument('<lab...>', 'labs’ names, folders with a README.md, or Markdown files')
    .addOption(contextOption())
    .addOption(
      new Option('--report <form>', 'form of the report').choices(['pretty', 'json', 'junit']).default('pretty')
    )
    .option('--output <file>', 'write the report to a file')
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
  if (!/^\d{1,3}$/.test(text) || number === 0)
    throw new InvalidArgumentError('Chapters are counted from 1, as in "--chapter 2".')
  return number
}

interface JsonFlag {
  readonly json?: boolean
}

function addLooks(root: Command): void {
  root
    .command('show')
    .description('how a tutorial is understood: steps, commands and their roles, checks; runs nothing')
    .argument('<file>', 'a Markdown file')
    .option('--json', 'in the form for other programs')
    .action(async (file: string, flags: JsonFlag) => {
      const { show } = await import('./show.ts')
      end(await show(file, flags))
    })
  root
    .command('list')
    .description('the labs, and how far you are')
    .option('--json', 'in the form for other programs')
    .action(async ({ json = false }: JsonFlag) => {
      const [{ list }, { progressOf }] = await Promise.all([import('./list.ts'), import('../session/progress.ts')])
      end(await list({ json, labsFolder, progressOf }))
    })
  root
    .command('doctor')
    .description('what is there on this machine, and what is missing')
    .option('--json', 'in the form for other programs')
    .action(async ({ json = false }: JsonFlag) => {
      const [{ doctor }, { describeSandbox }] = await Promise.all([import('./doctor.ts'), import('./sandbox.ts')])
      end(await doctor({ json, sandboxStatus: describeSandbox }))
    })
}

const nodesOption = (): Option =>
  new Option('--nodes <number>', 'how many nodes a new sandbox gets').argParser(wholeNumber).default(2)

const instantOption = (): Option =>
  new Option('--instant', 'let pods start and stop at once, without the waits that learners watch')

function someNumber(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('It must be a number.')
  return Number(text)
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

function addSandbox(root: Command): void {
  const sandbox = root
    .command('sandbox')
    .description('the embedded cluster: for one command, or one that stays')
    .helpCommand(false)
  sandbox
    .command('run')
    .description('start a fresh sandbox, run a command on it, stop it; gives the command’s exit code')
    .usage('[--nodes N] -- COMMAND…')
    .argument('<command...>', 'the command and its arguments, after --')
    .addOption(nodesOption())
    .addOption(instantOption())
    .action(async (command: string[], flags: SandboxFlags) => {
      end(await (await import('./sandbox.ts')).sandboxRun(command, flags))
    })
  sandbox
    .command('start')
    .description('start the sandbox that stays; prints the line that points a shell at it')
    .addHelpText('after', '\nIn another terminal: eval "$(kubewalk sandbox start)"')
    .addOption(nodesOption())
    .addOption(instantOption())
    .option('--proxy', 'also print http_proxy, so that curl there reaches nodes, pods and Services')
    .action(async (flags: SandboxFlags & { readonly proxy?: boolean }) => {
      end(await (await import('./sandbox.ts')).sandboxStart(flags))
    })
  sandbox
    .command('stop')
    .description('end it; its objects are kept for the next start')
    .action(async () => end(await (await import('./sandbox.ts')).sandboxStop()))
  sandbox
    .command('status')
    .description('whether it runs, and where')
    .action(async () => end(await (await import('./sandbox.ts')).sandboxStatus()))
  addMachines(sandbox)
}

const repeatable = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

/** What acts on the sandbox that KUBECONFIG leads to, else on the one that stays. */
function addMachines(sandbox: Command): void {
  const node = sandbox.command('node').description('machines that come and go').helpCommand(false)
  node
    .command('add')
    .description('a machine joins')
    .argument('<name>')
    .option('--label <key=value>', 'a label of the node; may be repeated', repeatable)
    .option('--taint <key=value:effect>', 'a taint of the node; may be repeated', repeatable)
    .option('--cpu <quantity>', 'its cores, such as 2 or 500m; 4 when left out')
    .option('--memory <quantity>', 'its memory, such as 4Gi; 8Gi when left out')
    .action(async (name: string, flags: NodeFlags) => {
      end(await (await import('./sandbox-node.ts')).nodeAdd(name, flags))
    })
  const verbs = [
    ['remove', 'a machine leaves; its pods are collected', 'nodeRemove'],
    ['stop', 'cut a machine’s power', 'nodeStop'],
    ['start', 'switch a stopped machine on again', 'nodeStart']
  ] as const
  for (const [verb, description, call] of verbs)
    node
      .command(verb)
      .description(description)
      .argument('<name>')
      .action(async (name: string) => {
        const machines = await import('./sandbox-node.ts')
        end(await machines[call](name))
      })
  sandbox
    .command('clock')
    .description('how fast the sandbox’s time passes')
    .addOption(new Option('--speed <number>', 'how many times as fast as the machine’s').argParser(someNumber))
    .action(async ({ speed }: { readonly speed?: number }) => {
      end(await (await import('./sandbox-node.ts')).sandboxClock(speed))
    })
}

await main(process.argv.slice(2))
