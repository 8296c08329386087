import { cp, mkdtemp, readdir, readFile, realpath, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openShell } from './session.ts'
import { simpleCommands } from './words.ts'

/** A script to be tried on a copy of the lab's files. */
export interface Rehearsal {
  readonly script: string
  /** Absolute path of the folder that is copied. */
  readonly folder: string
  /** Absolute path of the folder within it that the script begins in. */
  readonly cwd: string
  readonly environment: Readonly<Record<string, string>>
  /** The file that is wanted, from `cwd`. */
  readonly file: string
}

const longestMs = 10_000
/** A copy of more than this would keep the learner waiting. */
const mostBytes = 50_000_000
const mostFileBytes = 1_000_000

/**
 * What a script would make of a file, without making it: it runs on a copy of the folder.
 *
 * @returns the file's text; undefined when the script could change anything but files (`changesFilesOnly`), failed, took
 * longer than ten seconds, or left no such file
 */
export async function rehearse({ script, folder, cwd, environment, file }: Rehearsal): Promise<string | undefined> {
  if (!changesFilesOnly(script)) return undefined
  const copy = await realpath(await mkdtemp(path.join(tmpdir(), 'kubewalk-rehearsal-')))
  try {
    const [from, within] = await Promise.all([realpath(folder), realpath(cwd)])
    const place = path.relative(from, within)
    if (isOutside(place) || isOutside(path.normalize(path.join(place, file)))) return undefined
    if ((await bytesIn(from, mostBytes)) > mostBytes) return undefined
    await cp(from, copy, { recursive: true, verbatimSymlinks: true })
    const ran = await runAlone(script, path.join(copy, place), environment)
    const made = await realpath(path.join(copy, place, file))
    if (!ran || isOutside(path.relative(copy, made)) || (await stat(made)).size > mostFileBytes) return undefined
    return await readFile(made, 'utf8')
  } catch {
    // The file is not there, or the folder went away meanwhile.
    return undefined
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

/** @returns whether the script ended well, and in time */
async function runAlone(script: string, cwd: string, environment: Rehearsal['environment']): Promise<boolean> {
  const shell = openShell({ cwd, environment })
  const running = shell.run(script)
  const timer = setTimeout(() => running.interrupt(), longestMs)
  try {
    return (await running.result).exit === 0
  } finally {
    clearTimeout(timer)
    await shell.close()
  }
}

function isOutside(relative: string): boolean {
  return relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)
}

/** The size of all files below a folder; the count ends when it is more than a limit. */
async function bytesIn(folder: string, limit: number): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(path.join(entry.parentPath, entry.name))).size
    if (bytes > limit) break
  }
  return bytes
}

const keywords = /^(if|then|elif|else|fi|for|while|until|do|done|\{|\}|!|time)$/
const harmless =
  /^(echo|printf|cat|sed|tee|cp|mv|touch|mkdir|head|tail|grep|sort|uniq|cut|tr|wc|cd|pushd|popd|pwd|ls|test|\[|\[\[|true|false|:|jq|yq|patch|diff|basename|dirname|in|esac)$/
const gitCommands = /^(checkout|restore|diff|status|show|rev-parse|log)$/
const kubectlLooks = /^(get|describe|explain|version|api-resources|diff|kustomize)$/

/**
 * Whether a script changes files below its folder and nothing else, as far as its words tell: only programs that are
 * known for that, a kubectl that only looks or makes a dry run, no path that leads elsewhere.
 */
export function changesFilesOnly(script: string): boolean {
  if (/>\s*["']?(\/(?!dev\/(null|stderr)\b)|~|\$HOME|\$\{HOME|\.\.\/)/.test(script)) return false
  return simpleCommands(script).every(({ words }) => {
    const own = words.slice(words.findIndex(each => !keywords.test(each) && !/^\w+=/.test(each)))
    if (words.every(each => keywords.test(each) || /^\w+=/.test(each))) return true
    const [program = '', ...rest] = own
    if (words[0] === 'for') return true
    if (rest.some(leadsElsewhere)) return false
    if (program === 'git') return gitCommands.test(rest.find(each => !each.startsWith('-')) ?? '')
    if (program === 'kubectl' || program === 'k') {
      const verb = rest.find(each => !each.startsWith('-')) ?? ''
      return kubectlLooks.test(verb) || rest.some(each => /^--dry-run=(client|server)$/.test(each))
    }
    return harmless.test(program)
  })
}

function leadsElsewhere(word: string): boolean {
  return /^(\/(?!dev\/null$)|~)/.test(word) || /(^|\/)\.\.(\/|$)/.test(word) || /\$\{?HOME\b/.test(word)
}
