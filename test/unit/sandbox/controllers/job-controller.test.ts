import { afterEach, describe, expect, it } from 'vitest'
import { formatIndexes, parseIndexes } from '../../../../src/sandbox/controllers/job/plan.ts'
import { nextAfter, parseSchedule, wallClock } from '../../../../src/sandbox/controllers/job/schedule.ts'
import { cronJobs, jobs } from '../../../../src/sandbox/controllers/runtime/resources.ts'
import type { CronJob, Job } from '../../../../src/sandbox/controllers/types/batch.ts'
import { manifest, testCluster, type TestCluster } from '../cluster.ts'

let cluster: TestCluster | undefined

afterEach(() => {
  cluster?.stop()
  expect(cluster?.errors ?? []).toEqual([])
  cluster = undefined
})

function jobSpec(script: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  const container = { name: 'main', image: 'busybox', command: ['sh', '-c', script] }
  return {
    ...fields,
    template: { metadata: { labels: { job: 'j' } }, spec: { restartPolicy: 'Never', containers: [container] } }
  }
}

const job = (script: string, fields: Record<string, unknown> = {}): ReturnType<typeof manifest> =>
  manifest('batch/v1', 'Job', 'j', { spec: jobSpec(script, fields) })

function status(running: TestCluster): Job['status'] {
  return running.client.get<Job>(jobs, 'default', 'j')?.status
}

