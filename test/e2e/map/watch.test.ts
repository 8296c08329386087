import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openKubectl } from '../../../src/cluster/run-kubectl.ts'
import { findKubectl } from '../../../src/cluster/tool.ts'
import { isTold, objectsOf, type ClusterObjects } from '../../../src/cluster/watch/objects.ts'
import { watchCluster, type ClusterWatch } from '../../../src/cluster/watch/watch-cluster.ts'
import type { WatchedKind } from '../../../src/cluster/watch/events.ts'
import { startTestSandbox, type TestSandbox } from '../../sandbox-cluster.ts'

let cluster: TestSandbox
let watch: ClusterWatch | undefined
let started: number

beforeAll(async () => {
  cluster = await startTestSandbox()
})
afterEach(() => watch?.close())
afterAll(() => cluster.close())

function open(namespaces: readonly string[]): ClusterWatch {
  const program = findKubectl()
  if (!program.ok) throw new Error(program.failure.message)
  const { kubeconfig, folder } = cluster
  const kubectl = openKubectl({ program: program.value, kubeconfig, cacheFolder: path.join(folder, 'cache') })
  started = 0
  watch = watchCluster(
    {
      ...kubectl,
      start(args, own) {
        started += 1
        return kubectl.start(args, own)
      }
    },
    () => Promise.resolve(namespaces)
  )
  return watch
}

const names = (objects: ClusterObjects, kind: WatchedKind) =>
  objectsOf(objects, kind).map(object => object.metadata?.name)

it('tells what is there and what changes, in the namespaces that were named, and starts nothing before it is wanted', async () => {
  const opened = open(['default', 'later'])
  expect(started).toBe(0)
  opened.subscribe(() => undefined)
  await expect.poll(() => names(opened.objects(), 'Node')).toEqual(['node1', 'node2'])
  await cluster.kubectl(['create', 'deployment', 'web', '--image=nginx'])
  await expect.poll(() => names(opened.objects(), 'Deployment')).toEqual(['web'])
  await expect.poll(() => names(opened.objects(), 'Pod')).toHaveLength(1)
  await expect
    .poll(() => objectsOf(opened.objects(), 'Event').map(event => event.reason))
    .toEqual(expect.arrayContaining(['Scheduled', 'Pulling']))
  await cluster.kubectl(['cordon', 'node2'])
  await expect
    .poll(() =>
      objectsOf(opened.objects(), 'Node').map(node => (node.spec as { unschedulable?: boolean }).unschedulable)
    )
    .toContain(true)
  await cluster.kubectl(['create', 'namespace', 'later'])
  await cluster.kubectl(['create', 'deployment', 'shop', '--image=nginx', '-n', 'later'])
  await cluster.kubectl(['delete', 'deployment', 'web'])
  await expect.poll(() => names(opened.objects(), 'Deployment')).toEqual(['shop'])
  expect(started).toBe(1)
})

it('goes on in a namespace that is named later, through the same proxy', async () => {
  await cluster.kubectl(['create', 'namespace', 'other'])
  await cluster.kubectl(['create', 'deployment', 'elsewhere', '--image=nginx', '-n', 'other'])
  const opened = open(['default'])
  // Nobody listens yet: what to watch is asked for then.
  opened.follow('other')
  opened.subscribe(() => undefined)
  await expect.poll(() => isTold(opened.objects())).toBe(true)
  expect(names(opened.objects(), 'Deployment')).not.toContain('elsewhere')
  opened.follow('other')
  opened.follow('other')
  await expect.poll(() => names(opened.objects(), 'Deployment')).toContain('elsewhere')
  expect(opened.objects().asked.filter(key => key === 'Pod other')).toHaveLength(1)
  expect(started).toBe(1)
})

it('listeners are told until they leave', async () => {
  const opened = open(['default'])
  let told = 0
  const leave = opened.subscribe(() => (told += 1))
  await expect.poll(() => told).toBeGreaterThan(0)
  leave()
  const before = told
  await cluster.kubectl(['create', 'deployment', 'unheard', '--image=nginx'])
  await expect.poll(() => names(opened.objects(), 'Deployment')).toContain('unheard')
  expect(told).toBe(before)
})

it('a watch that was closed before it began starts nothing', async () => {
  const opened = open(['default'])
  opened.subscribe(() => undefined)
  await opened.close()
  expect(started).toBe(0)
})

it.each(['SIGTERM', 'SIGKILL'] as const)('what was started to stay goes with the program, also at %s', async signal => {
  const module = path.resolve(import.meta.dirname, '../../../src/cluster/start-kubectl.ts')
  const folder = mkdtempSync(path.join(tmpdir(), 'kubewalk-start-'))
  const script = `
    setInterval(() => undefined, 1000)
    const { startKubectl } = await import(${JSON.stringify(module)})
    console.log(await startKubectl('sh', ['-c', 'echo $$; exec sleep 600'], process.env, process.argv[1]).firstLine)
  `
  const program = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const pid = await new Promise<number>(resolve => program.stdout.once('data', data => resolve(Number(String(data)))))
  expect(isAlive(pid)).toBe(true)
  program.kill(signal)
  await expect.poll(() => isAlive(pid)).toBe(false)
  await expect.poll(() => existsSync(folder)).toBe(false)
})

it('what cannot be started says so', async () => {
  const { kubeconfig, folder } = cluster
  const kubectl = openKubectl({ program: '/nowhere/kubectl', kubeconfig, cacheFolder: folder })
  watch = watchCluster(kubectl, () => Promise.resolve(['default']))
  watch.subscribe(() => undefined)
  await expect.poll(() => watch?.objects().lost.get('Node')).toMatch(/not found|No such file/)
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
