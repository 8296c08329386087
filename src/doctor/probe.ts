import { execa } from 'execa'
import { contextNames } from '../cluster/kubeconfig.ts'
import { findProgram } from '../shell/programs.ts'
import type { Machine } from './machine.ts'

const timeoutMs = 10_000

/**
 * Looks at this machine. Tools are asked for their versions only; of the user's kubeconfig only the names of contexts are
 * read, and no cluster is contacted.
 *
 * @param sandboxStatus what to say of the lasting sandbox
 */
export async function probeMachine(sandboxStatus: () => Promise<string>): Promise<Machine> {
  const [npm, git, bash, kubectl, sandbox, contexts] = await Promise.all([
    firstLine('npm', ['--version']),
    firstLine('git', ['--version']),
    firstLine('bash', ['-c', 'echo "$BASH_VERSION"']),
    probeKubectl(),
    sandboxStatus(),
    ownContexts()
  ])
  const terminal = probeTerminal()
  return {
    platform: process.platform,
    arch: process.arch,
    node: process.versions.node,
    ...(npm === undefined ? {} : { npm }),
    ...(git === undefined ? {} : { git: git.replace(/^git version /, '') }),
    ...(bash === undefined ? {} : { bash }),
    ...(kubectl ? { kubectl } : {}),
    ...(terminal ? { terminal } : {}),
    sandbox,
    contexts
  }
}

/** The first line that a tool prints; undefined when it is missing, fails, or takes too long. */
async function firstLine(
  tool: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {}
): Promise<string | undefined> {
  const lines = await output(tool, args, environment)
  return lines?.split('\n')[0]?.trim() ?? undefined
}

async function output(
  tool: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {}
): Promise<string | undefined> {
  const result = await execa(tool, args, { reject: false, stdin: 'ignore', timeout: timeoutMs, env: environment })
  return result.exitCode === 0 ? result.stdout : undefined
}

async function probeKubectl(): Promise<Machine['kubectl']> {
  const file = findProgram('kubectl', process.env.PATH)
  if (file === undefined) return undefined
  // With no kubeconfig there is no server that a wrapper of kubectl could ask for its version.
  const json = await output(file, ['version', '--client', '-o', 'json'], { KUBECONFIG: '/dev/null' })
  const version = json === undefined ? undefined : /"gitVersion":\s*"([^"]+)"/.exec(json)?.[1]
  return version === undefined ? undefined : { path: file, version }
}

/** A kubeconfig that cannot be read has no context to use; `--context` says what is wrong with it. */
async function ownContexts(): Promise<readonly string[]> {
  const names = await contextNames()
  return names.ok ? names.value : []
}

function probeTerminal(): Machine['terminal'] {
  const { stdout } = process
  if (!stdout.isTTY) return undefined
  const locale = process.env.LC_ALL ?? process.env.LC_CTYPE ?? process.env.LANG ?? ''
  return {
    // A pseudo-terminal may report no size.
    columns: stdout.columns || 80,
    rows: stdout.rows || 24,
    colourDepth: stdout.getColorDepth(),
    unicode: /utf-?8/i.test(locale) || process.platform === 'darwin'
  }
}
