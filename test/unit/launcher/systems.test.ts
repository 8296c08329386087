import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const require = createRequire(import.meta.url)
const launcher = path.resolve('bin/launcher')

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-systems-'))
  vi.stubEnv('KUBEWALK_HOME', undefined)
  vi.stubEnv('XDG_CACHE_HOME', undefined)
  vi.stubEnv('HOME', folder)
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  vi.resetModules()
  await rm(folder, { recursive: true, force: true })
})

/** Loads a part of the launcher anew, as on a machine of that kind. */
function launcherOn<T>(platform: NodeJS.Platform, arch: NodeJS.Architecture, file: string): T {
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform)
  vi.spyOn(process, 'arch', 'get').mockReturnValue(arch)
  for (const loaded of Object.keys(require.cache))
    if (loaded.startsWith(launcher)) Reflect.deleteProperty(require.cache, loaded)
  return require(path.join(launcher, file)) as T
}

describe('where no kubectl is on PATH and none can be fetched', () => {
  it.each([
    ['darwin', 'arm64', 'with "brew install kubectl"'],
    ['darwin', 'x64', 'with "brew install kubectl"'],
    [
      'linux',
      'arm64',
      /^with "curl -LO \S+\/linux\/arm64\/kubectl && sudo install kubectl \/usr\/local\/bin\/kubectl"$/
    ],
    ['linux', 'ppc64', /^with "curl -LO \S+\/linux\/ppc64le\/kubectl && /],
    ['freebsd', 'x64', 'as https://kubernetes.io/docs/tasks/tools/ says']
  ] as const)('%s on %s: one sentence says how to install it, and the exit code is 3', async (platform, arch, way) => {
    vi.stubEnv('PATH', folder)
    const kubectl = launcherOn<{ provideKubectl(): Promise<void> }>(platform, arch, 'kubectl.js')
    const problem = await kubectl.provideKubectl().then(
      () => undefined,
      (error: unknown) => error
    )
    expect(problem).toMatchObject({ exitCode: 3 })
    const [, said = ''] =
      /^kubectl is missing: install it (.*) and start again\.$/.exec((problem as Error).message) ?? []
    if (typeof way === 'string') expect(said).toBe(way)
    else expect(said).toMatch(way)
  })
})

it.each(['darwin', 'linux'] as const)('the launcher and the program mean the same cache on %s', async platform => {
  vi.stubEnv('XDG_CACHE_HOME', path.join(folder, 'xdg'))
  const { compileCache } = launcherOn<{ compileCache: string }>(platform, 'arm64', 'places.js')
  vi.resetModules()
  const { kubewalkPaths } = await import('../../../src/paths.ts')
  expect(compileCache).toBe(path.join(kubewalkPaths().cache, 'compiled'))
  expect(compileCache.includes('Library')).toBe(platform === 'darwin')
})
