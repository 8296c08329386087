import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestSandbox, type TestSandbox } from '../../sandbox-cluster.ts'
import { askSandbox, sandboxIn } from '../../../src/cluster/sandbox-access.ts'
import { kubewalk } from './cli.ts'
import { pod, script } from './objects.ts'

let cluster: TestSandbox

beforeAll(async () => {
  cluster = await startTestSandbox({ nodes: 2 })
})
afterAll(() => cluster.close())

async function kubectl(line: string): Promise<string> {
  const { exit, stdout, stderr } = await cluster.kubectl(line.split(' '))
  return exit === 0 ? stdout : `${stdout}${stderr}`
}

async function apply(...objects: object[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })
  expect(await cluster.kubectl(['apply', '-f', '-'], { input })).toMatchObject({ exit: 0 })
}

const row = async (name: string): Promise<string> => (await kubectl(`get pod ${name} --no-headers`)).replace(/ +/g, ' ')
const events = (name: string): Promise<string> =>
  kubectl(`get events --field-selector involvedObject.name=${name} -o custom-columns=R:.reason,M:.message --no-headers`)
const speed = (times: number): Promise<unknown> =>
  kubewalk(['sandbox', 'clock', '--speed', String(times)], { KUBECONFIG: cluster.kubeconfig })

