import { constants } from 'node:fs'
import { copyFile, lstat, mkdir, readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../failure.ts'
import { workspaceTexts } from '../texts/texts.ts'

const mostFiles = 5000
const mostBytes = 100 * 1024 * 1024
/** Not part of a lab: history and what package managers fetch. */
const leftOut = new Set(['.git', 'node_modules'])

/**
 * Copies a lab's files, so that its commands may change them.
 *
 * Files that are there already stay as they are. Symbolic links are followed within the lab's folder, and left out when
 * they lead out of it. A folder with very many files is no lab's; it is a failure that says so.
 */
export async function copyLabFiles(from: string, to: string): Promise<Outcome<undefined>> {
  const root = await realpath(from)
  const found: string[] = []
  let bytes = 0
  const folders = ['']
  const seen = new Set([root])
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of await readdir(path.join(root, folder))) {
      if (leftOut.has(name)) continue
      const relative = path.join(folder, name)
      const source = await realpath(path.join(root, relative)).catch(() => undefined)
      if (source === undefined || !source.startsWith(root + path.sep)) continue
      const information = await stat(source)
      if (information.isDirectory() && !seen.has(source)) {
        seen.add(source)
        folders.push(relative)
      } else if (information.isFile()) {
        found.push(relative)
        bytes += information.size
      }
      if (found.length > mostFiles || bytes > mostBytes) {
        const limit =
          found.length > mostFiles
            ? workspaceTexts.manyFiles(mostFiles)
            : workspaceTexts.manyMegabytes(mostBytes / 1024 / 1024)
        return failure('bad-input', workspaceTexts.folderTooLarge(from, limit))
      }
    }
  }
  for (const relative of found) {
    const target = path.join(to, relative)
    await mkdir(path.dirname(target), { recursive: true })
    if (await lstat(target).catch(() => undefined)) continue
    await copyFile(path.join(root, relative), target, constants.COPYFILE_FICLONE)
  }
  return success(undefined)
}
