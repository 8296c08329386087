import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { spawn as openTerminal } from '@lydell/node-pty'
import { load } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { zeroTimeline } from '../../../src/sandbox/nodes/timeline.ts'
import { startTestSandbox, type KubectlOptions, type KubectlRun, type TestSandbox } from '../../sandbox-cluster.ts'
import { clientsBeside } from './clients.ts'
import { pod, script } from './objects.ts'

let cluster: TestSandbox

beforeAll(async () => {
  cluster = await startTestSandbox({ nodes: 2, timeline: zeroTimeline })
  const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data: { 'a.txt': 'grüße\n' } }
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'secret' }, stringData: { key: 's3cret' } }
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 8000, targetPort: 80 }] }
  }
  const web = {
    image: 'nginx',
    env: [
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'GREETING', valueFrom: { configMapKeyRef: { name: 'config', key: 'a.txt' } } },
      { name: 'BOTH', value: '$(NODE)/$(MISSING)' }
    ],
    volumeMounts: [
      { name: 'config', mountPath: '/etc/config' },
      { name: 'secret', mountPath: '/etc/secret' }
    ]
  }
  const volumes = [
    { name: 'config', configMap: { name: 'config' } },
    { name: 'secret', secret: { secretName: 'secret' } }
  ]
  const items = [
    config,
    secret,
    service,
    pod('web', web, { volumes }, { app: 'web' }),
    pod('shell', { stdin: true, tty: true }, { restartPolicy: 'Never' }),
    pod('ticks', script('while true; do echo tick; sleep 0.2; done')),
    pod('done', script('true'), { restartPolicy: 'Never' }),
    pod('bare', { image: 'registry.k8s.io/pause:3.10' })
  ]
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
  expect(await cluster.kubectl(['apply', '-f', '-'], { input })).toMatchObject({ exit: 0 })
  await cluster.kubectl(['wait', '--for=condition=Ready', 'pod/web', 'pod/shell', 'pod/ticks', 'pod/bare'])
})
afterAll(() => cluster.close())

const exec = (args: string[], options?: KubectlOptions): Promise<KubectlRun> =>
  cluster.kubectl(['exec', ...args], options)

describe.each(['kubectl', ...clientsBeside()])('%s exec', kubectl => {
  const run = (args: string[], input?: string): Promise<KubectlRun> =>
    exec(args, { kubectl, ...(input === undefined ? {} : { input }) })

  it('runs a command, with its streams and its exit code', async () => {
    const { exit, stdout, stderr } = await run(['web', '--', 'sh', '-c', 'echo out; echo err >&2; exit 7'])
    expect(stdout).toBe('out\n')
    expect(stderr).toContain('err\n')
    expect(stderr).toContain('command terminated with exit code 7')
    expect(exit).toBe(7)
  })

  it('gives it its standard input', async () => {
    expect(await run(['-i', 'web', '--', 'sh'], 'read x\nhello\necho "got $x"\nexit 3\n')).toMatchObject({
      stdout: 'got hello\n',
      exit: 3
    })
    expect((await run(['-i', 'web', '--', 'cat'], 'größe\n')).stdout).toBe('größe\n')
  })

  it('copies files in and out', async () => {
    const name = path.join(cluster.folder, 'up.bin')
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_none, index) => (index * 7) % 256))
    writeFileSync(name, bytes)
    expect(await cluster.kubectl(['cp', name, 'web:/tmp/up.bin'], { kubectl })).toMatchObject({ exit: 0 })
    const back = path.join(cluster.folder, 'back.bin')
    expect(await cluster.kubectl(['cp', 'web:/tmp/up.bin', back], { kubectl })).toMatchObject({ exit: 0 })
    expect(readFileSync(back).equals(bytes)).toBe(true)
  })
})

