import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Paths } from '../../../src/paths.ts'
import type { Pod } from '../../../src/sandbox/controllers/types/core.ts'
import { isAlive, lockHolder } from '../../../src/sandbox/process/lock.ts'
import { startSandbox, stopSandbox, type RunningSandbox } from '../../../src/sandbox/process/sandbox-process.ts'
import { apiOf, type Api } from './api.ts'

const run = promisify(execFile)
const name = 'killed'
let root: string
let paths: Paths

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'kubewalk-kill-'))
  paths = { data: path.join(root, 'data'), config: path.join(root, 'config'), cache: path.join(root, 'cache') }
})
afterEach(async () => {
  await stopSandbox({ paths, name })
  await rm(root, { recursive: true, force: true })
})

async function start(): Promise<RunningSandbox> {
  const started = await startSandbox({ paths, name, nodes: 2, instant: true })
  if (!started.ok) throw new Error(started.failure.message)
  return started.value
}

async function kill(running: RunningSandbox): Promise<void> {
  const holder = lockHolder(running.folder)
  process.kill(running.served.pid, 'SIGKILL')
  await expect.poll(() => holder !== undefined && isAlive(holder)).toBe(false)
}

async function kubectl(running: RunningSandbox, line: string): Promise<string> {
  const env = { PATH: process.env.PATH, KUBECONFIG: running.kubeconfig, KUBECACHEDIR: path.join(root, 'kubectl') }
  return (await run('kubectl', line.split(' '), { env })).stdout
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What a writer knows of one config map: undefined when it is not there. */
type Value = string | undefined

interface Known {
  readonly acknowledged: Value
  /** What was asked for and not answered. */
  readonly asked?: { readonly value: Value }
}

const configMaps = '/api/v1/namespaces/default/configmaps'
const writers = 8

interface Written {
  readonly known: Map<string, Known>
  /** The highest resourceVersion that was acknowledged. */
  revision: number
  count: number
}

/** Writes one config map after the other until the sandbox is gone; `told` after each acknowledged write. */
async function write(api: Api, writer: number, next: () => number, written: Written, told: () => void): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const key = `w${writer}-${Math.floor(next() * 20)}`
    const before = written.known.get(key)?.acknowledged
    const value = before !== undefined && next() < 0.3 ? undefined : `${turn} ${'x'.repeat(Math.floor(next() * 3000))}`
    written.known.set(key, { acknowledged: before, asked: { value } })
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: key }, data: { value } }
    const answer = await (
      value === undefined
        ? api.send('DELETE', `${configMaps}/${key}`)
        : before === undefined
          ? api.send('POST', configMaps, object)
          : api.send('PUT', `${configMaps}/${key}`, object)
    ).catch(() => undefined)
    if (answer === undefined) return
    expect([200, 201]).toContain(answer.status)
    written.known.set(key, { acknowledged: value })
    const { resourceVersion } = (answer.body['metadata'] ?? {}) as { resourceVersion?: string }
    written.revision = Math.max(written.revision, Number(resourceVersion ?? 0))
    written.count += 1
    told()
  }
}

async function stored(api: Api): Promise<{ values: Map<string, Value>; revision: number }> {
  const { body } = await api.send('GET', configMaps)
  const items = body['items'] as { metadata: { name: string }; data?: { value?: string } }[]
  const values = new Map(items.map(({ metadata, data }) => [metadata.name, data?.value]))
  return { values, revision: Number((body['metadata'] as { resourceVersion: string }).resourceVersion) }
}

/** What stays the same for as long as a pod's containers run. */
async function pods(running: RunningSandbox): Promise<unknown> {
  const { items } = JSON.parse(await kubectl(running, 'get pods -l app=web -o json')) as { items: Pod[] }
  return items.map(({ metadata: { uid }, spec: { nodeName }, status }) => {
    return { uid, nodeName, podIP: status?.podIP, containers: status?.containerStatuses }
  })
}

