import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { failure, success, type Outcome } from '../failure.ts'
import type { Repository } from '../lab/lab.ts'
import { copyLabFiles } from './lab-files.ts'
import { workspaceTexts } from '../texts/texts.ts'
import { findProgram } from './programs.ts'

/** `GIT_CONFIG_COUNT` came with git 2.31. */
const oldestGit = [2, 31] as const

/**
 * Makes a bare repository of the lab's files for each URL that the lab clones, so that `git clone URL` works without a
 * network.
 *
 * @param options.folder where the repositories are made; what was there is replaced.
 * @param options.labFolder the lab's files; they lie at `path` in the repository.
 * @param options.environment of kubewalk itself.
 * @returns the variables for the lab's environment that lead git from the URLs to the repositories.
 */
export async function serveRepositories(options: {
  readonly repositories: readonly Repository[]
  readonly folder: string
  readonly labFolder: string
  readonly environment: NodeJS.ProcessEnv
}): Promise<Outcome<Readonly<Record<string, string>>>> {
  const { repositories, folder, labFolder, environment } = options
  if (repositories.length === 0) return success({})
  const git = findProgram('git', environment.PATH)
  if (git === undefined) return failure('tool-missing', workspaceTexts.gitMissing)
  const run = await openGit(git, environment)
  const version = (await run(['--version'])).stdout
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number)
  if (major < oldestGit[0] || (major === oldestGit[0] && minor < oldestGit[1]))
    return failure('tool-missing', workspaceTexts.gitOld(version.trim()))

  const entries: [string, string][] = [['protocol.file.allow', 'always']]
  for (const [index, url] of [...new Set(repositories.map(each => withoutSuffix(each.url)))].entries()) {
    const bare = path.join(folder, `${index + 1}`, path.basename(url))
    const paths = repositories.filter(each => withoutSuffix(each.url) === url).map(each => each.path)
    const made = await makeRepository(run, bare, labFolder, paths)
    if (!made.ok) return made
    entries.push(...rewriteRules(url, pathToFileURL(bare).href))
  }
  return success(gitConfiguration(entries, environment))
}

type Git = (
  args: readonly string[]
) => Promise<{ readonly exitCode?: number; readonly stdout: string; readonly stderr: string }>

async function openGit(git: string, environment: NodeJS.ProcessEnv): Promise<Git> {
  const { execa } = await import('execa')
  // An inherited GIT_DIR would make `git init` write into another repository.
  const inherited = Object.entries(environment).filter(([name]) => !name.startsWith('GIT_'))
  const env = {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    // Fixed, so that the same lab always gives the same commit.
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap(who => [
        [`GIT_${who}_NAME`, 'kubewalk'],
        [`GIT_${who}_EMAIL`, 'kubewalk@localhost'],
        [`GIT_${who}_DATE`, '2024-01-01T00:00:00Z']
      ])
    )
  }
  return args => execa(git, args, { env, extendEnv: false, reject: false, stdin: 'ignore' })
}

/** Made beside its place and moved there whole, so that a clone in another terminal never meets half of it. */
async function makeRepository(
  git: Git,
  bare: string,
  labFolder: string,
  paths: readonly string[]
): Promise<Outcome<undefined>> {
  const tree = `${bare}.files`
  const unfinished = `${bare}.unfinished`
  await Promise.all([tree, unfinished].map(each => rm(each, { recursive: true, force: true })))
  for (const place of paths) {
    const target = path.join(tree, place)
    if (target !== tree && !target.startsWith(tree + path.sep))
      return failure('bad-input', workspaceTexts.outsideRepository(place))
    await mkdir(target, { recursive: true, mode: 0o700 })
    const copied = await copyLabFiles(labFolder, target)
    if (!copied.ok) return copied
  }
  const inTree = ['--git-dir', unfinished, '--work-tree', tree]
  for (const args of [
    ['-c', 'init.defaultBranch=master', 'init', '--quiet', '--bare', unfinished],
    [...inTree, '-c', 'core.autocrlf=false', '-c', 'core.bare=false', 'add', '--all', '--force', tree],
    [...inTree, '-c', 'core.bare=false', 'commit', '--quiet', '--allow-empty', '--message', 'The files of this lab'],
    // Tutorials name either branch.
    ['--git-dir', unfinished, 'branch', 'main'],
    ['--git-dir', unfinished, 'config', 'uploadpack.allowFilter', 'true']
  ]) {
    const result = await git(args)
    if (result.exitCode !== 0)
      return failure('tool-missing', workspaceTexts.noRepository(result.stderr.trim() || workspaceTexts.noReason))
  }
  await rm(bare, { recursive: true, force: true })
  await rename(unfinished, bare)
  await rm(tree, { recursive: true, force: true })
  return success(undefined)
}

function withoutSuffix(url: string): string {
  return url.replace(/\/+$/, '').replace(/\.git$/, '')
}

/**
 * `url.<base>.insteadOf` is a match of prefixes, the longest wins (git-config(1)): each form with and without `.git` is
 * mapped, and names that only begin like the repository's are mapped to themselves. With `file://` git honours --depth.
 */
function rewriteRules(url: string, base: string): [string, string][] {
  const [, host, place] = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^/:]+)[/:](.+)$/.exec(url) ?? []
  const forms =
    host !== undefined && place !== undefined
      ? [
          ...['https://', 'http://', 'git://', 'ssh://git@', 'https://www.'].map(scheme => `${scheme}${host}/${place}`),
          `git@${host}:${place}`
        ]
      : [url]
  if (!forms.includes(url)) forms.push(url)
  return forms.flatMap((form): [string, string][] => [
    [`url.${base}.insteadOf`, form],
    [`url.${base}.insteadOf`, `${form}.git`],
    ...['-', '_'].map((next): [string, string] => [`url.${form}${next}.insteadOf`, `${form}${next}`])
  ])
}

/** Appends to what the environment already sets in this way (git-config(1), ENVIRONMENT). */
function gitConfiguration(
  entries: readonly (readonly [string, string])[],
  environment: NodeJS.ProcessEnv
): Record<string, string> {
  const inherited = Number.parseInt(environment.GIT_CONFIG_COUNT ?? '', 10)
  const first = inherited > 0 ? inherited : 0
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: `${first + entries.length}` }
  for (let index = 0; index < first; index++) {
    for (const name of [`GIT_CONFIG_KEY_${index}`, `GIT_CONFIG_VALUE_${index}`])
      variables[name] = environment[name] ?? ''
  }
  for (const [index, [key, value]] of entries.entries()) {
    variables[`GIT_CONFIG_KEY_${first + index}`] = key
    variables[`GIT_CONFIG_VALUE_${first + index}`] = value
  }
  return variables
}
