import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestSandbox, type TestSandbox } from '../../sandbox-cluster.ts'
import { pod, script } from './objects.ts'

let cluster: TestSandbox

beforeAll(async () => {
  cluster = await startTestSandbox({ nodes: 1 })
  const two = [
    { name: 'one', ...script('echo from one; sleep 3600') },
    { name: 'two', ...script('echo from two; echo to stderr >&2; sleep 3600') }
  ]
  const broken = { image: 'nginx:9.9.9' }
  const crashing = script('echo run $HOSTNAME; exit 1')
  const items = [
    pod('counter', script('i=0; while true; do echo "$i: $(date +%s)"; i=$((i+1)); sleep 1; done'), {}, { app: 'x' }),
    pod('web', { image: 'nginx' }, {}, { app: 'x' }),
    pod('pair', {}, { containers: two }),
    pod('broken', broken),
    pod('crash', crashing)
  ]
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
  expect(await cluster.kubectl(['apply', '-f', '-'], { input })).toMatchObject({ exit: 0 })
  await kubectl('wait --for=condition=Ready pod/counter pod/web pod/pair')
})
afterAll(() => cluster.close())

async function kubectl(line: string): Promise<string> {
  const { exit, stdout, stderr } = await cluster.kubectl(line.split(' '))
  return exit === 0 ? stdout : `${stdout}${stderr}`
}

describe('kubectl logs', () => {
  it('shows what a script wrote, growing with time', async () => {
    await expect.poll(() => kubectl('logs counter')).toMatch(/^0: \d+\n1: \d+\n2: \d+\n/)
    const [first, second] = (await kubectl('logs counter')).split('\n').map(line => Number(line.split(' ')[1]))
    expect((second ?? 0) - (first ?? 0)).toBe(1)
  })

  it('takes --tail, --since, --timestamps and --limit-bytes', async () => {
    await expect.poll(() => kubectl('logs counter')).toMatch(/^[23]: /m)
    expect(await kubectl('logs counter --tail=2')).toMatch(/^\d+: \d+\n\d+: \d+\n$/)
    expect(await kubectl('logs counter --tail=0')).toBe('')
    expect((await kubectl('logs counter --since=1s')).split('\n').length).toBeLessThanOrEqual(3)
    expect(await kubectl('logs counter --timestamps --tail=1')).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z \d+: \d+\n$/
    )
    expect(await kubectl('logs counter --limit-bytes=4')).toMatch(/^0: \d$/)
  })

  it('follows until it is stopped, and until the pod is gone', async () => {
    const env = { ...process.env, KUBECONFIG: cluster.kubeconfig }
    const child = spawn('kubectl', ['--cache-dir', `${cluster.folder}/cache`, 'logs', '-f', 'counter'], { env })
    let text = ''
    child.stdout.on('data', (data: Buffer) => (text += data.toString()))
    const closed = new Promise<number | null>(resolve => child.once('close', resolve))
    await expect.poll(() => text).toMatch(/^0: /)
    const before = text.length
    await expect.poll(() => text.length).toBeGreaterThan(before)
    expect(text.split('\n').filter(line => line.startsWith('0: '))).toHaveLength(1)
    await kubectl('delete pod counter --grace-period=1 --wait=false')
    expect(await closed).toBe(0)
  })

  it('has lines in the form of the image', async () => {
    expect(await kubectl('logs web')).toMatch(/\[notice\] 1#1: nginx\/\d/)
    expect(await kubectl('logs -l app=x --tail=-1')).toContain('[notice] 1#1')
  })

  it('asks for a container where there are several, and shows them all', async () => {
    expect(await kubectl('logs pair')).toContain('from one\n')
    expect(await kubectl('logs pair -c two')).toBe('from two\nto stderr\n')
    // kubectl asks for the containers of a pod in the order of a Go map, which is another each time.
    const all = await kubectl('logs pair --all-containers')
    expect(['from one\nfrom two\nto stderr\n', 'from two\nto stderr\nfrom one\n']).toContain(all)
    expect(await kubectl('logs pair -c three')).toContain('container three is not valid for pod pair')
    const { exit, stdout } = await cluster.kubectl(['get', '--raw', '/api/v1/namespaces/default/pods/pair/log'])
    expect(exit).toBe(1)
    expect(stdout).toBe('')
    expect(await kubectl('get --raw /api/v1/namespaces/default/pods/pair/log')).toContain(
      'a container name must be specified for pod pair, choose one of: [one two]'
    )
  })

  it('shows the run before', async () => {
    await expect.poll(() => kubectl('get pod crash')).toMatch(/CrashLoopBackOff +[1-9]/)
    expect(await kubectl('logs crash')).toBe('run crash\n')
    expect(await kubectl('logs crash --previous')).toBe('run crash\n')
    expect(await kubectl('logs web --previous')).toContain(
      'Error from server (BadRequest): previous terminated container "main" in pod "web" not found'
    )
  })

  it('says why there are none', async () => {
    await expect.poll(() => kubectl('get pod broken')).toContain('ImagePullBackOff')
    expect(await kubectl('logs broken')).toBe(
      'Error from server (BadRequest): container "main" in pod "broken" is waiting to start: trying and failing to pull image\n'
    )
    expect(await kubectl('logs nothing')).toContain('pods "nothing" not found')
    cluster.sandbox.nodes.powerOff('node1')
    expect(await kubectl('logs web')).toMatch(/dial tcp 172\.18\.0\.2:10250: connect: no route to host/)
    cluster.sandbox.nodes.powerOn('node1')
  })
})
