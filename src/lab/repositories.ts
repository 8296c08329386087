import { simpleCommands } from '../shell/words.ts'
import { flagsOf, kubectlLines } from './kubectl-line.ts'
import type { Repository, Step } from './lab.ts'

/**
 * Repositories that a tutorial clones though it lies in them itself: `git clone URL`, then `cd NAME/FOLDER`, and the
 * files that its commands name lie beside the document. The local folder then stands for that folder of the clone.
 */
export function inferRepositories(
  steps: readonly Step[],
  known: readonly Repository[],
  fileText: (name: string) => string | undefined
): Repository[] {
  const commands = steps.flatMap(step => step.commands)
  const hasFiles = commands.some(command =>
    kubectlLines(command.text).some(line => flagsOf(line, 'filename').some(file => fileText(file) !== undefined))
  )
  if (!hasFiles) return []
  const found: Repository[] = []
  let cloned: { url: string; folder: string } | undefined
  for (const { words } of commands.flatMap(command => simpleCommands(command.text))) {
    if (words[0] === 'git' && words[1] === 'clone') {
      const url = words.slice(2).find(word => /^(https?:\/\/|git@|ssh:\/\/)/.test(word))
      cloned =
        url === undefined
          ? undefined
          : {
              url,
              folder:
                url
                  .replace(/\.git$/, '')
                  .split(/[/:]/)
                  .at(-1) ?? ''
            }
    } else if (words[0] === 'cd' && cloned) {
      const [folder, ...rest] = (words[1] ?? '').replace(/^\.\//, '').split('/')
      const { url } = cloned
      if (folder !== cloned.folder || rest.includes('..')) continue
      if (![...known, ...found].some(each => each.url === url))
        found.push({ url, path: rest.filter(part => part !== '' && part !== '.').join('/') })
    }
  }
  return found
}
