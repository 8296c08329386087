import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../failure.ts'
import { workspaceTexts } from '../texts/texts.ts'
import type { Lab } from './lab.ts'

/** A file that belongs to a lab. */
export interface LabFile {
  /** Relative to the lab's folder, with forward slashes. */
  readonly path: string
  readonly content: Uint8Array
}

/** What a lab may hold; more is a sign that the Markdown file lies in a folder that is no lab (a home, a repository). */
const mostFiles = 2000
const mostBytes = 20 * 1024 * 1024

/**
 * Reads all files of a lab's folder: what its commands can work with, and what consent is given to. Hidden folders,
 * node_modules and symbolic links are left out: a link could lead anywhere.
 *
 * @returns the files in the order of their paths; a failure of kind `bad-input` when the folder is too large to be a lab.
 */
export async function labFiles(lab: Pick<Lab, 'file' | 'folder'>): Promise<Outcome<readonly LabFile[]>> {
  const paths: string[] = []
  if (!(await collect(lab.folder, '', paths))) return tooLarge(lab, workspaceTexts.manyFiles(mostFiles))
  let bytes = 0
  const files: LabFile[] = []
  for (const relative of paths.sort()) {
    const absolute = path.join(lab.folder, relative)
    bytes += (await stat(absolute)).size
    if (bytes > mostBytes) return tooLarge(lab, workspaceTexts.manyMegabytes(mostBytes / 1024 / 1024))
    files.push({ path: relative, content: await readFile(absolute) })
  }
  return success(files)
}

/** Collects relative paths below `relative`; false once there are too many. */
async function collect(root: string, relative: string, paths: string[]): Promise<boolean> {
  for (const entry of await readdir(path.join(root, relative), { withFileTypes: true })) {
    const below = relative === '' ? entry.name : `${relative}/${entry.name}`
    if (entry.isFile()) paths.push(below)
    else if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') {
      if (!(await collect(root, below, paths))) return false
    }
    if (paths.length > mostFiles) return false
  }
  return true
}

function tooLarge({ file, folder }: Pick<Lab, 'file' | 'folder'>, what: string): Outcome<never> {
  return failure('bad-input', workspaceTexts.fileAmongMany(folder, what, path.basename(file)))
}
