import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Paths } from '../../../src/paths.ts'
import { cachedCertificate } from '../../../src/sandbox/process/certificate-cache.ts'
import { makeCertificate } from '../../../src/sandbox/process/certificate.ts'
import { holdSession } from '../../../src/sandbox/process/hold.ts'
import { isAlive, lockHolder } from '../../../src/sandbox/process/lock.ts'
import type { ServedAt } from '../../../src/sandbox/process/places.ts'
import {
  connectSandbox,
  sandboxStatus,
  startSandbox,
  stopSandbox,
  type RunningSandbox,
  type StartOptions
} from '../../../src/sandbox/process/sandbox-process.ts'

const run = promisify(execFile)
const name = 'test'
let root: string
let paths: Paths

async function start(options: Partial<StartOptions> = {}): Promise<RunningSandbox> {
  const started = await startSandbox({ paths, name, nodes: 2, ...options })
  if (!started.ok) throw new Error(started.failure.message)
  return started.value
}

async function kubectl(running: RunningSandbox, ...args: string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    KUBECONFIG: running.kubeconfig,
    KUBECACHEDIR: path.join(root, 'cache', 'kubectl')
  }
  return (await run('kubectl', args, { env })).stdout
}

const mode = async (file: string): Promise<string> => ((await stat(file)).mode & 0o777).toString(8)
const serverPid = () => lockHolder(path.join(paths.data, 'sandbox', name))?.pid

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'kubewalk-process-'))
  paths = { data: path.join(root, 'data'), config: path.join(root, 'config'), cache: path.join(root, 'cache') }
})
afterEach(async () => {
  await stopSandbox({ paths, name })
  // A process that another one outran is gone when it has written what Node keeps compiled.
  await rm(root, { recursive: true, force: true, maxRetries: 10 })
})

describe('a lasting sandbox', () => {
  it('is a process that kubectl talks to, private, and found again', async () => {
    const running = await start()
    expect(await kubectl(running, 'get', 'nodes', '-o', 'name')).toBe('node/node1\nnode/node2\n')
    expect([
      await mode(running.folder),
      await mode(running.kubeconfig),
      await mode(path.join(running.folder, 'server.json'))
    ]).toEqual(['700', '600', '600'])
    expect(running.served.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    expect(running.served.pid).not.toBe(process.pid)
    expect((await connectSandbox({ paths, name }))?.served).toEqual(running.served)
    expect((await start()).served).toEqual(running.served)
    expect(await sandboxStatus({ paths, name })).toMatchObject({ running: true, pid: running.served.pid })
  })

  it('goes on with the same objects, kubeconfig and port after a stop', async () => {
    const first = await start()
    await kubectl(first, 'label', 'node', 'node1', 'disk=ssd')
    expect(await stopSandbox({ paths, name })).toBe(true)
    expect(await stopSandbox({ paths, name })).toBe(false)
    expect(await sandboxStatus({ paths, name })).toMatchObject({ running: false })
    expect(await connectSandbox({ paths, name })).toBeUndefined()
    const second = await start({ nodes: 5 })
    expect(second.served.pid).not.toBe(first.served.pid)
    expect([second.kubeconfig, second.served.url]).toEqual([first.kubeconfig, first.served.url])
    expect(second.served.token).not.toBe(first.served.token)
    expect(await kubectl(second, 'get', 'nodes', '-l', 'disk=ssd', '-o', 'name')).toBe('node/node1\n')
    expect((await kubectl(second, 'get', 'nodes', '-o', 'name')).trim().split('\n')).toHaveLength(2)
  })

  it('has the same proxy after a stop, and never one without a token', async () => {
    const first = await start()
    const proxy = new URL(first.served.proxy ?? '')
    expect(proxy.password).toMatch(/^[\w-]{43}$/)
    await stopSandbox({ paths, name })
    const file = path.join(first.folder, 'server.json')
    // Somebody's port in between may be taken; the token stays with the folder all the same.
    expect(new URL((await start()).served.proxy ?? '').password).toBe(proxy.password)
    await stopSandbox({ paths, name })
    await writeFile(file, (await readFile(file, 'utf8')).replace(proxy.password, ''))
    expect(new URL((await start()).served.proxy ?? '').password).toMatch(/^[\w-]{43}$/)
  })

  it('goes on with the same objects after SIGKILL, which leaves its lock behind', async () => {
    const first = await start()
    await kubectl(first, 'label', 'node', 'node2', 'disk=ssd')
    process.kill(first.served.pid, 'SIGKILL')
    await expect.poll(serverPid).toBeUndefined()
    const second = await start()
    expect(await kubectl(second, 'get', 'nodes', '-l', 'disk=ssd', '-o', 'name')).toBe('node/node2\n')
    expect((await readdir(second.folder)).filter(each => each.startsWith('lock.'))).toHaveLength(1)
  })

  it('begins anew when asked to, but not while it runs', async () => {
    await kubectl(await start(), 'label', 'node', 'node1', 'disk=ssd')
    expect(await startSandbox({ paths, name, nodes: 2, fresh: true })).toMatchObject({
      ok: false,
      failure: { kind: 'refused', message: expect.stringContaining('running') }
    })
    await stopSandbox({ paths, name })
    const fresh = await start({ fresh: true, nodes: 3 })
    expect((await kubectl(fresh, 'get', 'nodes', '--show-labels')).match(/node\d/g)).toContain('node3')
    expect(await kubectl(fresh, 'get', 'nodes', '-l', 'disk=ssd', '-o', 'name')).toBe('')
  })

  it('is started once by many at the same time, also over stale locks', async () => {
    const folder = path.join(paths.data, 'sandbox', name)
    await mkdir(folder, { recursive: true })
    await writeFile(path.join(folder, 'lock.7'), JSON.stringify({ pid: process.pid, started: 'long ago' }))
    await writeFile(path.join(folder, 'lock.8'), 'damaged')
    const pids = (await Promise.all(Array.from({ length: 5 }, () => start()))).map(each => each.served.pid)
    expect(new Set(pids)).toEqual(new Set([serverPid()]))
  })

  it('ends by itself when nobody uses it, and not while a session is held', async () => {
    const running = await start({ idleMs: 2000 })
    const release = holdSession(running.served)
    await new Promise(resolve => setTimeout(resolve, 4500))
    expect(serverPid()).toBe(running.served.pid)
    release()
    await expect.poll(serverPid).toBeUndefined()
    expect(await readFile(path.join(running.folder, 'log'), 'utf8')).toContain('Ending because of idleness.')
  })

  it('outlives the process that started it', async () => {
    const script = `
      import { startSandbox } from ${JSON.stringify(path.resolve('src/sandbox/process/sandbox-process.ts'))}
      const started = await startSandbox({ paths: ${JSON.stringify(paths)}, name: '${name}', nodes: 1 })
      console.log(started.ok)
    `
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script])
    expect(stdout).toBe('true\n')
    const running = await connectSandbox({ paths, name })
    expect(await kubectl(running!, 'get', 'nodes', '-o', 'name')).toBe('node/node1\n')
  })

  it('answers nobody without its token', async () => {
    const { served } = await start()
    const status = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        get(`${served.url}/api/v1/nodes`, { ca: served.certificateAuthority, headers, agent: false }, response => {
          response.resume()
          resolve(response.statusCode)
        }).on('error', reject)
      })
    expect(await status({})).toBe(401)
    expect(await status({ authorization: 'Bearer wrong' })).toBe(401)
    expect(await status({ authorization: `Bearer ${served.token}` })).toBe(200)
  })

  it('is refused a name that leads elsewhere', async () => {
    expect(await startSandbox({ paths, name: '../x', nodes: 1 })).toMatchObject({ failure: { kind: 'bad-input' } })
    expect(existsSync(paths.data)).toBe(false)
  })

  it('says where its log is when it does not start', async () => {
    const folder = path.join(paths.data, 'sandbox', name)
    await mkdir(path.join(folder, 'server.json'), { recursive: true })
    const started = await startSandbox({ paths, name, nodes: 1 })
    expect(started).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('The sandbox did not start') }
    })
    expect(await readFile(path.join(folder, 'log'), 'utf8')).toContain('server.json')
  })

  it('cuts its log when it starts', async () => {
    const folder = path.join(paths.data, 'sandbox', name)
    await mkdir(folder, { recursive: true })
    await writeFile(path.join(folder, 'log'), 'x'.repeat(1024 * 1024))
    await start()
    expect((await stat(path.join(folder, 'log'))).size).toBeLessThan(10_000)
  })
})

