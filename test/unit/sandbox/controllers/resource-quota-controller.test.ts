import { afterEach, describe, expect, it } from 'vitest'
import { resourceQuotas } from '../../../../src/sandbox/controllers/resource-quota/resource-quota-controller.ts'
import { quotaRefusal, type ResourceQuota } from '../../../../src/sandbox/controllers/resource-quota/usage.ts'
import { configMaps, pods } from '../../../../src/sandbox/controllers/runtime/resources.ts'
import { formatQuantity } from '../../../../src/sandbox/scheduler/quantity.ts'
import { manifest, testCluster, type TestCluster } from '../cluster.ts'

let cluster: TestCluster | undefined

afterEach(() => {
  cluster?.stop()
  expect(cluster?.errors ?? []).toEqual([])
  cluster = undefined
})

const pod = (name: string, requests: Record<string, string> = {}): ReturnType<typeof manifest> =>
  manifest('v1', 'Pod', name, { spec: { containers: [{ name: 'main', image: 'nginx', resources: { requests } }] } })
const quota = (hard: Record<string, string>, fields: Record<string, unknown> = {}): ResourceQuota =>
  manifest('v1', 'ResourceQuota', 'q', { spec: { hard, ...fields } }) as ResourceQuota

describe('the ResourceQuota controller', () => {
  it('tells what is used', async () => {
    const running = (cluster = await testCluster())
    running.client.create(
      resourceQuotas,
      quota({ pods: '3', 'requests.cpu': '2', 'requests.memory': '1Gi', 'count/configmaps': '5' })
    )
    for (const name of ['a', 'b']) running.client.create(pods, pod(name, { cpu: '250m', memory: '256Mi' }))
    running.client.create(configMaps, manifest('v1', 'ConfigMap', 'c', {}))
    await running.settle()
    const used = (): unknown => running.client.get<ResourceQuota>(resourceQuotas, 'default', 'q')?.status
    expect(used()).toEqual({
      hard: { pods: '3', 'requests.cpu': '2', 'requests.memory': '1Gi', 'count/configmaps': '5' },
      used: { pods: '2', 'requests.cpu': '500m', 'requests.memory': '512Mi', 'count/configmaps': '1' }
    })
    running.client.delete(pods, 'default', 'a')
    await running.settle()
    expect(used()).toMatchObject({ used: { pods: '1', 'requests.cpu': '250m' } })
  })

  it('counts only what is in its scopes', async () => {
    const running = (cluster = await testCluster())
    running.client.create(resourceQuotas, quota({ pods: '3' }, { scopes: ['BestEffort'] }))
    running.client.create(pods, pod('a'))
    running.client.create(pods, pod('b', { cpu: '1' }))
    await running.settle()
    expect(running.client.get<ResourceQuota>(resourceQuotas, 'default', 'q')?.status?.used).toEqual({ pods: '1' })
  })
})

describe('why a quota refuses', () => {
  const used = new Map([['pods', 2]])

  it('is that too much is used', () => {
    expect(quotaRefusal(quota({ pods: '2' }), pods, pod('a'), used, 0)).toBe(
      'exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2'
    )
    expect(quotaRefusal(quota({ pods: '3' }), pods, pod('a'), used, 0)).toBeUndefined()
    expect(quotaRefusal(quota({ configmaps: '0' }), pods, pod('a'), used, 0)).toBeUndefined()
  })

  it('is that a pod does not say what it needs', () => {
    expect(quotaRefusal(quota({ 'requests.cpu': '2' }), pods, pod('a'), new Map(), 0)).toBe(
      'failed quota: q: must specify requests.cpu for: main'
    )
  })
})

describe('amounts as text', () => {
  it.each([
    [1.5, 'decimal', '1500m'],
    [2, 'decimal', '2'],
    [0, 'binary', '0'],
    [512 * 2 ** 20, 'binary', '512Mi'],
    [1536 * 2 ** 20, 'binary', '1536Mi'],
    [1000, 'binary', '1000']
  ] as const)('%d %s is %s', (amount, form, text) => expect(formatQuantity(amount, form)).toBe(text))
})
