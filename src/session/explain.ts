import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Cause } from '../check/cause.ts'
import { commandCause } from '../check/command-cause.ts'
import type { Kubectl } from '../cluster/kubectl.ts'
import type { CommandResult } from '../shell/shell.ts'

const maximumBytes = 1_000_000

/** Why a command of the lab failed, from what it printed, the files that it read and the kinds that the cluster knows. */
export async function explainFailure(result: CommandResult, kubectl: Kubectl): Promise<Cause | undefined> {
  const { text, stderr, cwd } = result
  const kinds = /no matches for kind/.test(stderr) ? await kindsOf(kubectl) : []
  return commandCause({ text, stderr, kinds, readFile: name => readText(path.resolve(cwd, name)) })
}

/** The last column of `kubectl api-resources`. */
async function kindsOf(kubectl: Kubectl): Promise<string[]> {
  const { stdout } = await kubectl.run(['api-resources', '--no-headers', '--cached'], { timeoutMs: 3000 })
  return [...new Set(stdout.split('\n').flatMap(line => line.trim().split(/\s+/).at(-1) || []))]
}

/** Undefined for what is no file, or cannot be read, or is too large for a manifest. */
function readText(file: string): string | undefined {
  try {
    const { size } = statSync(file, { throwIfNoEntry: true })
    return size > maximumBytes ? undefined : readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
