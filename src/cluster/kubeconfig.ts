import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../failure.ts'
import { plain } from '../shell/sanitise.ts'
import { accessTexts } from '../texts/texts.ts'

/**
 * The names of the contexts in the learner's kubeconfig: of every file in KUBECONFIG, else of `~/.kube/config`
 * (client-go's loading rules, tools/clientcmd/loader.go). Files that are not there count as empty.
 *
 * Read here and not by `kubectl config`, because some kubectls ask the current context's server for its version at
 * every start, and no cluster is asked anything before its context was named.
 *
 * @returns the names, sorted; a failure names the file that cannot be read.
 */
export async function contextNames(environment: NodeJS.ProcessEnv = process.env): Promise<Outcome<readonly string[]>> {
  const names = new Set<string>()
  for (const file of kubeconfigFiles(environment)) {
    try {
      for (const name of await namesIn(file)) names.add(name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue
      const reason = plain(error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
      return failure('bad-input', accessTexts.kubeconfigUnreadable(plain(file), reason))
    }
  }
  return success([...names].sort())
}

/** Where the learner's kubeconfig lies, for people. */
export function kubeconfigFiles(environment: NodeJS.ProcessEnv): readonly string[] {
  const listed = (environment.KUBECONFIG ?? '').split(path.delimiter).filter(file => file !== '')
  if (listed.length > 0) return listed
  return environment.HOME ? [path.join(environment.HOME, '.kube', 'config')] : []
}

async function namesIn(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8')
  const { load } = await import('js-yaml')
  const content: unknown = load(text)
  if (content === undefined || content === null) return []
  if (typeof content !== 'object' || !('contexts' in content) || !Array.isArray(content.contexts)) {
    if (typeof content === 'object' && !Array.isArray(content)) return []
    throw new Error(accessTexts.holdsNoKubeconfig)
  }
  return content.contexts.flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'name' in entry && typeof entry.name === 'string' ? [entry.name] : []
  )
}
