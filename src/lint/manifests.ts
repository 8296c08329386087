import { statSync } from 'node:fs'
import path from 'node:path'
import { flagsOf, kubectlLines } from '../lab/kubectl-line.ts'
import type { Lab, Role } from '../lab/lab.ts'
import type { FileText } from '../lab/source.ts'
import { simpleCommands } from '../shell/words.ts'
import { lintTexts } from '../texts/texts.ts'
import type { Finding } from './finding.ts'
import type { LintedFile } from './linted-file.ts'

/** Commands that are read, but not typed as they stand. */
const notTyped: ReadonlySet<Role> = new Set<Role>(['example', 'placeholder', 'nested'])

/**
 * Files that a command, a solution or the start of a chapter names with `-f` or `-k`, and that lie neither beside the lab
 * nor are made by it.
 */
export function missingManifests({ lab, fileText, shown }: Pick<LintedFile, 'lab' | 'fileText' | 'shown'>): Finding[] {
  const lines = linesOf(lab)
  if (clonesOthers(lab, lines)) return []
  const made = new Set(lines.flatMap(({ text, isTyped }) => (isTyped ? madeBy(text) : [])))
  return lines.flatMap(({ text, line }): Finding[] => {
    const named = kubectlLines(text).flatMap(each => [...flagsOf(each, 'filename'), ...flagsOf(each, 'kustomize')])
    return named
      .flatMap(names => names.split(','))
      .filter(name => isLabFile(name) && !made.has(path.basename(name)) && !isThere(name, lab.folder, fileText))
      .map(name => ({ file: shown, line, rule: 'file', message: lintTexts.noManifest(name) }))
  })
}

interface Line {
  readonly text: string
  readonly line: number
  /** A command of the lesson, not of a solution. */
  readonly isTyped: boolean
}

function linesOf({ steps }: Lab): Line[] {
  return steps.flatMap(({ commands, solution, chapter, line }) => [
    ...commands.filter(({ role }) => !notTyped.has(role)).map(({ text, line }) => ({ text, line, isTyped: true })),
    ...(solution === undefined ? [] : [{ text: solution.script, line: solution.line, isTyped: false }]),
    ...(chapter?.start === undefined ? [] : [{ text: chapter.start, line, isTyped: false }])
  ])
}

/** Neither an address, nor the standard input, nor a place of this machine, nor what only the shell knows. */
function isLabFile(name: string): boolean {
  return name !== '' && name !== '-' && !/^[a-z]+:\/\//i.test(name) && !/^[/~]|[$`*?{<>]/.test(name)
}

function isThere(name: string, folder: string, fileText: FileText): boolean {
  if (fileText(name) !== undefined) return true
  // A folder; tutorials `cd` into a clone that is not there yet, so that its base name will do, as it does for files.
  return [name, path.basename(name)].some(each => {
    const place = path.resolve(folder, each)
    const isWithin = place === folder || place.startsWith(folder + path.sep)
    return isWithin && statSync(place, { throwIfNoEntry: false })?.isDirectory() === true
  })
}

const editors = /^(vi|vim|nvim|nano|pico|micro|emacs|helix|hx|code|touch)$/

/** Base names of the files that a line writes, or opens in an editor for the learner to write. */
function madeBy(text: string): string[] {
  const redirected = [...text.matchAll(/>\|?\s*["']?([^\s"'<>|&;]+)/g)].map(([, name = '']) => name)
  const written = simpleCommands(text).flatMap(({ words }) => {
    const [program = '', ...args] = words
    const plain = args.filter(arg => !arg.startsWith('-'))
    if (program === 'tee' || editors.test(program)) return plain
    if (program === 'cp' || program === 'mv' || program === 'wget') return plain.slice(-1)
    if (program === 'curl')
      return args.filter((_, index) => /^(-o|--output|-[a-zA-Z]*[oO])$/.test(args[index - 1] ?? ''))
    return []
  })
  return [...redirected, ...written].map(name => path.basename(name))
}

/** Whether a repository is cloned that is not the lab's own: its files are not here, and may have any name. */
function clonesOthers({ repositories }: Lab, lines: readonly Line[]): boolean {
  return lines
    .flatMap(({ text }) => simpleCommands(text))
    .filter(({ words }) => words[0] === 'git' && words[1] === 'clone')
    .some(({ words }) => !repositories.some(({ url }) => words.some(word => bare(word) === bare(url))))
}

function bare(url: string): string {
  return url.replace(/(\.git)?\/?$/, '')
}
