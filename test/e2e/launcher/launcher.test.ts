import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, utimesSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { parse } from 'acorn'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ended, fetchNode, FreshClone, told, type Ended } from './fresh-clone.ts'

const root = path.resolve(import.meta.dirname, '../../..')
/** Elsewhere kubectl is not fetched, and these tests put one on PATH. */
const fetchesKubectl = process.platform === 'linux' && process.arch === 'x64'

let clone: FreshClone
let firstStarts: readonly Ended[]

beforeAll(async () => {
  clone = await FreshClone.make()
  await clone.useStandIn()
  // The one set-up that everything below goes on from: two starts at once, with nothing there.
  firstStarts = await Promise.all([clone.run('npm', ['start']), clone.kubewalk(['run', 'labs/daemonset101', 'exit=7'])])
}, 300_000)

afterAll(async () => {
  await clone.remove()
})

describe('the first start, on Node 20 without kubectl', () => {
  it('runs the program on a newer Node, with a kubectl, also when two start at once', () => {
    const [npmStart, direct] = firstStarts
    expect(npmStart).toMatchObject({ exit: 0 })
    expect(direct).toMatchObject({ exit: 7 })
    for (const start of firstStarts) {
      const { version, args, kubectl } = told(start)
      expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(22)
      expect(args.slice(0, 2)).toEqual(['run', 'labs/daemonset101'])
      expect(kubectl).toBe(path.join(clone.folder, '.toolchain/bin/kubectl'))
    }
  })

  it('fetches and builds each thing once, and says so on stderr', () => {
    const said = firstStarts.map(({ stderr }) => stderr).join('')
    for (const what of ['fetching Node 24', 'npm ci', 'building dist/', 'fetching kubectl 1.35.2']) {
      const lines = said.split('\n').filter(line => line.includes(what) && line.includes('done in'))
      expect(lines, what).toHaveLength(1)
    }
  })

  it('gives a kubectl that runs', () => {
    const kubectl = path.join(clone.folder, '.toolchain/bin/kubectl')
    expect(execFileSync(kubectl, ['version', '--client'], { encoding: 'utf8' })).toContain('v1.35.2')
  })

  it('leaves nothing in the checkout that git does not ignore, and no half-fetched folder', () => {
    const status = execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], { cwd: clone.folder })
    const before = execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], { cwd: root })
    const names = (text: Buffer) =>
      text
        .toString()
        .split('\n')
        .map(line => line.slice(3))
        .filter(name => name !== 'node_modules')
    expect(names(status).filter(name => name !== 'src/cli/main.ts' && !names(before).includes(name))).toEqual([])
    expect(readdirSync(path.join(clone.folder, '.toolchain')).sort()).toEqual(['bin', 'node-24.21.0'])
  })
})

describe('later starts', () => {
  it('set nothing up again and say nothing', async () => {
    const list = path.join(clone.folder, 'node_modules/.package-lock.json')
    const before = [statSync(list).mtimeMs, statSync(path.join(clone.folder, 'dist/kubewalk.js')).mtimeMs]
    const again = await clone.kubewalk(['list', 'exit=0'])
    expect(again).toMatchObject({ exit: 0, stderr: '' })
    expect(readdirSync(path.join(clone.temporary, 'home/cache/compiled'))).not.toEqual([])
    expect([statSync(list).mtimeMs, statSync(path.join(clone.folder, 'dist/kubewalk.js')).mtimeMs]).toEqual(before)
  })

  it('install nothing when only the date of package-lock.json changed', async () => {
    const now = new Date()
    utimesSync(path.join(clone.folder, 'package-lock.json'), now, now)
    const again = await clone.kubewalk(['list'])
    expect(again).toMatchObject({ exit: 0 })
    expect(again.stderr).not.toContain('npm ci')
  })

  it('build again when a source changed, and when a file of the bundle is gone', async () => {
    const source = path.join(clone.folder, 'src/cli/main.ts')
    const later = new Date()
    utimesSync(source, later, later)
    expect((await clone.kubewalk(['list'])).stderr).toContain('building dist/')
    rmSync(path.join(clone.folder, 'dist/kubewalk.js'))
    const again = await clone.kubewalk(['list', 'exit=3'])
    expect(again.exit).toBe(3)
    expect(again.stderr).toContain('building dist/')
  })

  it('hand on a signal that is sent to the launcher alone, and the exit code that comes of it', async () => {
    const child = clone.start('node', ['bin/kubewalk', 'list', 'stay'])
    const end = ended(child)
    await new Promise(resolve => child.stdout?.on('data', chunk => String(chunk).includes('\n') && resolve(chunk)))
    child.kill('SIGTERM')
    expect(await end).toMatchObject({ exit: 42, stdout: expect.stringContaining('SIGTERM came') })
  })

  it('use the Node that runs them when it is new enough', async () => {
    const { stdout } = await clone.run(process.execPath, ['bin/kubewalk', 'list', 'one', 'two'])
    expect(JSON.parse(stdout)).toMatchObject({ version: process.versions.node, args: ['list', 'one', 'two'] })
  })
})

