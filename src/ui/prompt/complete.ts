import { execFile } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../../lab/lab.ts'
import type { ShellContext } from '../../session/state.ts'
import { simpleCommands } from '../../shell/words.ts'
import { fitting, readKubectl, wordAt, type Candidate, type KubectlAnswer, type Offer } from './completion.ts'

/** kubectl asks the cluster for names; one that does not answer is not waited for. */
const longestMs = 2000

export interface CompletionQuestion {
  readonly text: string
  readonly cursor: number
  readonly context: ShellContext
  readonly lab: Lab
}

/**
 * Looks up what the word before the cursor may become: from kubectl itself, from the files in the shell's folder, and
 * from the lab's own commands, in this order. Never fails: what does not answer gives nothing.
 *
 * @param signal ends it, because nobody waits for it any more
 */
export async function complete(question: CompletionQuestion, signal: AbortSignal): Promise<Offer> {
  const { words, word, start } = wordAt(question.text, question.cursor)
  const [program, ...args] = words
  const { context } = question
  const ofLab = word === '' ? [] : labWords(question.lab, program === undefined)
  if (program === undefined) {
    const files = word.includes('/') ? await filesFor(word, context, 'any') : []
    return { start, candidates: fitting([...ofLab, ...files], word) }
  }
  if (program !== 'kubectl' && program !== 'k') {
    const files = await filesFor(word, context, program === 'cd' ? 'folders' : 'any')
    return { start, candidates: fitting(files.length > 0 ? files : ofLab, word) }
  }
  // kubectl completes the value of `--flag=value` alone.
  const flag = /^--?[\w-]+=/.exec(word)?.[0] ?? ''
  const value = word.slice(flag.length)
  const { candidates, files } = await askKubectl([...args, word], context, signal)
  const found = fitting([...candidates, ...(candidates.length > 0 ? [] : await filesFor(value, context, files))], value)
  const all = found.length > 0 ? found : fitting(ofLab, value)
  return { start, candidates: all.map(each => ({ ...each, text: flag + each.text })) }
}

function askKubectl(
  args: readonly string[],
  { cwd, environment }: ShellContext,
  signal: AbortSignal
): Promise<KubectlAnswer> {
  return new Promise(resolve => {
    const options = { cwd, env: environment, signal, timeout: longestMs, killSignal: 'SIGKILL' as const }
    execFile('kubectl', ['__complete', ...args], options, (error, stdout) => {
      resolve(error === null ? readKubectl(stdout) : { candidates: [], files: 'none' })
    })
  })
}

async function filesFor(
  word: string,
  { cwd, environment }: ShellContext,
  which: KubectlAnswer['files']
): Promise<Candidate[]> {
  if (which === 'none') return []
  const at = word.lastIndexOf('/') + 1
  const folder = word.slice(0, at)
  const name = word.slice(at)
  const home = environment.HOME ?? ''
  const place = path.resolve(cwd, home !== '' && folder.startsWith('~/') ? path.join(home, folder.slice(2)) : folder)
  const entries = await readdir(place).catch(() => [])
  const shown = entries.filter(entry => entry.startsWith(name) && (name !== '' || !entry.startsWith('.'))).sort()
  const found = await Promise.all(
    shown.map(async (entry): Promise<Candidate[]> => {
      const isFolder = await stat(path.join(place, entry)).then(
        info => info.isDirectory(),
        () => false
      )
      if (isFolder) return [{ text: `${folder}${entry}/`, goesOn: true }]
      const fits =
        which === 'any' || (typeof which === 'object' && which.endings.some(each => entry.endsWith(`.${each}`)))
      return fits ? [{ text: folder + entry }] : []
    })
  )
  return found.flat()
}

/** Words of the commands that the lab shows: its programs, or what it hands to them. */
function labWords(lab: Lab, programs: boolean): Candidate[] {
  const commands = lab.steps.flatMap(step => step.commands.flatMap(({ text }) => simpleCommands(text)))
  return commands.flatMap(({ words }) => (programs ? words.slice(0, 1) : words.slice(1))).map(text => ({ text }))
}
