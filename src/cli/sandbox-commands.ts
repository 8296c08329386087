import { InvalidArgumentError, Option, type Command } from 'commander'
import { end } from './end.ts'
import type { NodeFlags } from './sandbox-node.ts'
import type { SandboxFlags } from './sandbox.ts'
import type { InvalidReason } from './usage-error.ts'

const nodesOption = (): Option => new Option('--nodes <number>').argParser(wholeNumber).default(2)
const instantOption = (): Option => new Option('--instant')

function someNumber(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('number' satisfies InvalidReason)
  return Number(text)
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('whole number' satisfies InvalidReason)
  return Number(text)
}

/** Adds `sandbox` and the commands below it to the table. */
export function addSandbox(root: Command): void {
  const sandbox = root.command('sandbox').helpCommand(false)
  sandbox
    .command('run')
    .argument('<command...>')
    .addOption(nodesOption())
    .addOption(instantOption())
    .action(async (command: string[], flags: SandboxFlags) => {
      end(await (await import('./sandbox.ts')).sandboxRun(command, flags))
    })
  sandbox
    .command('start')
    .addOption(nodesOption())
    .addOption(instantOption())
    .option('--proxy')
    .action(async (flags: SandboxFlags & { readonly proxy?: boolean }) => {
      end(await (await import('./sandbox.ts')).sandboxStart(flags))
    })
  sandbox.command('stop').action(async () => end(await (await import('./sandbox.ts')).sandboxStop()))
  sandbox.command('status').action(async () => end(await (await import('./sandbox.ts')).sandboxStatus()))
  addMachines(sandbox)
}

const repeatable = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

/** What acts on the sandbox that KUBECONFIG leads to, else on the one that stays. */
function addMachines(sandbox: Command): void {
  const node = sandbox.command('node').helpCommand(false)
  node
    .command('add')
    .argument('<name>')
    .addOption(new Option('--label <key=value>').argParser(repeatable))
    .addOption(new Option('--taint <key=value:effect>').argParser(repeatable))
    .option('--cpu <quantity>')
    .option('--memory <quantity>')
    .action(async (name: string, flags: NodeFlags) => {
      end(await (await import('./sandbox-node.ts')).nodeAdd(name, flags))
    })
  const verbs = [
    ['remove', 'nodeRemove'],
    ['stop', 'nodeStop'],
    ['start', 'nodeStart']
  ] as const
  for (const [verb, call] of verbs)
    node
      .command(verb)
      .argument('<name>')
      .action(async (name: string) => {
        const machines = await import('./sandbox-node.ts')
        end(await machines[call](name))
      })
  sandbox
    .command('clock')
    .addOption(new Option('--speed <number>').argParser(someNumber))
    .action(async ({ speed }: { readonly speed?: number }) => {
      end(await (await import('./sandbox-node.ts')).sandboxClock(speed))
    })
}
