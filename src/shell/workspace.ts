import { copyFile, chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { success, type Outcome } from '../failure.ts'
import type { Repository } from '../lab/lab.ts'
import type { ShellState } from './bash.ts'
import { chooseNamespace, chosenNamespace } from './chosen-namespace.ts'
import { labEnvironment, resumedPath } from './environment.ts'
import { copyLabFiles } from './lab-files.ts'
import { serveRepositories } from './repositories.ts'
import { openShell } from './session.ts'
import type { Workspace } from './shell.ts'

export interface WorkspaceOptions {
  /** The session's private folder below the app's data; made when it is not there. Absolute. */
  readonly folder: string
  /** Where the lab's files lie. */
  readonly labFolder: string
  /** What the lab clones; without any, the lab's files are copied to where its commands begin. */
  readonly repositories: readonly Repository[]
  /** A kubeconfig that names the lab's cluster alone; the lab gets a copy of it. */
  readonly kubeconfig: string
  /** Where kubectl keeps what it discovers. */
  readonly cacheFolder: string
  /** `own` keeps the learner's HOME and environment, for a cluster of their own that needs their login. */
  readonly home: 'private' | 'own'
  /** The HTTP proxy by which the lab's commands reach what is in a sandbox. */
  readonly proxy?: string
  /** True goes on with the files and the shell's state of an earlier session; false begins anew. */
  readonly resume: boolean
  /** The environment that kubewalk was started with; that of the process when not given. */
  readonly environment?: NodeJS.ProcessEnv
}

/**
 * Opens the folder, the environment and the shell session in which a lab's commands run.
 *
 * Below `folder` (0700): `lab/`, where commands begin; `home/`; `kubeconfig`; `repositories/`; `shell.json`, the
 * shell's state after the last command. All of it stays for the next session.
 *
 * @returns a failure when git is missing or too old for a lab that clones, or the lab's folder is no lab's.
 */
export async function openWorkspace(options: WorkspaceOptions): Promise<Outcome<Workspace>> {
  const own = options.environment ?? process.env
  const { folder } = options
  const files = path.join(folder, 'lab')
  const home = options.home === 'private' ? path.join(folder, 'home') : undefined
  if (!options.resume) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  await mkdir(files, { recursive: true, mode: 0o700 })
  if (home !== undefined) await makeHome(home)

  // kubectl writes to the kubeconfig (config set-context --current --namespace=…): never to the cluster's own.
  const kubeconfig = path.join(folder, 'kubeconfig')
  // A sandbox that was started anew has another port and token; the namespace is the learner's choice, and stays.
  const namespace = await chosenNamespace(kubeconfig)
  await rm(kubeconfig, { force: true })
  await copyFile(options.kubeconfig, kubeconfig)
  await chmod(kubeconfig, 0o600)
  if (namespace !== undefined) await chooseNamespace(kubeconfig, namespace)

  const repositories = path.join(folder, 'repositories')
  const git = await serveRepositories({
    repositories: options.repositories,
    folder: repositories,
    labFolder: options.labFolder,
    environment: own
  })
  if (!git.ok) return git
  if (options.repositories.length === 0) {
    const copied = await copyLabFiles(options.labFolder, files)
    if (!copied.ok) return copied
  }

  const environment = labEnvironment({
    own,
    kubeconfig,
    cacheFolder: options.cacheFolder,
    ...(home === undefined ? {} : { home }),
    ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
    git: git.value
  })
  const stateFile = path.join(folder, 'shell.json')
  const state = options.resume ? await readState(stateFile) : undefined
  const shell = openShell({
    cwd: files,
    environment: state
      ? { ...environment, PATH: resumedPath(state.environment.PATH, environment.PATH, folder) }
      : environment,
    ...(state ? { state } : {}),
    onState: next => writeState(stateFile, next)
  })
  return success({
    folder: files,
    shell,
    namespace: () => chosenNamespace(kubeconfig),
    close: () => shell.close()
  })
}

/** A home with nothing of the learner's in it; git asks for a name before it commits. */
async function makeHome(home: string): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const configuration = '[user]\n\tname = Learner\n\temail = learner@localhost\n[init]\n\tdefaultBranch = main\n'
  await writeFile(path.join(home, '.gitconfig'), configuration, { flag: 'wx' }).catch(() => undefined)
}

async function writeState(file: string, state: ShellState): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic')
  await writeFileAtomic(file, JSON.stringify(state), { mode: 0o600 })
}

/** A state that is missing or damaged is none: the session then begins in its first folder, with its files. */
async function readState(file: string): Promise<ShellState | undefined> {
  try {
    const state = JSON.parse(await readFile(file, 'utf8')) as Partial<ShellState> | null
    const { cwd, script, options, environment, exit } = state ?? {}
    if (typeof cwd !== 'string' || typeof script !== 'string' || !Array.isArray(options)) return undefined
    if (typeof environment !== 'object' || typeof exit !== 'number') return undefined
    return { cwd, script, options, environment, exit }
  } catch {
    return undefined
  }
}