describe('a temporary sandbox', () => {
  it('ends when it is closed, and leaves nothing', async () => {
    const running = await start({ temporary: true })
    expect(await kubectl(running, 'get', 'nodes', '-o', 'name')).toBe('node/node1\nnode/node2\n')
    await running.close()
    expect(lockHolder(running.folder)).toBeUndefined()
    expect(await readdir(path.join(paths.data, 'sandbox'))).toEqual([])
  })

  it('ends with its parent, however that ends', async () => {
    const script = `
      import { startSandbox } from ${JSON.stringify(path.resolve('src/sandbox/process/sandbox-process.ts'))}
      const started = await startSandbox({ paths: ${JSON.stringify(paths)}, name: 'short', nodes: 1, temporary: true })
      console.log(JSON.stringify(started.value.served))
      setInterval(() => {}, 1000)
    `
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit']
    })
    const line = await new Promise<string>(resolve =>
      parent.stdout.once('data', (data: Buffer) => resolve(data.toString()))
    )
    const served = JSON.parse(line) as ServedAt
    const folder = path.join(paths.data, 'sandbox')
    const holder = lockHolder(path.join(folder, (await readdir(folder))[0]!))!
    expect(holder.pid).toBe(served.pid)
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(holder)).toBe(false)
    expect(await readdir(folder)).toEqual([])
  })
})

describe('the certificate', () => {
  it('is kept, private, and made anew when it is damaged or near its end', async () => {
    const first = await cachedCertificate(paths.cache)
    const file = path.join(paths.cache, 'sandbox-certificate.json')
    expect(await mode(file)).toBe('600')
    expect(await cachedCertificate(paths.cache)).toEqual(first)
    await writeFile(file, '{')
    const second = await cachedCertificate(paths.cache)
    expect(second).not.toEqual(first)
    await writeFile(file, JSON.stringify({ key: first.key, cert: second.cert }))
    const third = await cachedCertificate(paths.cache)
    expect(third.cert).not.toBe(second.cert)
    const old = await makeCertificate(new Date('2010-01-01'))
    await writeFile(file, JSON.stringify(old))
    await utimes(file, 0, 0)
    expect((await cachedCertificate(paths.cache)).cert).not.toBe(old.cert)
  })
})
