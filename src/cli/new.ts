import path from 'node:path'
import { exitCodes, success, type Outcome } from '../failure.ts'
import { labFiles } from '../lab/files.ts'
import { makeLab } from '../lab/new-lab.ts'
import { labsFolder, starterFolder } from '../package-root.ts'
import { kubewalkPaths } from '../paths.ts'
import { fingerprint, recordConsent } from '../session/consent.ts'
import { plain } from '../shell/sanitise.ts'
import { newLabTexts } from '../texts/texts.ts'

/**
 * `kubewalk new NAME`: makes a folder with a small complete lab, and says how to go on. What it holds came from kubewalk,
 * so that it may run until somebody changes it.
 *
 * @returns exit code 0, or the failure `bad-input` that making it gave.
 */
export async function newLab(folder: string): Promise<Outcome<number>> {
  const made = await makeLab(folder, starterFolder)
  if (!made.ok) return made
  const place = path.dirname(made.value)
  const files = await labFiles({ file: made.value, folder: place })
  if (!files.ok) return files
  await recordConsent(kubewalkPaths().config, fingerprint(files.value))
  const shown = path.join(plain(folder), '.').replace(/[\\/]$/, '')
  const names = files.value.map(file => file.path).join(', ')
  process.stdout.write(`${newLabTexts.made(shown, names, path.join(labsFolder, 'README.md'))}\n`)
  return success(exitCodes.passed)
}
