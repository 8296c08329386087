import { simpleCommands } from '../shell/words.ts'

/** A kubectl command taken apart, as far as roles and inferred checks need it. */
export interface KubectlLine {
  readonly verb: string
  /** Words that are neither the verb nor flags, up to `--`. */
  readonly args: readonly string[]
  /** Flags by their long name without dashes, in order; a flag without a value has the value `true`. */
  readonly flags: readonly (readonly [name: string, value: string])[]
  /** What follows `--`. */
  readonly after: readonly string[]
}

/** Short flags and their long names; the same throughout kubectl as far as they are listed here. */
const shortFlags: Readonly<Record<string, string>> = {
  f: 'filename',
  l: 'selector',
  n: 'namespace',
  o: 'output',
  A: 'all-namespaces',
  w: 'watch',
  k: 'kustomize',
  R: 'recursive',
  c: 'container',
  i: 'stdin',
  t: 'tty',
  L: 'label-columns',
  p: 'patch',
  h: 'help'
}

/** Flags that take no value, so that the word after them is an argument. */
const switches = new Set(
  (
    'all all-namespaces watch recursive stdin tty record force wait overwrite show-labels dry-run help watch-only now rm ' +
    'ignore-not-found prune server-side local list resolve no-headers quiet it ti ignore-daemonsets delete-emptydir-data'
  ).split(' ')
)

/** The kubectl commands of a shell line, in order; `k` counts as kubectl. */
export function kubectlLines(text: string): KubectlLine[] {
  return simpleCommands(text).flatMap(command => {
    const words = command.words.filter((word, index) => !(/^\w+=/.test(word) && index === 0))
    const program = words[0]
    if (program !== 'kubectl' && program !== 'k') return []
    return [parseWords(words.slice(1))]
  })
}

function parseWords(words: readonly string[]): KubectlLine {
  const plain: string[] = []
  const flags: [string, string][] = []
  const dashes = words.indexOf('--')
  const own = dashes < 0 ? words : words.slice(0, dashes)
  for (let index = 0; index < own.length; index++) {
    const word = own[index] ?? ''
    const long = /^--([\w-]+)(?:=(.*))?$/s.exec(word)
    const short = /^-([a-zA-Z])(=?)(.*)$/s.exec(word)
    // `-p` is --patch for patch and --previous for logs; only patch takes a value.
    if (!long && !short) {
      plain.push(word)
      continue
    }
    const letters = short ? `${short[1] ?? ''}${short[3] ?? ''}` : ''
    if (/^[AwRith]{2,}$/.test(letters)) for (const each of letters) flags.push([shortFlags[each] ?? each, 'true'])
    else {
      const letter = short?.[1] ?? ''
      const name = long?.[1] ?? (letter === 'f' && plain[0] === 'logs' ? 'follow' : (shortFlags[letter] ?? letter))
      const attached = long ? long[2] : short?.[3] || undefined
      const takesNone = switches.has(name) || name === 'follow' || (name === 'patch' && plain[0] === 'logs')
      if (attached !== undefined) flags.push([name, attached])
      else if (takesNone || own[index + 1] === undefined) flags.push([name, 'true'])
      else flags.push([name, own[++index] ?? ''])
    }
  }
  const [verb = '', ...args] = plain
  return { verb, args, flags, after: dashes < 0 ? [] : words.slice(dashes + 1) }
}

export function flagsOf(line: KubectlLine, name: string): string[] {
  return line.flags.filter(([each]) => each === name).map(([, value]) => value)
}

export function flagOf(line: KubectlLine, name: string): string | undefined {
  return flagsOf(line, name).at(-1)
}

/** `-n NAME` as kubectl arguments, for checks on the same namespace. */
export function scopeOf(line: KubectlLine): string {
  const namespace = flagOf(line, 'namespace')
  if (namespace) return ` -n ${namespace}`
  return flagOf(line, 'all-namespaces') === 'true' ? ' -A' : ''
}
