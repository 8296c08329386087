import { failure, type Outcome } from '../failure.ts'
import { findLab } from '../lab/find.ts'
import { nearest } from '../lab/nearest.ts'
import { labsFolder } from '../package-root.ts'
import { programTexts } from '../texts/texts.ts'

/**
 * What to say of a first word that is no command: somebody may have meant a lab, or slipped on a key.
 *
 * @param commands the commands that there are.
 */
export async function unknownCommand(word: string, commands: readonly string[]): Promise<Outcome<number>> {
  const lab = await findLab(word, labsFolder)
  const meant = nearest(word, commands)
  if (lab.ok) return failure('bad-input', programTexts.labNoCommand(word))
  return failure(
    'bad-input',
    meant === undefined ? programTexts.noCommand(word) : programTexts.nearCommand(word, meant)
  )
}