describe('a broken set-up', () => {
  it('is repaired where a package is gone or Node was cut off', async () => {
    rmSync(path.join(clone.folder, 'node_modules/esbuild'), { recursive: true })
    rmSync(path.join(clone.folder, 'dist'), { recursive: true })
    truncateSync(path.join(clone.folder, '.toolchain/node-24.21.0/bin/node'), 1000)
    await mkdir(path.join(clone.folder, '.toolchain/fetch-left'))
    const again = await clone.kubewalk(['list', 'exit=5'])
    expect(again.exit).toBe(5)
    expect(existsSync(path.join(clone.folder, '.toolchain/fetch-left'))).toBe(false)
    expect(again.stderr).toContain('fetching Node')
    expect(again.stderr).toContain('npm ci')
    expect(told(again).version).toBe('24.21.0')
  }, 300_000)

  it('takes over the lock of a start that was killed', async () => {
    const lock = path.join(clone.folder, '.toolchain/lock')
    const gone = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim()
    const host = execFileSync(process.execPath, ['-p', 'os.hostname()'], { encoding: 'utf8' }).trim()
    await mkdir(lock)
    await writeFile(path.join(lock, 'owner'), `${host} ${gone}`)
    rmSync(path.join(clone.folder, 'dist'), { recursive: true })
    expect(await clone.kubewalk(['list', 'exit=6'])).toMatchObject({ exit: 6 })
    expect(existsSync(lock)).toBe(false)
  })
})

describe('kubectl', () => {
  it.runIf(fetchesKubectl)('is fetched only for commands that run it', async () => {
    rmSync(path.join(clone.folder, '.toolchain/bin'), { recursive: true })
    for (const args of [
      ['show', 'FILE.md'],
      ['list'],
      ['doctor'],
      ['lint', '--no-run', 'labs/first-pod'],
      ['run', '--help'],
      ['--version'],
      ['sandbox', 'stop']
    ]) {
      const end = await clone.kubewalk(args)
      expect(end, args.join(' ')).toMatchObject({ exit: 0, stderr: '' })
      expect(told(end).kubectl).toBeNull()
    }
  })

  it.runIf(fetchesKubectl)('that cannot be fetched without a network is one sentence and code 3', async () => {
    const offline = {
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_cache: path.join(clone.temporary, 'empty-cache')
    }
    expect(await clone.kubewalk(['lint', 'labs/first-pod'], offline)).toMatchObject({ exit: 3, stdout: '' })
    const end = await clone.kubewalk(['run', 'labs/daemonset101'], offline)
    expect(end).toMatchObject({ exit: 3, stdout: '' })
    const [, sentence, ...rest] = end.stderr.split('\n')
    expect(sentence).toMatch(
      /^kubewalk: npm could not reach its registry to fetch kubectl 1\.35\.2: connect .*, or .*\.$/
    )
    expect(rest.join('')).toBe('')
  })

  it('that is on PATH is used', async () => {
    const folder = path.join(clone.temporary, 'own')
    await mkdir(folder)
    await writeFile(path.join(folder, 'kubectl'), '#!/bin/sh\n', { mode: 0o755 })
    const PATH = [folder, clone.environment().PATH].join(path.delimiter)
    const end = await clone.kubewalk(['test', 'LAB'], { PATH })
    expect(end).toMatchObject({ exit: 0, stderr: '' })
    expect(told(end).kubectl).toBe(path.join(folder, 'kubectl'))
  })
})