describe('kubectl exec', () => {
  it("shows the pod's own view", async () => {
    const text = async (command: string): Promise<string> => (await exec(['web', '--', 'sh', '-c', command])).stdout
    expect(await text('hostname')).toBe('web\n')
    expect(await text('echo $NODE $BOTH $WEB_SERVICE_PORT')).toMatch(/^(node\d) \1\/\$\(MISSING\) 8000\n$/)
    expect(await text('printenv GREETING')).toBe('grüße\n\n')
    expect(await text('cat /etc/config/a.txt')).toBe('grüße\n')
    expect(await text('cat /etc/secret/key')).toBe('s3cret')
    expect(await text('ls /etc/config /var/run/secrets/kubernetes.io/serviceaccount')).toBe(
      '/etc/config:\na.txt\n\n/var/run/secrets/kubernetes.io/serviceaccount:\nca.crt\nnamespace\ntoken\n'
    )
    expect(await text('cat /var/run/secrets/kubernetes.io/serviceaccount/namespace')).toBe('default')
    expect(await text('nslookup web')).toContain('Name:\tweb.default.svc.cluster.local\nAddress: 10.')
    expect(await text('wget -qO- http://web:8000 | head -n 1')).toBe('<!DOCTYPE html>\n')
    expect(await text('curl -s http://web:9 || echo $?')).toBe('7\n')
  })

  it('sees a config map that changes', async () => {
    await cluster.kubectl(['patch', 'configmap', 'config', '-p', '{"data":{"b.txt":"new"}}'])
    expect((await exec(['web', '--', 'cat', '/etc/config/b.txt'])).stdout).toBe('new')
  })

  it('says what is not there', async () => {
    expect(await exec(['web', '--', 'sh', '-c', 'foo'])).toMatchObject({
      exit: 127,
      stderr: expect.stringContaining('sh: foo: not found\n') as string
    })
    const oci = (name: string, why: string): RegExp =>
      new RegExp(
        `OCI runtime exec failed: exec failed: unable to start container process: exec: "${name}": ${why}: unknown`
      )
    expect((await exec(['web', '--', 'foo'])).stderr).toMatch(oci('foo', 'executable file not found in \\$PATH'))
    expect((await exec(['web', '--', '/bin/foo'])).stderr).toMatch(
      oci('/bin/foo', 'stat /bin/foo: no such file or directory')
    )
    expect((await exec(['bare', '--', 'sh'])).stderr).toMatch(oci('sh', 'executable file not found in \\$PATH'))
    expect((await exec(['web', '-c', 'other', '--', 'ls'])).stderr).toContain(
      'container other is not valid for pod web'
    )
    expect((await exec(['nothing', '--', 'ls'])).stderr).toContain('pods "nothing" not found')
    expect((await exec(['done', '--', 'ls'])).stderr).toMatch(/completed pod|container not found \("main"\)/)
  })

  it('refuses what is no upgrade', async () => {
    const { stderr } = await cluster.kubectl([
      'get',
      '--raw',
      '/api/v1/namespaces/default/pods/web/exec?command=ls&stdout=true'
    ])
    expect(stderr).toContain('Upgrade request required')
  })
})

/** kubectl on a terminal of its own. */
function onTerminal(args: readonly string[], size = { cols: 80, rows: 24 }) {
  const program = execFileSync('which', ['kubectl'], { encoding: 'utf8' }).trim()
  const env = { ...process.env, KUBECONFIG: cluster.kubeconfig, KUBECACHEDIR: `${cluster.folder}/cache` }
  const opened = openTerminal(program, [...args], { ...size, cwd: cluster.folder, env })
  let text = ''
  opened.onData(data => (text += data))
  const ended = new Promise<number>(resolve => opened.onExit(({ exitCode }) => resolve(exitCode)))
  return {
    type: (keys: string) => opened.write(keys),
    resize: (cols: number, rows: number) => opened.resize(cols, rows),
    shown: () => text,
    ended
  }
}

