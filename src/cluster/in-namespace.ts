import type { Kubectl } from './kubectl.ts'

/**
 * A kubectl that works in the namespace that the learner has chosen, wherever a call names none: what the learner sees
 * and what the app sees is the same.
 *
 * @param namespace asked before each call; undefined leaves it to the cluster's own kubeconfig.
 */
export function inNamespace(kubectl: Kubectl, namespace: () => Promise<string | undefined>): Kubectl {
  async function scoped(args: readonly string[]): Promise<readonly string[]> {
    if (args.some(arg => /^(-A|-n.*|--namespace(=.*)?|--all-namespaces(=.*)?)$/.test(arg))) return args
    const chosen = await namespace()
    return chosen === undefined ? args : [...args, `--namespace=${chosen}`]
  }
  return {
    run: async (args, options) => kubectl.run(await scoped(args), options),
    get: async args => kubectl.get(await scoped(args))
  }
}
