import { simpleCommands, type SimpleCommand } from './words.ts'
import { dangerTexts } from '../texts/texts.ts'

/**
 * The one rule of what reaches beyond a lab, for the tutorial's commands (role `danger`) and for what a learner types.
 *
 * A lab's commands see one cluster, through a private kubeconfig. What would point them at another one, what asks for
 * more rights on this machine, and what would run a script straight from the network is asked about first. The rule
 * guards against accidents, from the text alone: it expands no variables and opens no scripts.
 *
 * @param text one command of the shell, of one or several lines.
 * @returns the reason as a sentence for people, or `undefined` when nothing speaks against it.
 */
export function dangerOf(text: string): string | undefined {
  return dangerIn(text, 0)
}

const deepestNesting = 4

function dangerIn(text: string, depth: number): string | undefined {
  const commands = simpleCommands(text)
  for (const [index, command] of commands.entries()) {
    const reason =
      dangerOfCommand(command.words) ?? dangerOfPipe(commands[index - 1], command) ?? dangerInside(command.words, depth)
    if (reason) return reason
  }
  return undefined
}

/** Words that only introduce the command after them. */
const introductions = new Set(
  'if then else elif while until do ! { time command builtin exec env nohup nice watch xargs timeout kubecolor'.split(
    ' '
  )
)
const assignment = /^[A-Za-z_][A-Za-z0-9_]*\+?=/
const shells = new Set(['bash', 'sh', 'zsh', 'dash', 'ksh', 'fish', 'python', 'python3', 'perl', 'ruby', 'node'])
const declaring = new Set([
  'export',
  'declare',
  'typeset',
  'local',
  'readonly',
  'read',
  'printf',
  'mapfile',
  'readarray'
])
const privileged = new Set(['sudo', 'doas', 'su', 'pkexec'])
/** Programs whose `--context` or `--server` means something else. */
const otherMeaning = new Set(['grep', 'egrep', 'fgrep', 'zgrep', 'rg', 'diff', 'git', 'cat', 'man', 'echo'])
const flagReasons: readonly (readonly [flag: RegExp, reason: () => string])[] = [
  [/^--kubeconfig(=|$)/, () => dangerTexts.kubeconfigFlag],
  [/^--(kube-)?context(=|$)/, () => dangerTexts.context],
  [/^--server(=|$)/, () => dangerTexts.server('--server')],
  [/^--cluster(=|$)/, () => dangerTexts.cluster],
  [/^--(kube-apiserver)(=|$)/, () => dangerTexts.server('--kube-apiserver')]
]

function dangerOfCommand(words: readonly string[]): string | undefined {
  for (const word of words) {
    // `KUBECONFIG=… kubectl`, `env KUBECONFIG=…`, `export KUBECONFIG=…` alike; `echo KUBECONFIG=…` costs one question.
    if (/^KUBECONFIG\+?=/.test(word)) return dangerTexts.kubeconfig
  }
  const { program, args } = programOf(words)
  if (
    words.includes('env') &&
    words.some(word => /^(-i|-|--ignore-environment|-u?KUBECONFIG|--unset=KUBECONFIG)$/.test(word))
  )
    return dangerTexts.unset
  if (args.includes('KUBECONFIG') || (words.includes('env') && words.includes('KUBECONFIG'))) {
    if (program === 'unset' || words.includes('env')) return dangerTexts.unset
    // `export KUBECONFIG` by itself changes nothing.
    if (declaring.has(program) && program !== 'export') return dangerTexts.kubeconfig
  }
  if (privileged.has(program)) return dangerTexts.rights(program)
  if (otherMeaning.has(program)) return undefined
  for (const word of words) {
    for (const [flag, reason] of flagReasons) if (flag.test(word)) return reason()
  }
  return isKubectl(program) ? dangerOfKubectl(args) : dangerOfRemoval(program, args)
}

function isKubectl(program: string): boolean {
  return /^(kubectl([.-].*)?|k|oc)$/.test(program)
}

function dangerOfKubectl(args: readonly string[]): string | undefined {
  if (args.some(word => /^-s(.|$)/.test(word) && !word.startsWith('--')) && !args.includes('--'))
    return dangerTexts.server('-s')
  const plain = args.filter(word => !word.startsWith('-'))
  if (plain[0] !== 'config') return undefined
  const verb = plain[1] ?? ''
  if (!/^(use-context|use|set|set-.*|unset|delete-.*|rename-context)$/.test(verb)) return undefined
  // The namespace of the present context is the lab's own affair, and a common line in tutorials.
  const others = args.filter(word => word.startsWith('-') && !/^(--current|--namespace(=.*)?|-n.*)$/.test(word))
  if (verb === 'set-context' && args.includes('--current') && others.length === 0) return undefined
  return dangerTexts.config(verb)
}

/** `rm` with absolute or home paths that lie outside any lab. */
function dangerOfRemoval(program: string, args: readonly string[]): string | undefined {
  if (program !== 'rm' && program !== 'rmdir' && program !== 'shred') return undefined
  const outside = args.find(
    word =>
      !word.startsWith('-') && /^(\/|~|\$HOME|\$\{HOME\}|\.\.(\/|$))/.test(word) && !/^\/(tmp|var\/tmp)\/./.test(word)
  )
  return outside === undefined ? undefined : dangerTexts.removal(outside)
}

function dangerOfPipe(before: SimpleCommand | undefined, command: SimpleCommand): string | undefined {
  if (!before || !command.joinedBy.startsWith('|') || command.joinedBy === '||') return undefined
  const source = programOf(before.words).program
  if (!['curl', 'wget'].includes(source) || !shells.has(programOf(command.words).program)) return undefined
  return dangerTexts.network(source, programOf(command.words).program)
}

/** Text that another shell will read: `bash -c '…'`, `eval "…"`, `watch '…'`. */
function dangerInside(words: readonly string[], depth: number): string | undefined {
  if (depth >= deepestNesting) return undefined
  const { program, args } = programOf(words)
  if (program === 'eval' || program === 'trap') return dangerIn(args.join(' '), depth + 1)
  const readsText = shells.has(program) || words.includes('watch') || words.includes('xargs') || program === 'alias'
  if (!readsText) return undefined
  for (const word of words) {
    const inner = program === 'alias' ? word.replace(assignment, '') : word
    if (!/\s/.test(inner)) continue
    const reason = dangerIn(inner, depth + 1)
    if (reason) return reason
  }
  return undefined
}

/** The program of a simple command, its folder left off, and what follows it. */
function programOf(words: readonly string[]): { readonly program: string; readonly args: readonly string[] } {
  let index = 0
  let introduced = false
  for (; index < words.length; index++) {
    const word = words[index] ?? ''
    if (introductions.has(word)) introduced = true
    else if (assignment.test(word)) continue
    // Options and durations of `env`, `xargs`, `timeout`.
    else if (introduced && /^(-.*|\d+[smhd]?)$/.test(word)) continue
    else break
  }
  const program = (words[index] ?? words[0] ?? '').replace(/^.*\//, '')
  return { program, args: words.slice(index + 1) }
}
