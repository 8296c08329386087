import { simpleCommands } from '../shell/words.ts'
import { flagOf, kubectlLines, type KubectlLine } from './kubectl-line.ts'

/** Whether a line only shows what changes, and does not end by itself: `get -w`, `logs -f`, `watch`, an endless loop. */
export function isWatch(text: string, kubectl: readonly KubectlLine[] = kubectlLines(text)): boolean {
  if (/^\s*watch\s/.test(text) || /\btail\s+(-\w*\s+)*-[fF]\b/.test(text) || isEndlessLoop(text)) return true
  return kubectl.some(
    line =>
      (['get', 'events'].includes(line.verb) && (isSet(line, 'watch') || isSet(line, 'watch-only'))) ||
      (line.verb === 'logs' && isSet(line, 'follow'))
  )
}

/** Whether a line serves others while it runs: `port-forward`, `proxy`, whatever ends in `&`. */
export function isBackground(text: string, kubectl: readonly KubectlLine[] = kubectlLines(text)): boolean {
  if (endsInAmpersand(text) || /^\s*minikube tunnel\b/.test(text)) return true
  return kubectl.some(line => (line.verb === 'port-forward' || line.verb === 'proxy') && !isSet(line, 'help'))
}

/** Whether a line wants the screen for itself although it reads no keys: `watch` of procps draws on all of it. */
export function wantsScreen(text: string): boolean {
  const [program = ''] = simpleCommands(text).at(-1)?.words ?? []
  return program === 'watch' || program.endsWith('/watch')
}

/**
 * Whether a line runs beside the lesson: it goes on until somebody ends it, needs neither keys nor the screen, and leaves
 * nothing in the shell that a later command could want. So it must be one command or one pipeline: what `cd web &&
 * kubectl get pods -w` changes is needed afterwards, and it is waited for.
 */
export function runsBeside(text: string): boolean {
  if (wantsScreen(text)) return false
  const line = withoutAmpersand(text)
  if (isEndlessLoop(line)) return true
  const commands = simpleCommands(line)
  if (commands.length === 0 || !commands.every(({ joinedBy }) => ['', '|', '|&'].includes(joinedBy))) return false
  const programs = commands.map(({ words }) => words)
  // A reader that has enough ends the whole pipeline; what was told to outlive its shell is not ours to end.
  if (programs.some(words => words[0] === 'head' || (words[0] === 'grep' && words.some(isEnough)))) return false
  if (programs.some(([program]) => program === 'nohup' || program === 'setsid')) return false
  return isWatch(line) || isBackground(text)
}

/** A line as it is run beside the lesson: with an `&` of its own it would end at once, and leave a child behind. */
export function withoutAmpersand(text: string): string {
  return endsInAmpersand(text) ? text.replace(/\s*&\s*$/, '') : text
}

function endsInAmpersand(text: string): boolean {
  return /[^&>]&\s*$/.test(text)
}

/** grep's options that make it stop at a match. */
function isEnough(word: string): boolean {
  return /^-[a-zA-Z]*[mq]|^--(max-count|quiet|silent)\b/.test(word)
}

/** A loop whose condition is always true, and whose body has no way out. */
function isEndlessLoop(text: string): boolean {
  const loop =
    /^\s*(?:while\s+(?:true|:|sleep\s+[\w.]+)|until\s+false|for\s*\(\(\s*;\s*;\s*\)\))\s*[;\n]\s*do\s([^]*)\bdone\s*$/
  const body = loop.exec(text)?.[1]
  return body !== undefined && !/\b(break|exit|return|read|done)\b/.test(body)
}

function isSet(line: KubectlLine, flag: string): boolean {
  return (flagOf(line, flag) ?? 'false') !== 'false'
}