describe('a sandbox that is killed at any moment', () => {
  it('loses nothing of what it has acknowledged', async () => {
    const next = random(20_261)
    const written: Written = { known: new Map(), revision: 0, count: 0 }
    let running = await start()
    for (let round = 0; round < 4; round += 1) {
      const api = apiOf(running.served)
      const after = written.count + 20 + Math.floor(next() * 400)
      let died: Promise<void> | undefined
      const told = (): void => {
        // The others are in the middle of a write then.
        if (written.count >= after) died ??= kill(running)
      }
      const seeds = Array.from({ length: writers }, () => next() * 2 ** 32)
      await Promise.all(seeds.map((seed, writer) => write(api, writer, random(seed), written, told)))
      await died
      api.close()

      running = await start()
      const reader = apiOf(running.served)
      const { values, revision } = await stored(reader)
      expect(running.served.setAside).toBeUndefined()
      expect(revision).toBeGreaterThanOrEqual(written.revision)
      written.revision = revision
      for (const [key, { acknowledged, asked }] of written.known) {
        const value = values.get(key)
        const possible = asked === undefined ? [acknowledged] : [acknowledged, asked.value]
        expect(possible, key).toContain(value)
        written.known.set(key, { acknowledged: value })
      }
      for (const key of values.keys()) if (key.startsWith('w')) expect(written.known.has(key), key).toBe(true)
      reader.close()
    }
    expect(written.count).toBeGreaterThan(300)
  }, 240_000)

  it('goes on with its pods, machines, images and time', async () => {
    const first = await start()
    const api = apiOf(first.served)
    const send = async (method: string, to: string, body?: object): Promise<void> => {
      expect((await api.send(method, to, body)).status).toBeLessThan(300)
    }
    await send('POST', '/sandbox/nodes/node3', { labels: { disk: 'ssd' } })
    await send('POST', '/sandbox/nodes/node2/stop')
    await send('PUT', '/sandbox/images', { images: [{ image: 'shop.example/web', tags: ['v1'], ports: [80] }] })
    await send('PUT', '/sandbox/clock', { speed: 60 })
    // What runs there is moved away a few seconds later, at this speed: nothing may.
    await kubectl(first, 'cordon node2')
    await kubectl(first, 'create deployment web --image=shop.example/web:v1 --replicas=2')
    await kubectl(first, 'rollout status deployment/web --timeout=60s')
    const before = await pods(first)
    api.close()
    await kill(first)

    const second = await start()
    expect(await pods(second)).toEqual(before)
    expect(await kubectl(second, 'get pods -l app=web --no-headers')).toMatch(/^(web-\S+ +1\/1 +Running +0 .*\n){2}$/)
    const again = apiOf(second.served)
    const { body } = await again.send('GET', '/sandbox')
    expect(body).toMatchObject({
      nodes: [
        { name: 'node1', powered: true },
        { name: 'node2', powered: false },
        { name: 'node3', powered: true }
      ],
      clock: { speed: 60 }
    })
    // A pod that comes now finds the lab's image too, and a tag that the lab does not tell of is still missing.
    await kubectl(second, 'scale deployment/web --replicas=3')
    await kubectl(second, 'rollout status deployment/web --timeout=60s')
    again.close()
  })

  it('sets aside what was damaged meanwhile, says so, and starts', async () => {
    const first = await start()
    for (const each of ['kept', 'last']) await kubectl(first, `create configmap ${each} --from-literal=a=b`)
    await kill(first)
    const objects = path.join(first.folder, 'objects', 'objects.log')
    const text = await readFile(objects, 'utf8')
    // The last line, and no other, is torn.
    const cut = text.slice(0, -100)
    await writeFile(objects, cut.replace('"name":"kube-public"', '"name":"kube-qublic"'))
    await writeFile(path.join(first.folder, 'machinery.json'), '{"format":7}')
    await writeFile(path.join(first.folder, 'server.json'), '{"pid":1,"url":"none"}')
    const second = await start()
    expect(second.served.setAside).toEqual([
      `${objects}.damaged-1`,
      path.join(second.folder, 'machinery.json.damaged-1')
    ])
    expect(await kubectl(second, 'get configmap kept -o jsonpath={.data.a}')).toBe('b')
    expect(await readdir(path.join(second.folder, 'objects'))).toEqual(['objects.log', 'objects.log.damaged-1'])
    // What was lost of the cluster's own is there again.
    expect(await kubectl(second, 'get namespace kube-public -o name')).toBe('namespace/kube-public\n')
  })
})
