import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../failure.ts'
import { newLabTexts } from '../texts/texts.ts'

/**
 * Makes the folder of a new lab from the one that ships with kubewalk: a small complete lab, to be changed.
 *
 * @param folder path of the folder, absolute or from the present folder; what it lies in must be there, and it must not.
 * @param starter absolute path of the folder that it is made from.
 * @returns the absolute path of its README.md; a failure `bad-input` for a name that is none, and for one that is taken.
 */
export async function makeLab(folder: string, starter: string): Promise<Outcome<string>> {
  const absolute = path.resolve(folder)
  const name = path.basename(absolute)
  if (!isLabName(name)) return failure('bad-input', newLabTexts.noName(name))
  const above = path.dirname(absolute)
  const parent = await stat(above).catch(() => undefined)
  if (parent?.isDirectory() !== true) return failure('bad-input', newLabTexts.noFolder(path.dirname(folder)))
  try {
    await mkdir(absolute)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return failure(
      'bad-input',
      code === 'EEXIST' ? newLabTexts.taken(folder) : newLabTexts.notMade(folder, String(code))
    )
  }
  const readme = path.join(absolute, 'README.md')
  try {
    await cp(starter, absolute, { recursive: true })
    const lesson = await readFile(readme, 'utf8')
    await writeFile(readme, lesson.replace(/^# .*$/m, `# ${titleOf(name)}`))
  } catch (error) {
    await rm(absolute, { recursive: true, force: true })
    return failure('bad-input', newLabTexts.notMade(folder, String((error as NodeJS.ErrnoException).code)))
  }
  return success(readme)
}

/** What a lab's folder may be called: people type the name, and it stands in addresses. */
function isLabName(name: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)
}

/** A first title: `two-web-servers` is "Two web servers". */
export function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