describe('a terminal in a container', () => {
  it('has a prompt, echo, editing, Ctrl-C, its size, and an end with a code', async () => {
    const terminal = onTerminal(['exec', '-it', 'web', '--', 'sh'])
    await expect.poll(terminal.shown).toContain('/ # ')
    terminal.type('echo abx\x7fc\r')
    await expect.poll(terminal.shown).toContain('abc\r\n/ # ')
    terminal.type('sleep 1000\r')
    await expect.poll(terminal.shown).toContain('sleep 1000\r\n')
    terminal.type('\x03')
    await expect.poll(terminal.shown).toMatch(/\^C\r\n\/ # $/)
    terminal.type('echo $?; stty size\r')
    await expect.poll(terminal.shown).toContain('130\r\n24 80\r\n')
    terminal.resize(100, 40)
    await expect
      .poll(() => {
        terminal.type('stty size\r')
        return terminal.shown()
      })
      .toContain('40 100\r\n')
    terminal.type('cd /tmp\r')
    await expect.poll(terminal.shown).toContain('/tmp # ')
    terminal.type('foo\r')
    await expect.poll(terminal.shown).toContain('sh: foo: not found\r\n')
    terminal.type('exit 5\r')
    expect(await terminal.ended).toBe(5)
  })

  it('ends with Ctrl-D', async () => {
    const terminal = onTerminal(['exec', '-it', 'web', '--', 'sh'])
    await expect.poll(terminal.shown).toContain('/ # ')
    terminal.type('\x04')
    expect(await terminal.ended).toBe(0)
  })

  it('is attached to a shell that waits, and ends its container', async () => {
    const terminal = onTerminal(['attach', '-it', 'shell'])
    await expect.poll(terminal.shown).toContain('/ # ')
    terminal.type('hostname\r')
    await expect.poll(terminal.shown).toContain('shell\r\n/ # ')
    terminal.type('exit 4\r')
    expect(await terminal.ended).toBe(0)
    const code = 'jsonpath={.status.containerStatuses[0].state.terminated.exitCode}'
    await expect.poll(async () => (await cluster.kubectl(['get', 'pod', 'shell', '-o', code])).stdout).toBe('4')
  })

  it('serves kubectl run -it --rm', async () => {
    const terminal = onTerminal(['run', 'box', '-it', '--rm', '--image=busybox', '--restart=Never', '--', 'sh'])
    await expect.poll(terminal.shown).toContain('/ # ')
    terminal.type('echo in the box\r')
    await expect.poll(terminal.shown).toContain('in the box\r\n/ # ')
    terminal.type('exit\r')
    expect(await terminal.ended).toBe(0)
    expect(terminal.shown()).toContain('pod "box" deleted')
  })

  it('shows what another container writes', async () => {
    const terminal = onTerminal(['attach', 'ticks'])
    await expect.poll(terminal.shown).toMatch(/tick\r\ntick\r\n/)
    await cluster.kubectl(['delete', 'pod', 'ticks', '--grace-period=0', '--force'])
    expect(await terminal.ended).toBe(0)
  })
})

it('a client over websockets that needs a moment until it has made its streams gets all of the output', async () => {
  const { server, 'certificate-authority-data': authority } = clusterOf(cluster.kubeconfig)
  const url = new URL('/api/v1/namespaces/default/pods/web/exec?stdout=true&command=hostname', server)
  const socket = new WebSocket(url, 'v5.channel.k8s.io', {
    ca: Buffer.from(authority, 'base64'),
    headers: { authorization: `Bearer ${cluster.token}` }
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  // As a client that has made no streams yet: until then it throws away what comes.
  await delay(10)
  let stdout = ''
  socket.on('message', (data: Buffer) => {
    if (data[0] === 1) stdout += data.subarray(1).toString()
  })
  await new Promise(resolve => socket.once('close', resolve))
  expect(stdout).toBe('web\n')
})

function clusterOf(kubeconfig: string): { readonly server: string; readonly 'certificate-authority-data': string } {
  return (load(readFileSync(kubeconfig, 'utf8')) as { clusters: { cluster: never }[] }).clusters[0]?.cluster as never
}