describe('on another system', () => {
  /** Starts on Node 20 as it would be on that system. */
  async function startOn(platform: string, args: readonly string[]) {
    const as = path.join(clone.temporary, `as-${platform}.cjs`)
    await writeFile(as, `Object.defineProperty(process, 'platform', { value: '${platform}' })`)
    return await clone.run('node', ['--require', as, 'bin/kubewalk', ...args])
  }

  it('Windows, one sentence points to WSL', async () => {
    const end = await startOn('win32', [])
    expect(end).toMatchObject({ exit: 3, stdout: '' })
    expect(end.stderr).toMatch(/^kubewalk: on Windows kubewalk runs inside WSL.*\n$/)
  })

  it('for which there is no newer Node to fetch, one sentence says so', async () => {
    const end = await startOn('freebsd', ['list'])
    expect(end).toMatchObject({ exit: 3, stdout: '' })
    expect(end.stderr).toMatch(
      /^kubewalk: this is Node 20\.\S+, and there is no newer one to fetch for freebsd-\w+: install .*\n$/
    )
  })
})

describe('a Node that is far too old', () => {
  it('can read the launcher: it keeps to the syntax of 2009', () => {
    const source = readFileSync(path.join(root, 'bin/kubewalk'), 'utf8')
    const options = { ecmaVersion: 5, allowHashBang: true } as const
    expect(() => parse(source, options)).not.toThrow()
    expect(() => parse(`${source}\nconst x = 1`, options)).toThrow()
  })

  it.runIf(process.platform === 'linux' && process.arch === 'x64')('says which Node to install', async () => {
    const old = await fetchNode(clone.temporary, '6.9.4')
    const end = await clone.run(old, ['bin/kubewalk', 'list'])
    expect(end).toMatchObject({ exit: 3, stdout: '' })
    expect(end.stderr).toMatch(
      /^kubewalk: this is Node 6\.9\.4, and kubewalk needs Node 20\.20 or later: install .*\n$/
    )
  })
})

describe('the tests', () => {
  it('run with `npm test` on Node 20, and .ci/run ends with their closing lines', async () => {
    // Few files: of many vitest gives advice below its closing lines.
    const folder = 'test/unit/doctor'
    expect(await clone.run('npm', ['test', '--', folder])).toMatchObject({ exit: 0 })
    const { exit, stdout } = await clone.run('.ci/run', [folder])
    expect(exit).toBe(0)
    expect(stripVTControlCharacters(stdout).trimEnd().split('\n').at(-1)).toMatch(/^ +Duration /)
  })

  it('that fail are told by the exit code', async () => {
    const test = "import { expect, it } from 'vitest'\nit('fails', () => expect(1).toBe(2))\n"
    await writeFile(path.join(clone.folder, 'test/unit/failing.test.ts'), test)
    const { exit, stdout, stderr } = await clone.run('.ci/run', ['test/unit/failing.test.ts'])
    rmSync(path.join(clone.folder, 'test/unit/failing.test.ts'))
    expect(exit).toBe(1)
    expect(stripVTControlCharacters(stdout)).toMatch(/Tests +1 failed[^]*Duration .*\n+$/)
    expect(stderr).not.toContain('npm error')
  })
})

