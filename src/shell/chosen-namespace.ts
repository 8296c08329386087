import { readFile, writeFile } from 'node:fs/promises'

/** The parts of a kubeconfig that say in which namespace one works (client-go, tools/clientcmd/api/v1/types.go). */
interface Kubeconfig {
  readonly 'current-context'?: unknown
  readonly contexts?: readonly { readonly name?: unknown; context?: { namespace?: unknown } | null }[] | null
}

/**
 * The namespace that a kubeconfig chooses, as `kubectl config set-context --current --namespace=NAME` writes it.
 *
 * @param file path of the kubeconfig.
 * @returns undefined where it chooses none, and where it cannot be read: it may just be written.
 */
export async function chosenNamespace(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  // The parser is not loaded for what nearly every kubeconfig says: nothing.
  if (!text.includes('namespace')) return undefined
  try {
    const namespace = currentContext(await parsed(text))?.namespace
    return typeof namespace === 'string' && namespace !== '' ? namespace : undefined
  } catch {
    return undefined
  }
}

/** Chooses a namespace in a kubeconfig. Throws the errors of node:fs. */
export async function chooseNamespace(file: string, namespace: string): Promise<void> {
  const config = await parsed(await readFile(file, 'utf8'))
  const context = currentContext(config)
  if (!context) return
  context.namespace = namespace
  await writeFile(file, JSON.stringify(config))
}

async function parsed(text: string): Promise<Kubeconfig | null | undefined> {
  const { load } = await import('js-yaml')
  return load(text) as Kubeconfig | null | undefined
}

function currentContext(config: Kubeconfig | null | undefined): { namespace?: unknown } | undefined {
  const named = config?.contexts?.find(({ name }) => name === config['current-context'])
  return named?.context ?? undefined
}
