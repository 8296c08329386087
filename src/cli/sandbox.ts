import { constants } from 'node:os'
import path from 'node:path'
import { lastingSandbox } from '../cluster/sandbox.ts'
import { exitCodes, failure, success, type Outcome } from '../failure.ts'
import { withOwnProgram } from '../package-root.ts'
import { kubewalkPaths } from '../paths.ts'
import * as sandbox from '../sandbox/process/sandbox-process.ts'
import { quote } from '../shell/bash.ts'
import { findProgram } from '../shell/programs.ts'
import { proxyEnvironment } from '../shell/proxy.ts'
import { plain } from '../shell/sanitise.ts'
import { sandboxTexts } from '../texts/texts.ts'

export interface SandboxFlags {
  /** How many nodes a new sandbox has: node1, node2, … */
  readonly nodes: number
  /** True lets pods start and stop at once, without the waits that learners watch. */
  readonly instant?: boolean
}

/**
 * `kubewalk sandbox run -- COMMAND…`: runs a command on a fresh sandbox of its own, which ends with it.
 *
 * KUBECONFIG, KUBECACHEDIR and http_proxy are set for it; the terminal is its own. Signals that reach kubewalk are handed on.
 *
 * @param command the program and its arguments.
 * @returns the command's exit code (128 + n for a signal), or a failure when it cannot be started.
 */
export async function sandboxRun(command: readonly string[], options: SandboxFlags): Promise<Outcome<number>> {
  const [name, ...args] = command
  if (name === undefined || name === '') return failure('bad-input', sandboxTexts.noCommand)
  const program = findProgram(name, process.env.PATH)
  if (program === undefined) return failure('bad-input', sandboxTexts.noProgram(plain(name)))
  const nodes = checkNodes(options.nodes)
  if (!nodes.ok) return nodes
  const stopEarly = new AbortController()
  const handed: { to?: (signal: NodeJS.Signals) => void } = {}
  // Ctrl-C in a terminal reaches the command by itself; kubewalk stays, to put the sandbox away.
  const onSignal = (signal: NodeJS.Signals): void => {
    if (handed.to) handed.to(signal)
    else stopEarly.abort()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  try {
    const started = await sandbox.startSandbox({
      paths: kubewalkPaths(),
      name: 'run',
      nodes: nodes.value,
      instant: options.instant ?? false,
      temporary: true
    })
    if (!started.ok) return started
    try {
      if (stopEarly.signal.aborted) return success(exitCodes.interrupted)
      return await runOn(started.value, program, args, handed)
    } finally {
      await started.value.close()
    }
  } finally {
    for (const signal of signals) process.off(signal, onSignal)
  }
}

async function runOn(
  running: sandbox.RunningSandbox,
  program: string,
  args: readonly string[],
  handed: { to?: (signal: NodeJS.Signals) => void }
): Promise<Outcome<number>> {
  const { execa } = await import('execa')
  const subprocess = execa(program, args, {
    stdio: 'inherit',
    reject: false,
    env: {
      KUBECONFIG: running.kubeconfig,
      KUBECACHEDIR: path.join(running.folder, 'kubectl-cache'),
      PATH: withOwnProgram(process.env.PATH),
      ...(running.served.proxy === undefined ? {} : proxyEnvironment(running.served.proxy, process.env))
    }
  })
  handed.to = signal => {
    if (signal === 'SIGINT' && process.stdin.isTTY) return
    subprocess.kill(signal)
  }
  const result = await subprocess
  if (result.exitCode !== undefined) return success(result.exitCode)
  if (result.signal !== undefined) return success(128 + constants.signals[result.signal])
  return failure('bad-input', sandboxTexts.cannotStart(plain(program), plain(result.originalMessage ?? '')))
}

/**
 * `kubewalk sandbox start`: starts the lasting sandbox, or finds it running. Standard output gets the lines that point a
 * shell at it and nothing else, for `eval "$(kubewalk sandbox start)"`.
 *
 * @param options.proxy also those by which the shell's curl reaches what is in the cluster.
 */
export async function sandboxStart(options: SandboxFlags & { readonly proxy?: boolean }): Promise<Outcome<number>> {
  const nodes = checkNodes(options.nodes)
  if (!nodes.ok) return nodes
  const place = { paths: kubewalkPaths(), name: lastingSandbox }
  const present = await sandbox.connectSandbox(place)
  if (!present) process.stderr.write(`${sandboxTexts.starting}\n`)
  const started = await sandbox.startSandbox({ ...place, nodes: nodes.value, instant: options.instant ?? false })
  if (!started.ok) return started
  process.stderr.write(`${present ? sandboxTexts.alreadyRunning : sandboxTexts.runs}\n`)
  process.stderr.write(setAsideNotice(started.value.served.setAside))
  const { kubeconfig, served } = started.value
  const isWanted = options.proxy === true && served.proxy !== undefined
  const proxy = isWanted ? proxyEnvironment(served.proxy, process.env) : {}
  const variables = Object.entries({ KUBECONFIG: kubeconfig, ...proxy })
  process.stdout.write(variables.map(([name, value]) => `export ${name}=${quote(value)}\n`).join(''))
  return success(exitCodes.passed)
}

/** Says what was lost to damage, or nothing. */
function setAsideNotice(files: readonly string[] = []): string {
  return files.map(file => `${sandboxTexts.setAside(plain(file))}\n`).join('')
}

/** `kubewalk sandbox stop`: ends the lasting sandbox; its objects stay for the next start. */
export async function sandboxStop(): Promise<Outcome<number>> {
  const stopped = await sandbox.stopSandbox({ paths: kubewalkPaths(), name: lastingSandbox })
  process.stdout.write(`${stopped ? sandboxTexts.ended : sandboxTexts.isNotRunning}\n`)
  return success(exitCodes.passed)
}

/** `kubewalk sandbox status`: whether the lasting sandbox runs, and where. */
export async function sandboxStatus(): Promise<Outcome<number>> {
  process.stdout.write(`${sandboxTexts.status(await describeSandbox())}\n`)
  const running = await sandbox.connectSandbox({ paths: kubewalkPaths(), name: lastingSandbox })
  process.stderr.write(setAsideNotice(running?.served.setAside))
  return success(exitCodes.passed)
}

/** `not running`, or what is known of the lasting sandbox that runs; for `status` and `doctor`. */
export async function describeSandbox(): Promise<string> {
  const status = await sandbox.sandboxStatus({ paths: kubewalkPaths(), name: lastingSandbox })
  if (!status.running) return sandboxTexts.notRunning
  const since = new Date(status.since ?? 0).toISOString().replace(/\.\d+Z$/, 'Z')
  return sandboxTexts.runningSince(since, status.pid ?? 0, status.url ?? '', quote(status.kubeconfig))
}

const mostNodes = 100

function checkNodes(nodes: number): Outcome<number> {
  return Number.isInteger(nodes) && nodes >= 1 && nodes <= mostNodes
    ? success(nodes)
    : failure('bad-input', sandboxTexts.nodesRange(mostNodes, nodes))
}
