/**
 * What a bash of one command is told, and what it tells when it ends, so that the next bash goes on where it stopped.
 *
 * One bash for each command: `exit`, `exec` and `set -e` then end that command, never the session. Written for bash 3.2
 * (macOS) and later; the names are those of the Bash Reference Manual, 4.2, 4.3 and 5.
 */

/** The state of the lab's shell between two commands. Plain JSON, so that a session is resumed from it. */
export interface ShellState {
  /** The logical path of the present folder, as `pwd` says it. */
  readonly cwd: string
  /** Bash source that brings back shopt options, variables, functions and aliases. */
  readonly script: string
  /** Names of `set -o` options that are on. */
  readonly options: readonly string[]
  /** What commands see in their environment. */
  readonly environment: Readonly<Record<string, string>>
  /** `$?` for the next command. */
  readonly exit: number
}

/** On in every new bash that runs a script. */
const defaultOptions = ['braceexpand', 'hashall', 'interactive-comments']

export function newShellState(cwd: string, environment: Readonly<Record<string, string>>): ShellState {
  return { cwd, script: 'shopt -s expand_aliases\n', options: defaultOptions, environment, exit: 0 }
}

/** Descriptors that the bash of a command is started with. */
export const stateIn = 3
export const stateOut = 4

/** Comes last, so that a state cut off by a signal is not taken for a whole one. */
const endMark = 'kubewalk: end of state'

/**
 * Variables that bash sets by itself, or that are read-only in every bash; restoring them would fail or lie. PWD comes
 * with the folder.
 */
const ownVariables =
  'BASH|BASHOPTS|BASHPID|BASH_*|COMP_*|DIRSTACK|EPOCHREALTIME|EPOCHSECONDS|EUID|FUNCNAME|GROUPS|HISTCMD|HOSTNAME|' +
  'HOSTTYPE|IFS|LINENO|MACHTYPE|OPTERR|OPTIND|OSTYPE|PIPESTATUS|PPID|PWD|RANDOM|SECONDS|SHELLOPTS|SHLVL|SRANDOM|UID|' +
  '_|__kubewalk_*'

/**
 * The program that every bash of a session runs (`bash -c`): one line, so that errors count the command's lines from 1,
 * and one compound command, so that it is parsed before an alias of the learner's could change its words. `builtin`
 * keeps functions called `cd` or `set` out of it.
 *
 * The descriptor for the state moves to 200, where no tutorial's own `exec 4>…` meets it.
 */
export const bashProgram = `{ ${[
  `exec 200>&${stateOut} ${stateOut}>&-`,
  `builtin eval "$(command -p cat <&${stateIn})" >/dev/null 2>&1`,
  `exec ${stateIn}<&-`,
  "builtin trap '{ __kubewalk_save; } 2>/dev/null' EXIT",
  '{ builtin eval "$__kubewalk_prelude"; } 2>/dev/null',
  'builtin eval "$__kubewalk_text"',
  '{ __kubewalk_save; } 2>/dev/null',
  'builtin exit "$__kubewalk_exit"'
].join('; ')}; }`

/**
 * Writes the state, whatever options, functions, aliases and IFS the command left. Backslashes keep `builtin` from being
 * an alias: before bash 5.2 a command substitution is parsed when it runs.
 */
const functions = `__kubewalk_status() { return "$1"; }
__kubewalk_save() {
__kubewalk_exit=$? __kubewalk_options=$SHELLOPTS
\\builtin set +e +f +u +v +x
\\builtin trap '' INT TERM HUP
\\builtin unset -f __kubewalk_status __kubewalk_save
{
\\builtin shopt -p
\\builtin declare -p IFS || \\builtin printf 'unset IFS\\n'
IFS=$' \\t\\n'
for __kubewalk_name in $(\\builtin compgen -v); do
case $__kubewalk_name in
${ownVariables}) ;;
*) \\builtin declare -p "$__kubewalk_name" ;;
esac
done
for (( __kubewalk_name = \${#DIRSTACK[@]} - 1; __kubewalk_name > 0; __kubewalk_name-- )); do
\\builtin printf 'builtin pushd -n -- %q\\n' "\${DIRSTACK[__kubewalk_name]}"
done
\\builtin declare -f
\\builtin alias -p
\\builtin printf '\\0'
\\builtin declare -F
\\builtin printf '\\0%s\\0%s\\0%s\\0' "$__kubewalk_options" "$PWD" "$__kubewalk_exit"
for __kubewalk_name in $(\\builtin compgen -e); do
case $__kubewalk_name in
*[!A-Za-z0-9_]*|_|SHLVL) ;;
*) \\builtin printf '%s=%s\\0' "$__kubewalk_name" "\${!__kubewalk_name}" ;;
esac
done
\\builtin printf '%s\\0' '${endMark}'
} >&200
__kubewalk_save() { :; }
return "$__kubewalk_exit"
}
`

/**
 * What goes into the descriptor `stateIn`: the state, then the command.
 *
 * @param state what the command before left.
 * @param text the command, of one or several lines.
 * @param reset variables that are exported with these values whatever the state says (when a session is resumed).
 */
export function bashInput(state: ShellState, text: string, reset: Readonly<Record<string, string>> = {}): string {
  const off = defaultOptions.filter(option => !state.options.includes(option))
  const on = state.options.filter(option => /^[a-z-]+$/.test(option) && option !== 'noexec' && option !== 'privileged')
  // The backslash keeps the words from being an alias.
  // With errexit a failing `$?` would end this command before it began.
  const status = `__kubewalk_status ${on.includes('errexit') ? 0 : state.exit}`
  const settings = [
    ...off.map(option => `\\builtin set +o ${option}`),
    ...on.filter(option => !tracing.includes(option)).map(option => `\\builtin set -o ${option}`)
  ]
  // Tracing begins within the text, or it would show the lines that surround it.
  const traced = on.filter(option => tracing.includes(option)).map(option => `\\builtin set -o ${option}`)
  const opening = traced.length > 0 ? `{ ${[...traced, status].join('; ')}; } 2>/dev/null\n` : ''
  return [
    // Before the script, whose aliases would change their words.
    functions,
    state.script,
    ...Object.entries(reset).map(([name, value]) => `\\builtin export ${name}=${quote(value)}`),
    '__kubewalk_oldpwd=${OLDPWD-}',
    `\\builtin cd -- ${quote(state.cwd)}`,
    'OLDPWD=$__kubewalk_oldpwd',
    `__kubewalk_prelude=${quote([...settings, status].join('\n'))}`,
    `__kubewalk_text=${quote(opening + text)}`,
    ''
  ].join('\n')
}

const tracing = ['xtrace', 'verbose']

/**
 * Reads what came out of the descriptor `stateOut`.
 *
 * @returns undefined when bash did not get to write all of it (`exec`, SIGKILL, an EXIT trap of the command's own).
 */
export function readBashState(output: string): ShellState | undefined {
  const parts = output.split('\0')
  if (parts.at(-2) !== endMark) return undefined
  const [script, functions, options, cwd, exit, ...variables] = parts.slice(0, -2)
  if (script === undefined || functions === undefined || options === undefined || cwd === undefined) return undefined
  const exported = [...functions.matchAll(/^declare -\w*x\w* (.+)$/gm)].map(
    match => `\\builtin export -f ${match[1] ?? ''}\n`
  )
  return {
    cwd,
    script: script + exported.join(''),
    options: options.split(':'),
    environment: Object.fromEntries(
      variables.map(entry => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)])
    ),
    exit: Number(exit)
  }
}

/** One word of bash source that stands for exactly this text. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
