import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { isRecord } from '../api/json.ts'
import { readImages } from '../nodes/catalogue-file.ts'
import { setAside } from '../store/set-aside.ts'

/** What of a sandbox is no object of its API and outlives its process all the same. */
export interface MachineryState {
  /** The nodes whose power is cut. */
  readonly stopped: readonly string[]
  /** Milliseconds by which the sandbox's clock is ahead of the machine's. */
  readonly ahead: number
  /** How many of its seconds pass in one of the machine's. */
  readonly speed: number
  /** The images of the lab, in the form of docs/labs.md. */
  readonly images: readonly unknown[]
}

const fresh: MachineryState = { stopped: [], ahead: 0, speed: 1, images: [] }
/** The form of the file; one of a later form is not read. */
const format = 1

/**
 * Reads what an earlier process left.
 *
 * @returns `damaged`, the name under which a file that cannot be read was set aside.
 */
export function readMachinery(file: string): { readonly state: MachineryState; readonly damaged: string | undefined } {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return { state: fresh, damaged: undefined }
  const state = parse(file)
  return state === undefined ? { state: fresh, damaged: setAside(file) } : { state, damaged: undefined }
}

/** Writes the file whole or not at all. */
export function writeMachinery(file: string, state: MachineryState): void {
  const written = `${file}.new`
  writeFileSync(written, JSON.stringify({ format, ...state }), { mode: 0o600 })
  renameSync(written, file)
}

function parse(file: string): MachineryState | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (!isRecord(read) || typeof read.ahead !== 'number' || !Array.isArray(read.stopped)) return undefined
    // The form of the first version of this file had no number, no speed and no images.
    const { format: form = format, ahead, speed = 1, images = [] } = read
    if (form !== format || typeof speed !== 'number' || !(speed >= 1) || !Array.isArray(images)) return undefined
    if (!readImages(images).ok) return undefined
    const stopped = read.stopped.filter((name): name is string => typeof name === 'string')
    return { stopped, ahead: Math.max(0, ahead), speed, images }
  } catch {
    return undefined
  }
}
