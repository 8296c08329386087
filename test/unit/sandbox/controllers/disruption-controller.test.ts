import { afterEach, describe, expect, it } from 'vitest'
import { evictPod } from '../../../../src/sandbox/api/subresources/eviction.ts'
import { createRegistry } from '../../../../src/sandbox/api/registry.ts'
import { deployments } from '../../../../src/sandbox/controllers/runtime/resources.ts'
import { loadSchema } from '../../../../src/sandbox/schema/schema.ts'
import { manifest, template, testCluster, type TestCluster } from '../cluster.ts'
import { refusal } from '../kinds/api.ts'

const budgets = { group: 'policy', resource: 'poddisruptionbudgets' }
const labels = { app: 'web' }

let cluster: TestCluster | undefined

afterEach(() => {
  cluster?.stop()
  expect(cluster?.errors ?? []).toEqual([])
  cluster = undefined
})

async function withBudget(replicas: number, spec: object): Promise<TestCluster> {
  const running = (cluster = await testCluster())
  running.client.create(
    deployments,
    manifest('apps/v1', 'Deployment', 'web', {
      spec: { replicas, selector: { matchLabels: labels }, template: template('nginx', labels) }
    })
  )
  await running.settle()
  running.client.create(
    budgets,
    manifest('policy/v1', 'PodDisruptionBudget', 'web', { spec: { selector: { matchLabels: labels }, ...spec } })
  )
  await running.settle()
  return running
}

const statusOf = ({ client }: TestCluster): unknown => ({
  disruptionsAllowed: 0,
  ...(client.get(budgets, 'default', 'web')?.status as object)
})

function evict({ clock, store }: TestCluster, name: string): string {
  const registry = createRegistry({ store, schema: loadSchema(), clock })
  return refusal(() => evictPod(registry, 'default', name, {}, {}))
}

describe('the disruption controller', () => {
  it.each([
    [{ minAvailable: 2 }, { disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3 }],
    [{ minAvailable: '50%' }, { disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3 }],
    [{ maxUnavailable: 1 }, { disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3 }],
    [{ maxUnavailable: '0%' }, { disruptionsAllowed: 0, currentHealthy: 3, desiredHealthy: 3, expectedPods: 3 }],
    [{ minAvailable: 5 }, { disruptionsAllowed: 0, currentHealthy: 3, desiredHealthy: 5, expectedPods: 3 }]
  ])('tells of %j what may go', async (spec, status) => {
    const running = await withBudget(3, spec)
    const reason = status.disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods'
    expect(statusOf(running)).toMatchObject({
      ...status,
      observedGeneration: 1,
      conditions: [{ type: 'DisruptionAllowed', reason }]
    })
  })

  it('lets pods go one after the other, and no more than the budget allows', async () => {
    const running = await withBudget(3, { minAvailable: 2 })
    const [first, second] = running.pods().map(({ metadata }) => metadata.name)
    expect(evict(running, first!)).toBe('no refusal')
    expect(evict(running, second!)).toBe(
      "429 TooManyRequests: Cannot evict pod as it would violate the pod's disruption budget."
    )
    await running.pass(60_000)
    expect(running.pods()).toHaveLength(3)
    expect(statusOf(running)).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 3 })
    expect(evict(running, second!)).toBe('no refusal')
  })
})
