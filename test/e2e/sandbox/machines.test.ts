import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { zeroTimeline } from '../../../src/sandbox/nodes/timeline.ts'
import { startTestSandbox, type KubectlRun, type TestSandbox } from '../../sandbox-cluster.ts'
import { kubewalk } from './cli.ts'

let folder: string
let cluster: TestSandbox

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kubewalk-machines-'))
  cluster = await startTestSandbox({ nodes: 2, timeline: zeroTimeline, folder })
})
afterEach(async () => {
  await cluster.close()
  rmSync(folder, { recursive: true, force: true })
})

const sandbox = (...args: string[]): Promise<KubectlRun> =>
  kubewalk(['sandbox', ...args], { KUBECONFIG: cluster.kubeconfig })

async function kubectl(line: string): Promise<string> {
  const { exit, stdout, stderr } = await cluster.kubectl(line.split(' '))
  return exit === 0 ? stdout : `${stdout}${stderr}`
}

/** The nodes that a DaemonSet's or Deployment's pods run on, one for each running pod. */
async function nodesOf(app: string): Promise<string[]> {
  const names = await kubectl(
    `get pods -l app=${app} --field-selector status.phase=Running -o jsonpath={.items[*].spec.nodeName}`
  )
  return names.split(' ').sort()
}

async function daemonSet(app: string): Promise<void> {
  const manifest = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: app },
    spec: {
      selector: { matchLabels: { app } },
      template: { metadata: { labels: { app } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } }
    }
  }
  expect((await cluster.kubectl(['apply', '-f', '-'], { input: JSON.stringify(manifest) })).exit).toBe(0)
}

