import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A shell line of a list, and what it gave: exit code and both streams, with what differs from run to run masked. */
export interface Answer {
  readonly cmd: string
  readonly exit: number | null
  readonly out: string
  readonly err: string
}

/** A line of a list; one that prepares or waits is run, but its answer does not count. */
interface Line {
  readonly text: string
  readonly counts: boolean
}

const here = import.meta.dirname
const longestMs = 60_000

/** Addresses, times and random names, each by the token that stands for it in the recorded answers. */
const masks: readonly (readonly [RegExp, string])[] = [
  [/\u001b\[[0-9;]*m/g, ''],
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, 'TIME'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} [\d:]{8} [+-]\d{4}/g, 'TIME'],
  [/(resourceVersion"?: )"\d+"/g, '$1RV'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, 'IP'],
  [/(pod-template-hash|controller-revision-hash)([=:] ?)"?[a-z0-9]+"?/g, '$1$2HASH'],
  [/\b(\w[\w.-]*?)-[b-df-hj-np-tv-xz2456789]{8,10}-[b-df-hj-np-tv-xz2456789]{5}\b/g, '$1-HASH-SUFFIX'],
  [/\b(\w[\w.-]*?)-[b-df-hj-np-tv-xz2456789]{8,10}\b/g, '$1-HASH'],
  [/\b(\w[\w.-]*?)-[b-df-hj-np-tv-xz2456789]{5}\b/g, '$1-SUFFIX'],
  [/\b\d+(?:\.\d+)?(?:ms|s|m|h|d)(?:\d+(?:s|m|h))?\b(?: ago)?/g, 'AGE'],
  [/<unknown>|<invalid>/g, 'AGE'],
  [/\(x\d+ over AGE\)/g, ''],
  [/:3[0-2]\d{3}\b/g, ':NODEPORT'],
  [/\b3[0-2]\d{3}\/TCP/g, 'NODEPORT/TCP'],
  [/[ \t]+/g, ' '],
  [/ +$/gm, '']
]

/** Masks what differs from run to run, so that two runs of one line can be compared as text. */
export function masked(text: string): string {
  const plain = masks
    .reduce((sofar, [pattern, token]) => sofar.replace(pattern, token), text)
    .trim()
    // kubectl goes through the data of a secret in Go's order of maps, another each time (pkg/describe, describeSecret).
    .replace(/^\S+: \d+ bytes(?:\n\S+: \d+ bytes)*$/gm, sizes => sizes.split('\n').sort().join('\n'))
  const [head = '', ...rows] = plain.split('\n')
  // Rows of random names come in another order each time.
  return head.startsWith('NAME') && plain.includes('SUFFIX') ? [head, ...rows.sort()].join('\n') : plain
}

/** Reads a list of lines: `#` begins a comment, `!` a line that only prepares or waits. */
function linesOf(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => (line.startsWith('!') ? { text: line.slice(1).trim(), counts: false } : { text: line, counts: true }))
}

/** The path of a list of this folder (`NAME.txt`), and of its answers from a real control plane (`NAME.json`). */
export function listFile(name: string, ending: 'txt' | 'json'): string {
  return path.join(here, `${name}.${ending}`)
}

/** The answers of a real control plane to a list. */
export function recorded(name: string): readonly Answer[] {
  return JSON.parse(readFileSync(listFile(name, 'json'), 'utf8')) as Answer[]
}

/**
 * Runs a list line by line against the cluster that `environment` points at, in a folder of its own that holds the
 * manifests.
 *
 * @returns an answer for each line that counts, in order.
 */
export async function runList(name: string, environment: NodeJS.ProcessEnv): Promise<readonly Answer[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kubewalk-parity-'))
  try {
    cpSync(path.join(here, 'manifests'), folder, { recursive: true })
    const env = { ...environment, HOME: folder, KUBECACHEDIR: path.join(folder, '.kube-cache') }
    const answers: Answer[] = []
    for (const { text, counts } of linesOf(listFile(name, 'txt'))) {
      const answer = await runLine(text, folder, env)
      if (counts) answers.push(answer)
    }
    return answers
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runLine(text: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', text], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: longestMs })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.on('error', reject)
    child.on('close', exit => resolve({ cmd: text, exit, out: masked(out), err: masked(err) }))
  })
}
