import { failure, type Outcome } from '../failure.ts'
import { findLab } from '../lab/find.ts'
import { nearest } from '../lab/nearest.ts'
import { labsFolder } from '../package-root.ts'

/**
 * What to say of a first word that is no command: somebody may have meant a lab, or slipped on a key.
 *
 * @param commands the commands that there are.
 */
export async function unknownCommand(word: string, commands: readonly string[]): Promise<Outcome<number>> {
  const lab = await findLab(word, labsFolder)
  const meant = nearest(word, commands)
  const offer = lab.ok
    ? `to walk through a lab, write "kubewalk run ${word}".`
    : meant === undefined
      ? '"kubewalk --help" lists the commands.'
      : `did you mean "kubewalk ${meant}"?`
  return failure('bad-input', `There is no command "${word}"; ${offer}`)
}
