import { success, type Outcome } from '../failure.ts'
import { findLab } from '../lab/find.ts'
import type { Lab } from '../lab/lab.ts'
import { readLab } from '../lab/read.ts'
import { labsFolder } from '../package-root.ts'

/** Finds and reads the lab that an argument of the command line names; see findLab for what it may be. Runs nothing. */
export async function labOf(argument: string): Promise<Outcome<Lab>> {
  const file = await findLab(argument, labsFolder)
  return file.ok ? readLab(file.value) : file
}

/** Reads several labs; the first that cannot be read is the outcome, before anything runs. */
export async function labsOf(names: readonly string[]): Promise<Outcome<readonly Lab[]>> {
  const labs: Lab[] = []
  for (const name of names) {
    const lab = await labOf(name)
    if (!lab.ok) return lab
    labs.push(lab.value)
  }
  return success(labs)
}
