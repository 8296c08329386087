import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { askSandbox, sandboxIn } from '../cluster/sandbox-access.ts'
import { failure, type Outcome } from '../failure.ts'
import { plain } from '../shell/sanitise.ts'
import { accessTexts } from '../texts/texts.ts'

/**
 * Hands a lab's own images (`images.yml` in its folder, see docs/labs.md) to the sandbox; a lab without them takes those
 * of an earlier lab away.
 *
 * @returns a failure that names the file when it cannot be read as what it should be.
 */
export async function giveImages(folder: string, kubeconfig: string): Promise<Outcome<unknown>> {
  const file = path.join(folder, 'images.yml')
  const images = await readList(file)
  if (!images.ok) return images
  const access = await sandboxIn([kubeconfig])
  if (!access.ok) return access
  const given = await askSandbox(access.value, 'PUT', '/images', { images: images.value })
  return given.ok ? given : failure('bad-input', `${plain(file)}: ${given.failure.message}`)
}

async function readList(file: string): Promise<Outcome<unknown>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { ok: true, value: [] }
    throw error
  }
  const { load } = await import('js-yaml')
  try {
    return { ok: true, value: load(text) ?? [] }
  } catch (error) {
    const why = plain(error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
    return failure('bad-input', accessTexts.noYaml(plain(file), why))
  }
}
