import type { Finding, Machine } from './machine.ts'

/** `GIT_CONFIG_COUNT`, by which labs clone without a network, came with this version of git (its release notes). */
const oldestGit = '2.31'
const smallestTerminal = { columns: 80, rows: 24 }

/** Judges a machine: every tool and circumstance that kubewalk cares for, in a fixed order. */
export function findingsOf(machine: Machine): readonly Finding[] {
  return [
    ok('Node', machine.node),
    machine.npm === undefined
      ? note('npm', 'not found', 'install npm if kubewalk has to fetch a newer Node or kubectl')
      : ok('npm', machine.npm),
    gitFinding(machine),
    machine.bash === undefined
      ? missing('bash', 'not found', `install it: ${installCommand('bash', machine.platform)}`)
      : ok('bash', machine.bash),
    kubectlFinding(machine),
    terminalFinding(machine),
    ok('sandbox', machine.sandbox),
    contextsFinding(machine)
  ]
}

function gitFinding({ git, platform }: Machine): Finding {
  const todo = `install git ${oldestGit} or later: ${installCommand('git', platform)}`
  if (git === undefined) return missing('git', 'not found', todo)
  return isAtLeast(git, oldestGit) ? ok('git', git) : missing('git', `${git} is too old`, todo)
}

function kubectlFinding({ kubectl, platform, arch, npm }: Machine): Finding {
  if (kubectl) return ok('kubectl', `${kubectl.version}, ${kubectl.path}`)
  if (platform === 'linux' && arch === 'x64' && npm !== undefined) {
    return note('kubectl', 'not found', 'nothing to do: kubewalk fetches one when it first needs it')
  }
  const command =
    platform === 'darwin' ? 'brew install kubectl' : 'see https://kubernetes.io/docs/tasks/tools/install-kubectl-linux/'
  return missing('kubectl', 'not found', `install it: ${command}`)
}

function terminalFinding({ terminal }: Machine): Finding {
  if (!terminal) return note('terminal', 'none: the walk is printed line by line', '')
  const { columns, rows, colourDepth, unicode } = terminal
  const colours = colourDepth === 1 ? 'no colours' : `${2 ** colourDepth} colours`
  const detail = `${columns}x${rows}, ${colours}, ${unicode ? 'Unicode' : 'no Unicode'}`
  return columns >= smallestTerminal.columns && rows >= smallestTerminal.rows
    ? ok('terminal', detail)
    : note('terminal', detail, '80x24 shows more: enlarge the window')
}

function contextsFinding({ contexts }: Machine): Finding {
  if (contexts.length === 0) return ok('contexts', 'none of your own')
  const named = contexts.slice(0, 5).join(', ')
  const more = contexts.length > 5 ? ` and ${contexts.length - 5} more` : ''
  return ok('contexts', `${named}${more}: present, never touched unless you name one with --context`)
}

function installCommand(tool: string, platform: string): string {
  return platform === 'darwin'
    ? `brew install ${tool}`
    : `with your package manager, for example apt-get install ${tool}`
}

/** Compares the first two numbers of versions: "2.39.5 (Apple Git-154)" is at least "2.31". */
function isAtLeast(version: string, oldest: string): boolean {
  const [major, minor] = numbers(version)
  const [oldestMajor, oldestMinor] = numbers(oldest)
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}

function numbers(version: string): readonly [number, number] {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? []
  return [Number(major ?? 0), Number(minor ?? 0)]
}

function ok(name: string, detail: string): Finding {
  return { name, status: 'ok', detail, todo: '' }
}

function note(name: string, detail: string, todo: string): Finding {
  return { name, status: 'note', detail, todo }
}

function missing(name: string, detail: string, todo: string): Finding {
  return { name, status: 'missing', detail, todo }
}