describe('the package', () => {
  /** Packs the clone on Node 20. @returns the tarball in a folder elsewhere, and what is in it */
  async function pack(folder: string) {
    const packed = await clone.run('npm', ['pack', '--json'])
    expect(packed).toMatchObject({ exit: 0 })
    const [{ filename, files }] = JSON.parse(packed.stdout.slice(packed.stdout.search(/^\[/m))) as [
      { filename: string; files: { path: string }[] }
    ]
    const elsewhere = path.join(clone.temporary, folder)
    await mkdir(elsewhere)
    const tarball = path.join(elsewhere, 'kubewalk.tgz')
    cpSync(path.join(clone.folder, filename), tarball)
    return { elsewhere, tarball, names: files.map(({ path: name }) => name) }
  }

  /** `npx kubewalk ARGS` of a tarball, with an empty cache. */
  async function npx(
    { elsewhere, tarball }: { elsewhere: string; tarball: string },
    args: readonly string[],
    change: NodeJS.ProcessEnv = {}
  ) {
    const npm_config_cache = path.join(elsewhere, 'npm-cache')
    const all = ['--yes', '--package', tarball, 'kubewalk', ...args]
    return await clone.run('npx', all, { npm_config_cache, ...change }, elsewhere)
  }

  it('is packed on Node 20 with what it needs and nothing else, and runs with npx in any folder', async () => {
    const packed = await pack('stand-in')
    const tops = new Set(packed.names.map(name => name.split('/')[0]))
    const expected = ['LICENSE', 'README.md', 'bin', 'dist', 'docs', 'package.json', 'starter']
    expect([...tops].sort().filter(name => name !== 'labs')).toEqual(expected)
    expect(packed.names).toEqual(expect.arrayContaining(['bin/kubewalk', 'bin/package.json', 'dist/kubewalk.js']))
    expect(packed.names).toContain('dist/THIRD-PARTY-LICENSES.txt')
    // What authors of labs start from.
    expect(packed.names.filter(name => /^(docs|starter)\//.test(name)).sort()).toEqual([
      'docs/labs.md',
      'starter/README.md',
      'starter/web.yml'
    ])
    expect(packed.names).toEqual(expect.arrayContaining(['labs/README.md', 'labs/schema.json']))
    const PATH = [path.dirname(process.execPath), clone.environment().PATH].join(path.delimiter)
    // Offline: a package that misses something would fail.
    const end = await npx(packed, ['list', 'exit=9'], { PATH, npm_config_offline: 'true' })
    expect(end.exit).toBe(9)
    expect(told(end)).toMatchObject({ version: process.versions.node, args: ['list', 'exit=9'] })
  }, 300_000)

  it.runIf(fetchesKubectl)(
    'holds the whole program: on Node 20 without kubectl its sandbox answers the kubectl that it fetches',
    async () => {
      clone.useKubewalk()
      const KUBEWALK_HOME = path.join(clone.temporary, 'npx-home')
      const args = ['sandbox', 'run', '--', 'kubectl', 'get', 'nodes']
      const end = await npx(await pack('kubewalk-itself'), args, { KUBEWALK_HOME })
      expect(end, end.stderr).toMatchObject({ exit: 0 })
      expect(end.stdout).toMatch(/^node1 +Ready[^]*^node2 +Ready/m)
      expect(readdirSync(path.join(KUBEWALK_HOME, 'cache/toolchain')).sort()).toEqual(['bin', 'node-24.21.0'])
    },
    300_000
  )
})

describe('`npm start` without a terminal, on Node 20 without kubectl', () => {
  it.runIf(fetchesKubectl)(
    'walks through the whole lab, with every step passed',
    async () => {
      clone.useKubewalk()
      const end = await clone.run('npm', ['start'])
      const told = end.stdout + end.stderr
      expect(end.exit, told).toBe(0)
      const [, done, all] = /: (\d+) of (\d+) steps done\.$/m.exec(end.stdout) ?? []
      expect(Number(done), told).toBeGreaterThan(30)
      expect(all, told).toBe(done)
      // The sandbox of a walk that nobody watches ends with it.
      expect((await clone.kubewalk(['sandbox', 'status'])).stdout).toBe('The sandbox is not running.\n')
    },
    300_000
  )
})