describe('the life of a pod, as kubectl shows it', () => {
  it('restarts what its liveness probe finds broken, by the files that the container itself made', async () => {
    const livenessProbe = { exec: { command: ['cat', '/tmp/healthy'] }, initialDelaySeconds: 5, periodSeconds: 5 }
    const text = 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'
    await apply(pod('liveness', { ...script(text), livenessProbe }))
    await expect.poll(() => row('liveness')).toContain('1/1 Running 0')
    await speed(20)
    await expect.poll(() => row('liveness')).toMatch(/Running\s+1 /)
    await speed(1)
    const told = await events('liveness')
    expect(told).toContain("Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory")
    expect(told).toContain('Container main failed liveness probe, will be restarted')
  })

  it('is not ready while a port or a path does not answer', async () => {
    const probe = (path: string, port: number): object => ({
      image: 'nginx',
      readinessProbe: { httpGet: { path, port }, periodSeconds: 1 }
    })
    await apply(pod('closed', probe('/', 81)), pod('missing', probe('/nope', 80)), pod('answers', probe('/', 80)))
    await expect.poll(() => row('answers')).toContain('1/1 Running')
    await expect
      .poll(() => events('closed'))
      .toMatch(/Readiness probe failed: Get "http:.*:81\/": dial tcp .*:81: connect: connection refused/)
    await expect
      .poll(() => events('missing'))
      .toContain('Readiness probe failed: HTTP probe failed with statuscode: 404')
    expect(await row('closed')).toContain('0/1 Running')
    expect(await row('missing')).toContain('0/1 Running')
  })

  it('crashes, and waits ever longer', async () => {
    await apply(pod('crash', script('echo going; exit 3')))
    await expect.poll(() => row('crash')).toMatch(/CrashLoopBackOff\s+1 /)
    expect(await kubectl('get pod crash -o jsonpath={.status.containerStatuses[0].state.waiting.message}')).toMatch(
      /^back-off 10s restarting failed container=main pod=crash_default\(/
    )
    expect(
      await kubectl('get pod crash -o jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode}')
    ).toBe('3')
    await speed(20)
    await expect.poll(() => row('crash')).toMatch(/CrashLoopBackOff\s+3 /)
    await speed(1)
  })

  it('cannot start a program that is not there', async () => {
    await apply(pod('nocommand', { command: ['nosuchprogram'] }))
    await expect.poll(() => row('nocommand')).toMatch(/RunContainerError|CrashLoopBackOff/)
    await expect.poll(() => row('nocommand')).toContain('CrashLoopBackOff')
    expect(await events('nocommand')).toContain('exec: "nosuchprogram": executable file not found in $PATH')
  })

  it('is killed when it needs more memory than it may have', async () => {
    const stress = {
      image: 'polinux/stress',
      command: ['stress'],
      args: ['--vm', '1', '--vm-bytes', '250M', '--vm-hang', '1']
    }
    await apply(
      pod('oom', { ...stress, resources: { limits: { memory: '100Mi' } } }, { restartPolicy: 'Never' }),
      pod('enough', { ...stress, resources: { limits: { memory: '300Mi' } } })
    )
    await expect.poll(() => row('oom')).toContain('OOMKilled')
    expect(await kubectl('get pod oom -o jsonpath={.status.containerStatuses[0].state.terminated.exitCode}')).toBe(
      '137'
    )
    await expect.poll(() => row('enough')).toContain('1/1 Running')
  })

  it('waits for its init containers, and ends with the code of its script', async () => {
    const initContainers = [{ name: 'setup', ...script('echo hello > /work/greeting') }]
    const volumeMounts = [{ name: 'work', mountPath: '/work' }]
    const check = { ...script('grep -q hello /work/greeting && exit 7'), volumeMounts }
    await apply(
      pod('relay', check, {
        restartPolicy: 'Never',
        initContainers: initContainers.map(each => ({ ...each, volumeMounts })),
        volumes: [{ name: 'work', emptyDir: {} }]
      })
    )
    await expect.poll(() => row('relay')).toContain('Error')
    expect(await kubectl('get pod relay -o jsonpath={.status.containerStatuses[0].state.terminated.exitCode}')).toBe(
      '7'
    )
  })

  it('takes its grace when it does not heed the signal', async () => {
    await apply(pod('stubborn', script('sleep 3600')), pod('willing', { image: 'nginx' }))
    await kubectl('wait --for=condition=Ready pod/stubborn pod/willing')
    await kubectl('delete pod stubborn willing --wait=false')
    await expect.poll(() => row('willing')).toContain('not found')
    expect(await row('stubborn')).toContain('Terminating')
    await speed(60)
    await expect.poll(() => row('stubborn')).toContain('not found')
    await speed(1)
  })
})

describe('images of a lab', () => {
  const put = async (images: unknown) => {
    const access = await sandboxIn([cluster.kubeconfig])
    return access.ok ? askSandbox(access.value, 'PUT', '/images', { images }) : access
  }

  it('exist by the tags that the lab tells, and behave as it says', async () => {
    const images = [
      { image: 'shop.example/frontend', tags: ['v1'], size: '40Mi', ports: [8080], logs: ['shop is open'] },
      { image: 'shop.example/frontend', tags: ['v2'], exit: 1, lasts: '200ms', logs: ['no database'] }
    ]
    expect(await put(images)).toEqual({ ok: true, value: { images: 2 } })
    const name = 'shop.example/frontend'
    await apply(
      pod('v1', { image: `${name}:v1`, readinessProbe: { tcpSocket: { port: 8080 } } }),
      pod('v2', { image: `${name}:v2` }),
      pod('v3', { image: `${name}:v3` })
    )
    await expect.poll(() => row('v1')).toContain('1/1 Running')
    await expect.poll(() => row('v2')).toContain('CrashLoopBackOff')
    await expect.poll(() => row('v3')).toMatch(/ErrImagePull|ImagePullBackOff/)
    expect(await kubectl('logs v1')).toBe('shop is open\n')
    expect(await kubectl('logs v2')).toBe('no database\n')
    expect(await events('v1')).toContain('Image size: 41943040 bytes.')
  })

  it.each<[string, unknown, string]>([
    ['no list', { image: 'a' }, 'images must be a list'],
    ['no name', [{ tags: ['v1'] }], 'image 1: image must be a name such as shop/frontend'],
    ['a tag in the name', [{ image: 'a/b:v1' }], 'image 1: image must be a name without a tag'],
    ['a field that is none', [{ image: 'a' }, { image: 'b', port: 1 }], 'image 2: there is no field "port"'],
    ['a port that is none', [{ image: 'a', ports: [70_000] }], 'ports must be a list of numbers from 1 to 65535'],
    ['a time that is none', [{ image: 'a', lasts: 'long' }], 'lasts must be a time such as 500ms, 5s or 2m'],
    ['memory that is none', [{ image: 'a', memory: 'much' }], 'memory must be a quantity']
  ])('are refused with %s', async (_what, images, sentence) => {
    const refused = await put(images)
    expect(refused.ok ? '' : refused.failure.message).toContain(sentence)
  })
})
