import { createHash } from 'node:crypto'
import path from 'node:path'
import type { Lab } from '../lab/lab.ts'

/**
 * The private folder of a session: one learner in one lab on one cluster. The name is readable; the digest tells labs of
 * the same name, and clusters, apart.
 *
 * @param clusterId as in `Cluster`: `sandbox`, or `context:NAME`.
 */
export function sessionFolder(dataFolder: string, lab: Pick<Lab, 'name' | 'file'>, clusterId: string): string {
  const digest = createHash('sha256').update(`${lab.file}\0${clusterId}`).digest('hex').slice(0, 8)
  const readable = lab.name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 40)
  return path.join(dataFolder, 'sessions', `${readable}-${digest}`)
}

/** Where a session's journal lies. */
export function journalFile(folder: string): string {
  return path.join(folder, 'journal.jsonl')
}