describe('the Job controller', () => {
  it('runs as many pods at a time as it may, until enough have succeeded', async () => {
    const running = (cluster = await testCluster())
    running.client.create(jobs, job('sleep 10', { completions: 5, parallelism: 2 }))
    await running.settle()
    expect(status(running)).toMatchObject({ active: 2, ready: 2 })
    await running.pass(60_000)
    expect(status(running)).toMatchObject({
      succeeded: 5,
      conditions: [{ type: 'SuccessCriteriaMet' }, { type: 'Complete', status: 'True' }]
    })
    expect(running.pods()).toHaveLength(5)
    expect(
      running.pods().every(pod => pod.status?.phase === 'Succeeded' && pod.metadata.finalizers === undefined)
    ).toBe(true)
    expect(running.eventsOf('j').at(-1)).toBe('Completed: Job completed')
  })

  it('tries again after failures, more slowly each time, and gives up', async () => {
    const running = (cluster = await testCluster())
    running.client.create(jobs, job('exit 3', { backoffLimit: 2 }))
    await running.pass(5000)
    expect(status(running)?.failed).toBe(1)
    await running.pass(10_000)
    expect(status(running)?.failed).toBe(2)
    await running.pass(30_000)
    expect(status(running)?.failed).toBe(3)
    expect(status(running)?.conditions?.at(-1)).toMatchObject({ type: 'Failed', reason: 'BackoffLimitExceeded' })
    expect(running.eventsOf('j').at(-1)).toBe('BackoffLimitExceeded: Job has reached the specified backoff limit')
    await running.pass(600_000, 10_000)
    expect(running.pods()).toHaveLength(3)
  })

  it('gives every index its pod', async () => {
    const running = (cluster = await testCluster())
    running.client.create(jobs, job('true', { completions: 4, parallelism: 3, completionMode: 'Indexed' }))
    await running.pass(5000)
    expect(status(running)).toMatchObject({ succeeded: 4, completedIndexes: '0-3' })
    expect(
      running
        .pods()
        .map(pod => pod.spec.hostname)
        .sort()
    ).toEqual(['j-0', 'j-1', 'j-2', 'j-3'])
  })

  it('fails at once, or does not count a failure, as its policy says', async () => {
    const running = (cluster = await testCluster())
    const onExitCodes = { operator: 'In', values: [42] }
    const failing = { podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes }] } }
    running.client.create(jobs, job('exit 42', failing))
    await running.pass(5000)
    const [pod] = running.pods()
    expect(status(running)).toMatchObject({
      failed: 1,
      conditions: [
        { type: 'FailureTarget', reason: 'PodFailurePolicy' },
        {
          type: 'Failed',
          reason: 'PodFailurePolicy',
          message: `Container main for pod default/${pod!.metadata.name} failed with exit code 42 matching FailJob rule at index 0`
        }
      ]
    })
    running.client.delete(jobs, 'default', 'j', { propagationPolicy: 'Background' })
    await running.pass(5000)
    const ignoring = { backoffLimit: 0, podFailurePolicy: { rules: [{ action: 'Ignore', onExitCodes }] } }
    running.client.create(jobs, job('exit 42', ignoring))
    await running.pass(60_000)
    expect(status(running)?.failed ?? 0).toBe(0)
    expect(status(running)?.conditions).toBeUndefined()
    expect(running.pods().length).toBeGreaterThan(1)
    expect(running.pods().length).toBeLessThan(6)
  })

  it('gives up indexes one by one, and then itself', async () => {
    const running = (cluster = await testCluster())
    const fields = { completions: 2, parallelism: 2, completionMode: 'Indexed', backoffLimitPerIndex: 1 }
    running.client.create(jobs, job('exit 1', fields))
    await running.pass(5000)
    expect(status(running)).toMatchObject({ failed: 2 })
    expect(status(running)?.failedIndexes).toBeUndefined()
    await running.pass(15_000)
    expect(status(running)).toMatchObject({ failed: 4, failedIndexes: '0,1' })
    expect(status(running)?.conditions?.at(-1)).toMatchObject({ type: 'Failed', reason: 'FailedIndexes' })
    const counts = running.pods().map(pod => pod.metadata.annotations?.['batch.kubernetes.io/job-index-failure-count'])
    expect(counts.sort()).toEqual(['0', '0', '1', '1'])
  })

  it('stops at too many failed indexes', async () => {
    const running = (cluster = await testCluster())
    const fields = { completions: 5, parallelism: 1, completionMode: 'Indexed', backoffLimitPerIndex: 0 }
    running.client.create(jobs, job('exit 1', { ...fields, maxFailedIndexes: 1 }))
    await running.pass(30_000)
    expect(status(running)).toMatchObject({ failed: 2, failedIndexes: '0,1' })
    expect(status(running)?.conditions?.at(-1)).toMatchObject({ type: 'Failed', reason: 'MaxFailedIndexesExceeded' })
  })

  it('is done when its success policy is met', async () => {
    const running = (cluster = await testCluster())
    const successPolicy = { rules: [{ succeededCount: 1 }] }
    const script = 'sleep 10'
    running.client.create(
      jobs,
      job(script, { completions: 4, parallelism: 1, completionMode: 'Indexed', successPolicy })
    )
    await running.pass(30_000)
    expect(status(running)).toMatchObject({
      succeeded: 1,
      completedIndexes: '0',
      conditions: [
        { type: 'SuccessCriteriaMet', reason: 'SuccessPolicy', message: 'Matched rules at index 0' },
        { type: 'Complete', reason: 'SuccessPolicy' }
      ]
    })
  })

  it('stops at its deadline', async () => {
    const running = (cluster = await testCluster())
    running.client.create(jobs, job('sleep 1000', { activeDeadlineSeconds: 30 }))
    await running.pass(40_000)
    expect(status(running)?.conditions?.at(-1)).toMatchObject({ type: 'Failed', reason: 'DeadlineExceeded' })
    expect(running.pods()).toEqual([])
  })

  it('lets its pods go when it is deleted', async () => {
    const running = (cluster = await testCluster())
    running.client.create(jobs, job('sleep 1000', { parallelism: 2 }))
    await running.settle()
    running.client.delete(jobs, 'default', 'j', { propagationPolicy: 'Background' })
    await running.pass(5000)
    expect(running.pods()).toEqual([])
  })

  it('keeps no hold of pods that it orphans', async () => {
    const running = (cluster = await testCluster())
    running.client.create(jobs, job('sleep 1000'))
    await running.settle()
    running.client.delete(jobs, 'default', 'j', { propagationPolicy: 'Orphan' })
    await running.settle()
    const [pod] = running.pods()
    expect([pod?.metadata.ownerReferences, pod?.metadata.finalizers]).toEqual([undefined, undefined])
  })

  it('is cleaned away after its time', async () => {
    const running = (cluster = await testCluster())
    running.client.create(jobs, job('true', { ttlSecondsAfterFinished: 60 }))
    await running.pass(30_000)
    expect(status(running)?.succeeded).toBe(1)
    await running.pass(60_000)
    expect([...running.client.list(jobs), ...running.pods()]).toEqual([])
  })

  it('writes indexes as ranges', () => {
    expect(formatIndexes(new Set([0, 2, 3, 4, 7, 8]))).toBe('0,2-4,7,8')
    expect([...parseIndexes('0,2-4,7,8')]).toEqual([0, 2, 3, 4, 7, 8])
  })
})

