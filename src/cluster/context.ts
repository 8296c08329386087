import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../failure.ts'
import { plain } from '../shell/sanitise.ts'
import { accessTexts, andMore } from '../texts/texts.ts'
import { clusterIdentity } from './identity.ts'
import type { Cluster } from './kubectl.ts'
import { contextNames, kubeconfigFiles } from './kubeconfig.ts'
import { inClearWords, openKubectl } from './run-kubectl.ts'
import { findKubectl } from './tool.ts'

export interface ContextOptions {
  /** The context's name, as the learner gave it. There is no default: a cluster of theirs is used only when named. */
  readonly name: string
  /** A folder of the app's in which the private kubeconfig is made. */
  readonly folder: string
  /** Where kubectl keeps what it discovers. */
  readonly cacheFolder: string
  /** The environment that kubewalk was started with: its KUBECONFIG and HOME say where contexts are looked for. */
  readonly environment?: NodeJS.ProcessEnv
}

/**
 * Opens a cluster of the learner's, by the name of its context.
 *
 * What is used from then on is a private copy (0600) with this one context, so that neither a later `config
 * use-context` nor a command of the lab leads anywhere else, and the learner's kubeconfig is never written.
 *
 * @returns a failure when there is no kubectl, no kubeconfig, no such context, or no answer from the cluster.
 */
export async function openContext(options: ContextOptions): Promise<Outcome<Cluster>> {
  const environment = options.environment ?? process.env
  const names = await contextNames(environment)
  if (!names.ok) return names
  if (!names.value.includes(options.name))
    return failure('bad-input', unknownContext(options.name, names.value, environment))
  const program = findKubectl(environment)
  if (!program.ok) return program
  const { execa } = await import('execa')
  const view = ['config', 'view', '--minify', '--flatten', '--raw', `--context=${options.name}`]
  const settings = { env: environment, extendEnv: false, reject: false, stdin: 'ignore' } as const
  const minified = await execa(program.value, view, settings)
  if (minified.exitCode !== 0) {
    const reason = plain(minified.stderr)
      .trim()
      .replace(/^error: /, '')
    return failure('bad-input', accessTexts.contextUnusable(plain(options.name), reason))
  }
  await mkdir(options.folder, { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(path.join(options.folder, 'context-'))
  await chmod(folder, 0o700)
  const kubeconfig = path.join(folder, 'kubeconfig')
  await writeFile(kubeconfig, minified.stdout, { mode: 0o600, flag: 'wx' })
  const close = () => rm(folder, { recursive: true, force: true })

  const kubectl = openKubectl({ program: program.value, kubeconfig, cacheFolder: options.cacheFolder, environment })
  const answer = await kubectl.run(['version', '-o', 'json', '--request-timeout=10s'])
  if (answer.exit !== 0 || !answer.stdout.includes('serverVersion')) {
    await close()
    return failure('bad-input', accessTexts.contextSilent(plain(options.name), inClearWords(answer.stderr)))
  }
  return success({
    ...clusterIdentity(options.name),
    kubeconfig,
    cacheFolder: options.cacheFolder,
    kubectl,
    close
  })
}

function unknownContext(name: string, names: readonly string[], environment: NodeJS.ProcessEnv): string {
  const where = plain(kubeconfigFiles(environment).join(path.delimiter) || accessTexts.noKubeconfig)
  const first = names.slice(0, 8).map(plain).join(', ')
  const known =
    names.length === 0
      ? accessTexts.namesNoContext
      : accessTexts.namesContexts(names.length > 8 ? andMore(first, names.length - 8) : first)
  return accessTexts.noContext(plain(name), where, known)
}
