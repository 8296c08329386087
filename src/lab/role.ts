import { simpleCommands } from '../shell/words.ts'
import { isBackground, isWatch, wantsScreen } from './endless.ts'
import { kubectlLines, type KubectlLine } from './kubectl-line.ts'
import type { Role } from './lab.ts'
import { reachOf } from './reach.ts'
import type { TranscriptCommand } from './transcript.ts'

/** What stands around a command and bears on its role. */
export interface Surroundings {
  /** The prose between the code block before and this one. */
  readonly introduction: string
  /** A command that runs came before, under the same heading. */
  readonly followsAnother: boolean
  /** The command before, wherever it stood under this heading. */
  readonly previous: { readonly text: string; readonly printedOutput: string } | undefined
  /** A shell within a container is open. */
  readonly nested: boolean
  /** Whether a name is that of a file beside the tutorial. */
  readonly ownFile: (name: string) => boolean
}

/** White space and continuations folded, as two commands are compared. */
export function fold(text: string): string {
  return text
    .replace(/\\\s*\n\s*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** What a command is for; the first rule that applies decides, those that keep a command from running first. */
export function roleOf(command: TranscriptCommand, around: Surroundings): Role {
  const { text } = command
  const kubectl = kubectlLines(text)
  if (command.inside || around.nested) return 'nested'
  if (command.body !== undefined) return 'file'
  if (reachOf(text)) return 'danger'
  if (isExample(text, around)) return 'example'
  if (isInteractive(text, kubectl)) return 'interactive'
  if (isPlaceholder(text, kubectl, around)) return 'placeholder'
  if (isWatch(text, kubectl)) return 'watch'
  if (isBackground(text, kubectl)) return 'background'
  if (isDuplicate(command, around)) return 'duplicate'
  if (around.followsAnother && isAlternative(around.introduction)) return 'alternative'
  return isSetup(text) ? 'setup' : 'run'
}

function isExample(text: string, around: Surroundings): boolean {
  if (/(^|\n)\s*(for )?example:?\s*($|\n)/i.test(around.introduction)) return true
  if (
    /\b(syntax|general form|looks? like this in general|started by [^.]* with the following)\b/i.test(
      around.introduction
    )
  )
    return true
  return (
    /(^|[\s/=])[A-Z]{2,}[A-Z_]*NAME\b/.test(text) ||
    /\b[A-Za-z]+_name\b/.test(text) ||
    /\b(definition|your|my)[-_]file\.(ya?ml|json)\b/.test(text) ||
    /"KEY"\s*:\s*"VALUE"/.test(text)
  )
}

/** Letters and digits that Kubernetes makes suffixes of: no vowels, and none that looks like another (util/rand). */
const suffix = /-[bcdfghjklmnpqrstvwxz2456789]{5}$/

function isPlaceholder(text: string, kubectl: readonly KubectlLine[], around: Surroundings): boolean {
  const visible = text.replace(/'[^']*'|"[^"]*"/g, quoted => (/^.<[\w -]+>.$/.test(quoted) ? quoted : "''"))
  if (/<[A-Za-z][\w .:/-]*>/.test(visible) || /\{\{?[A-Za-z][\w -]*\}?\}/.test(visible.replace(/\$\{[^}]*\}/g, '')))
    return true
  if (/(^|[\s=/])\[[A-Z][A-Z _-]+\]/.test(visible) || /\b(YOUR|MY)[-_][A-Z_-]+\b|\bxxx+\b/i.test(visible)) return true
  if (
    /\b(POD|NODE|CONTAINER|CLUSTER|NAMESPACE|SERVICE|DEPLOYMENT)[-_](NAME|IP|ID|PORT)\b/.test(
      visible.replace(/\$\{?\w+/g, '')
    )
  )
    return true
  for (const line of kubectl) {
    if (line.verb === 'create' || line.verb === 'run') continue
    if (line.args.some(arg => suffix.test(arg) && /\d|-[a-z0-9]{8,10}-/.test(arg) && !around.ownFile(arg))) return true
  }
  return /^(curl|wget|ping|nc|telnet|ssh|dig)\b/.test(text) && hasCopiedAddress(text)
}

/** An address that was somebody else's: private or public, never the machine's own. */
function hasCopiedAddress(text: string): boolean {
  const addresses = text.match(/(?<![\d.])\d{1,3}(\.\d{1,3}){3}(?![\d.])/g) ?? []
  return addresses.some(address => !/^(127\.|0\.0\.0\.0|8\.8\.|1\.1\.1\.1)/.test(address))
}

/** Programs that take the terminal when nothing is handed to them. */
const shells = /^(\/(usr\/)?bin\/)?(sh|bash|ash|zsh|mysql|psql|mongo|mongosh|redis-cli|python3?|node|irb|busybox)$/

/** Whether a command opens a shell in a container, so that the lines after it belong there. */
export function opensShell(text: string): boolean {
  const words = simpleCommands(text).at(-1)?.words ?? []
  const program = words[0] ?? ''
  if (program === 'ssh' || (program === 'gcloud' && words.includes('ssh'))) return true
  const runs = ['kubectl', 'k', 'docker', 'podman'].includes(program) && words.some(word => /^(exec|run)$/.test(word))
  const terminal = words.some(word => /^-(it|ti|i|t)$/.test(word) || /^--(stdin|tty|interactive)(=true)?$/.test(word))
  return runs && terminal && shells.test(words.at(-1) ?? '')
}

/** Whether a line wants the whole terminal to itself: an editor, `kubectl edit`, a shell in a container, `watch`. */
export function needsTerminal(text: string): boolean {
  return isInteractive(text, kubectlLines(text)) || wantsScreen(text)
}

/** Programs that draw on the whole screen and read keys. */
const fullScreen =
  /^(vi|vim|nvim|view|nano|pico|micro|emacs|helix|hx|joe|ne|mcedit|code|less|more|most|top|htop|btop|k9s|mc)$/
/** The editor of one's choice, as a variable: `$EDITOR web.yml`. */
const editorVariable = /^\$\{?(KUBE_EDITOR|EDITOR|VISUAL)\b/

function isInteractive(text: string, kubectl: readonly KubectlLine[]): boolean {
  const words = simpleCommands(text).at(-1)?.words ?? []
  const program = words[0] ?? ''
  if (fullScreen.test(program.slice(program.lastIndexOf('/') + 1)) || editorVariable.test(program)) return true
  if (/^(mysql|psql|redis-cli|mongo|python3?)$/.test(program) && words.length === 1) return true
  if (kubectl.some(line => line.verb === 'edit' || line.verb === 'attach')) return true
  return opensShell(text)
}

function isDuplicate(command: TranscriptCommand, around: Surroundings): boolean {
  const { previous } = around
  if (!previous || previous.printedOutput !== '' || command.printedOutput === '') return false
  return fold(previous.text) === fold(command.text)
}

/** "The other way", "Alternatively", "Or": the prose that makes a command one of several ways. */
function isAlternative(introduction: string): boolean {
  const last = introduction.trim()
  return (
    /^(or|alternatively|otherwise)\b/i.test(last) ||
    /\b(alternatively|the other way|another way|the same (thing )?(can|could) be done|instead of (that|this|the above))\b/i.test(
      last
    ) ||
    /\bor:\s*$/i.test(last)
  )
}

function isSetup(text: string): boolean {
  const commands = simpleCommands(text)
  return (
    commands.length > 0 &&
    commands.every(({ words }) => {
      const [first = '', second = ''] = words
      if (/^(cd|pushd|popd|export|alias|source|\.|mkdir|unset)$/.test(first)) return true
      if (first === 'git') return second === 'clone' || (second === 'checkout' && words.length === 3)
      return words.length > 0 && words.every(word => /^\w+=/.test(word)) && !text.includes('$(')
    })
  )
}