describe('kubewalk sandbox node', () => {
  it('adds a machine with its labels and capacity, which gets its DaemonSet pod, and takes it away with its pods', async () => {
    await daemonSet('agent')
    await expect.poll(() => nodesOf('agent')).toEqual(['node1', 'node2'])
    const added = await sandbox('node', 'add', 'node3', '--label', 'disk=ssd', '--cpu', '2', '--memory', '4Gi')
    expect(added).toEqual({ exit: 0, stdout: 'node3 joined.\n', stderr: '' })
    await expect.poll(() => nodesOf('agent')).toEqual(['node1', 'node2', 'node3'])
    expect(await kubectl('get nodes -l disk=ssd -o name')).toBe('node/node3\n')
    expect(await kubectl('get node node3 -o jsonpath={.status.capacity.cpu}/{.status.capacity.memory}')).toBe(
      '2/4194304Ki'
    )
    expect((await sandbox('node', 'remove', 'node3')).stdout).toBe('node3 left.\n')
    expect(await kubectl('get node node3')).toContain('nodes "node3" not found')
    await expect.poll(() => nodesOf('agent')).toEqual(['node1', 'node2'])
    await expect.poll(() => kubectl('get pods -o name')).toMatch(/^(pod\/agent-\w+\n){2}$/)
  })

  it('adds a machine with a taint that keeps pods off', async () => {
    await sandbox('node', 'add', 'node3', '--taint', 'dedicated=db:NoSchedule', '--taint', 'new:NoExecute')
    await daemonSet('agent')
    await expect.poll(() => nodesOf('agent')).toEqual(['node1', 'node2'])
    expect(await kubectl('get node node3 -o jsonpath={.spec.taints[*].key}')).toBe('dedicated new')
  })

  it('cuts the power: NotReady after the grace, taints, eviction after the tolerated time; and brings it back', async () => {
    await daemonSet('agent')
    await kubectl('create deployment web --image=nginx --replicas=2')
    await expect.poll(() => nodesOf('web')).toEqual(['node1', 'node2'])
    expect((await sandbox('clock', '--speed', '100')).stdout).toBe(
      "The sandbox's time passes 100 times as fast as the machine's.\n"
    )
    expect((await sandbox('node', 'stop', 'node2')).stdout).toContain('node2 has no power')
    expect((await sandbox('node', 'stop', 'node2')).stdout).toBe('node2 had no power before.\n')
    await expect.poll(() => kubectl('get node node2 --no-headers')).toContain('NotReady')
    await expect
      .poll(() => kubectl('get node node2 -o jsonpath={.spec.taints[*].key}'))
      .toBe('node.kubernetes.io/unreachable node.kubernetes.io/unreachable')
    expect(await kubectl('describe node node2')).toContain('Kubelet stopped posting node status.')
    await expect.poll(() => kubectl('get pods -l app=web')).toContain('Terminating')
    await expect.poll(() => nodesOf('web')).toEqual(['node1', 'node1', 'node2'])
    // The agent tolerates the taint for ever, and stays.
    expect(await nodesOf('agent')).toEqual(['node1', 'node2'])
    expect((await sandbox('node', 'start', 'node2')).stdout).toBe('node2 boots.\n')
    await expect.poll(() => kubectl('get node node2 --no-headers')).toMatch(/ Ready /)
    await expect.poll(() => nodesOf('web')).toEqual(['node1', 'node1'])
    expect(await kubectl('get events --field-selector involvedObject.name=node2')).toContain('has been rebooted')
  })

  it('keeps who is stopped, and the time, over a restart', async () => {
    await sandbox('clock', '--speed', '600')
    await sandbox('node', 'stop', 'node2')
    await expect.poll(() => kubectl('get node node2 --no-headers')).toContain('NotReady')
    const renewed = await kubectl('get lease node1 -n kube-node-lease -o jsonpath={.spec.renewTime}')
    await cluster.close()
    cluster = await startTestSandbox({ timeline: zeroTimeline, folder })
    expect(cluster.sandbox.nodes.machines()).toEqual([
      { name: 'node1', powered: true },
      { name: 'node2', powered: false }
    ])
    expect(await kubectl('get node node2 --no-headers')).toContain('NotReady')
    const { stdout } = await sandbox('clock')
    const [, now = ''] = /time is (\S+) and passes 600 times as fast/.exec(stdout) ?? []
    expect(Date.parse(now)).toBeGreaterThanOrEqual(Date.parse(renewed))
    await sandbox('node', 'start', 'node2')
    await expect.poll(() => kubectl('get node node2 --no-headers')).toMatch(/ Ready /)
  })

  it('sets a damaged file of machines aside, and starts', async () => {
    await sandbox('node', 'stop', 'node2')
    await cluster.close()
    writeFileSync(path.join(folder, 'machinery.json'), '{"stopped": [')
    cluster = await startTestSandbox({ timeline: zeroTimeline, folder })
    expect(cluster.sandbox.setAside).toEqual([path.join(folder, 'machinery.json.damaged-1')])
    expect(cluster.sandbox.nodes.machines().every(({ powered }) => powered)).toBe(true)
  })

  it.each<[string, string[], number, string]>([
    ['a name that is there', ['node', 'add', 'node1'], 2, 'nodes "node1" already exists.'],
    ['a name that is none', ['node', 'add', 'Node_3'], 2, 'metadata.name: Invalid value: "Node_3"'],
    ['a label without a value', ['node', 'add', 'n', '--label', 'disk'], 2, '"disk" is no label: write KEY=VALUE'],
    ['a label that is none', ['node', 'add', 'n', '--label', 'a b=c'], 2, 'metadata.labels: Invalid value: "a b"'],
    [
      'a taint without an effect',
      ['node', 'add', 'n', '--taint', 'a=b'],
      2,
      '"a=b" is no taint: write KEY=VALUE:EFFECT'
    ],
    ['an effect that is none', ['node', 'add', 'n', '--taint', 'a:Never'], 2, 'Unsupported value: "Never"'],
    ['cores that are no quantity', ['node', 'add', 'n', '--cpu', 'two'], 2, 'cpu "two" is no quantity'],
    ['no memory', ['node', 'add', 'n', '--memory', '0'], 2, 'memory must be greater than zero'],
    ['a machine that is not there', ['node', 'remove', 'n'], 2, 'the sandbox has no machine "n"'],
    ['a stop of what is not there', ['node', 'stop', 'n'], 2, 'the sandbox has no machine "n"'],
    ['a clock that stands', ['clock', '--speed', '0'], 2, 'a number from 1 to 600'],
    ['a speed that is none', ['clock', '--speed', 'fast'], 2, 'It must be a number.'],
    ['no name', ['node', 'add'], 2, "missing required argument 'name'"]
  ])('says what is wrong with %s', async (_what, args, exit, sentence) => {
    const result = await sandbox(...args)
    expect(result).toMatchObject({ exit, stdout: '' })
    expect(result.stderr).toContain(sentence)
  })

  it('refuses when KUBECONFIG leads elsewhere, and asks nothing there', async () => {
    const other = path.join(folder, 'other')
    const config = {
      clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
      users: [{ name: 'u', user: { token: 't' } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x'
    }
    writeFileSync(other, JSON.stringify(config))
    const { exit, stderr } = await kubewalk(['sandbox', 'node', 'add', 'n'], { KUBECONFIG: other })
    expect(exit).toBe(4)
    expect(stderr).toContain('leads to no sandbox')
  })

  it('says that the lasting sandbox does not run', async () => {
    const { exit, stderr } = await kubewalk(['sandbox', 'node', 'add', 'n'], { KUBEWALK_HOME: folder })
    expect(exit).toBe(2)
    expect(stderr).toContain('The sandbox is not running; "kubewalk sandbox start" starts it.')
  })
})

describe('what kubectl does to nodes', () => {
  it('cordons, drains, taints and uncordons', async () => {
    await daemonSet('agent')
    await kubectl('create deployment web --image=nginx --replicas=2')
    await expect.poll(() => nodesOf('web')).toEqual(['node1', 'node2'])
    expect(await kubectl('cordon node2')).toBe('node/node2 cordoned\n')
    expect(await kubectl('get node node2 --no-headers')).toContain('Ready,SchedulingDisabled')
    // Cordon is no fence for a DaemonSet.
    await kubectl('delete pod -l app=agent --field-selector spec.nodeName=node2')
    await expect.poll(() => nodesOf('agent')).toEqual(['node1', 'node2'])
    expect(await kubectl('drain node2')).toContain('cannot delete DaemonSet-managed Pods')
    expect(await kubectl('drain node2 --ignore-daemonsets')).toContain('node/node2 drained')
    await expect.poll(() => nodesOf('web')).toEqual(['node1', 'node1'])
    expect(await nodesOf('agent')).toEqual(['node1', 'node2'])
    expect(await kubectl('uncordon node2')).toBe('node/node2 uncordoned\n')
    expect(await kubectl('taint node node2 dedicated=db:NoExecute')).toBe('node/node2 tainted\n')
    await expect.poll(() => nodesOf('agent')).toEqual(['node1'])
    expect(await kubectl('taint node node2 dedicated-')).toBe('node/node2 untainted\n')
    await expect.poll(() => nodesOf('agent')).toEqual(['node1', 'node2'])
  })
})
