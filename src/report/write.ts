import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { failure, success, type Outcome } from '../failure.ts'
import { reportTexts } from '../texts/texts.ts'

/**
 * Writes a report to a file in one rename, so that a reader sees the old text or the new one, never half of it.
 *
 * @returns a failure of kind `bad-input` when the file cannot be written
 */
export async function writeReport(file: string, text: string): Promise<Outcome<void>> {
  try {
    await writeFileAtomic(path.resolve(file), text)
    return success(undefined)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why =
      code === 'ENOENT'
        ? reportTexts.noFolder
        : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
          ? reportTexts.notAllowed
          : code === 'EISDIR'
            ? reportTexts.isFolder
            : message
    return failure('bad-input', reportTexts.cannotWrite(file, why))
  }
}
