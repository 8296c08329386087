import { appendFileSync, chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The lines that one user ran at kubewalk's prompts, in every lab and session. */
export interface LineHistory {
  /** Those of earlier sessions, oldest first, each once. */
  readonly lines: readonly string[]
  /** Keeps a line that has been run, unless it is one that is not kept (`isKept`). */
  add(line: string): void
}

/** So many lines are offered; the file is cut back to them when it holds twice as many. */
const mostLines = 500
/** A longer line is a pasted script, which nobody looks for line by line. */
const longestLine = 2000

/**
 * Opens a user's history for reading and appending: one JSON string a line, for the user's own eyes (0600). It is a
 * convenience: what cannot be read is empty, what cannot be written is forgotten.
 *
 * @param folder the app's data folder
 */
export function openLineHistory(folder: string): LineHistory {
  const file = path.join(folder, 'history.jsonl')
  const { lines, stored } = readLines(file)
  if (stored > 2 * mostLines) attempt(() => replace(file, lines))
  return {
    lines,
    add(line) {
      if (!isKept(line)) return
      attempt(() => {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        appendFileSync(file, `${JSON.stringify(line.trim())}\n`, { mode: 0o600 })
      })
    }
  }
}

/**
 * Whether a line may be kept: as in bash with HISTCONTROL=ignorespace not when it begins with a space (Bash Reference
 * Manual, 5.2), and not when it seems to hold a password, a token or a key.
 */
export function isKept(line: string): boolean {
  return line.trim() !== '' && !/^\s/.test(line) && line.length <= longestLine && !holdsSecret(line)
}

const secrets: readonly RegExp[] = [
  // A value is given to something with such a name: --token=x, --password x, PASSWORD=x, -H "Authorization: …".
  /(^|[^a-z])(password|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|auth)["']?\s*[=:]\s*\S/i,
  /[a-z0-9]_?(password|secret|token|key)\s*=\s*\S/i,
  /--(docker-)?(password|passwd|token|secret|api-key|access-key|client-secret)\s+\S/i,
  /authorization\s*:|\bbearer\s+\S/i,
  // Data of a Secret.
  /\bsecrets?\b.*--from-(literal|env-file)/i,
  // User and password in an address.
  /\/\/[^\s/:@]+:[^\s/@]+@/,
  /-----BEGIN/,
  /\b(AKIA[0-9A-Z]{12,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abpr]-\S{10,}|eyJ[\w-]{10,}\.)/
]

function holdsSecret(line: string): boolean {
  return secrets.some(pattern => pattern.test(line)) || (line.match(/[A-Za-z0-9+/_-]{32,}/g) ?? []).some(looksRandom)
}

/** Long, with small letters, capitals and digits mixed, and no words in it: a key, not a name. */
function looksRandom(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word) && !/[A-Za-z]{10,}/.test(word)
}

function readLines(file: string): { readonly lines: string[]; readonly stored: number } {
  let text = ''
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    // There is none yet.
  }
  const stored = text.split('\n').flatMap(parseLine)
  // A line that was run again stands where it was run last.
  const lines = [...new Set(stored.reverse())].slice(0, mostLines).reverse()
  return { lines, stored: stored.length }
}

/** A line that was half written (power, kill -9) is passed over. */
function parseLine(line: string): string[] {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'string' ? [value] : []
  } catch {
    return []
  }
}

function replace(file: string, lines: readonly string[]): void {
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, lines.map(line => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 })
  chmodSync(temporary, 0o600)
  renameSync(temporary, file)
}

function attempt(write: () => void): void {
  try {
    write()
  } catch {
    // A full or read-only disk must not end a walk for the sake of its history.
  }
}
