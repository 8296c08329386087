import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../failure.ts'
import { labFileTexts } from '../texts/texts.ts'
import { nearest } from './nearest.ts'

/**
 * The Markdown file that `run`, `test` and the menu mean by an argument: FILE.md, a folder with a README.md, or the name
 * of a lab that ships with the app.
 *
 * @param labsFolder absolute path of the folder that holds one folder a lab.
 * @returns the file's absolute path, or a failure `bad-input`.
 */
export async function findLab(argument: string, labsFolder: string): Promise<Outcome<string>> {
  if (argument.trim() === '' || argument.includes('\0')) return failure('bad-input', labFileTexts.giveOne)
  const here = path.resolve(argument)
  const found = await kindOf(here)
  if (found === 'file') return success(here)
  if (found === 'folder') {
    const readme = await readmeIn(here)
    return readme ? success(readme) : failure('bad-input', labFileTexts.noReadme(argument))
  }
  const isName = /^[\w.-]+$/.test(argument) && !/\.(md|markdown)$/i.test(argument)
  const readme = isName ? await readmeIn(path.join(labsFolder, argument)) : undefined
  if (readme) return success(readme)
  if (!isName) return failure('bad-input', labFileTexts.noFileOrFolder(argument))
  const labs = await listLabs(labsFolder)
  const meant = nearest(argument, labs)
  if (meant !== undefined) return failure('bad-input', labFileTexts.nearLab(argument, meant))
  return failure(
    'bad-input',
    labs.length > 0 ? labFileTexts.otherLabs(argument, labs.join(', ')) : labFileTexts.noLabs(argument)
  )
}

/** Names of the labs in a folder that holds one folder a lab, sorted; those without a README.md are left out. */
export async function listLabs(labsFolder: string): Promise<string[]> {
  const entries = await readdir(labsFolder, { withFileTypes: true }).catch(() => [])
  const names: string[] = []
  for (const entry of entries) {
    if (entry.isDirectory() && (await readmeIn(path.join(labsFolder, entry.name)))) names.push(entry.name)
  }
  return names.sort()
}

async function readmeIn(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder).catch(() => [])
  const name =
    entries.find(entry => entry === 'README.md') ?? entries.find(entry => /^readme\.(md|markdown)$/i.test(entry))
  return name === undefined ? undefined : path.join(folder, name)
}

async function kindOf(file: string): Promise<'file' | 'folder' | undefined> {
  const found = await stat(file).catch(() => undefined)
  return found?.isFile() ? 'file' : found?.isDirectory() ? 'folder' : undefined
}