describe('the CronJob controller', () => {
  const cronJob = (fields: Record<string, unknown> = {}, script = 'true'): ReturnType<typeof manifest> =>
    manifest('batch/v1', 'CronJob', 'c', {
      spec: { schedule: '*/5 * * * *', jobTemplate: { spec: jobSpec(script) }, ...fields }
    })
  const names = (running: TestCluster): string[] => running.client.list(jobs).map(({ metadata }) => metadata.name)
  const minutes = (count: number): number => Date.parse('2030-01-01T00:00:00Z') / 60_000 + count

  it('starts a Job when its minute comes, and keeps the last three', async () => {
    const running = (cluster = await testCluster())
    running.client.create(cronJobs, cronJob())
    await running.pass(4 * 60_000, 10_000)
    expect(names(running)).toEqual([])
    await running.pass(2 * 60_000, 10_000)
    expect(names(running)).toEqual([`c-${minutes(5)}`])
    await running.pass(25 * 60_000, 10_000)
    expect(names(running)).toEqual([20, 25, 30].map(at => `c-${minutes(at)}`))
    expect(running.client.get<CronJob>(cronJobs, 'default', 'c')?.status?.lastScheduleTime).toBe('2030-01-01T00:30:00Z')
  })

  it('does not start a second while the first runs, when that is forbidden', async () => {
    const running = (cluster = await testCluster())
    running.client.create(cronJobs, cronJob({ concurrencyPolicy: 'Forbid' }, 'sleep 100000'))
    await running.pass(12 * 60_000, 10_000)
    expect(names(running)).toHaveLength(1)
    expect(running.eventsOf('c')).toContain(
      'JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid'
    )
  })

  it('counts from the last Job where its schedule says so', async () => {
    const running = (cluster = await testCluster())
    running.client.create(cronJobs, cronJob({ schedule: '@every 10m' }))
    await running.pass(35 * 60_000, 10_000)
    expect(names(running)).toEqual([10, 20, 30].map(at => `c-${minutes(at)}`))
    const every = parseSchedule('@every 10m')!
    expect(nextAfter(every, wallClock(), 25 * 60_000, 0)).toBe(30 * 60_000)
  })

  it.each([
    ['0 3 * * *', '2030-01-01T03:00:00Z'],
    ['*/20 * * * *', '2030-01-01T00:20:00Z'],
    ['0 0 29 2 *', '2032-02-29T00:00:00Z'],
    ['30 9 * * mon-fri', '2030-01-01T09:30:00Z'],
    ['0 0 13 * fri', '2030-01-04T00:00:00Z'],
    ['@monthly', '2030-02-01T00:00:00Z']
  ])('%s comes next at %s', (text, next) => {
    const at = nextAfter(parseSchedule(text)!, wallClock(), Date.parse('2030-01-01T00:00:00Z'))
    expect(new Date(at ?? 0).toISOString().replace('.000', '')).toBe(next)
  })

  it.each(['* * * *', '60 * * * *', '* * * * mond', '*/0 * * * *', ''])('%j is no schedule', text => {
    expect(parseSchedule(text)).toBeUndefined()
  })
})
