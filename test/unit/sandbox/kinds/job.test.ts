import { describe, expect, test } from 'vitest'
import { scheduleProblem } from '../../../../src/sandbox/api/kinds/jobs/schedule-check.ts'
import type { KubeObject } from '../../../../src/sandbox/object.ts'
import { manifest, problems, testApi } from './api.ts'

const jobs = { group: 'batch', resource: 'jobs' }
const cronJobs = { group: 'batch', resource: 'cronjobs' }

function spec(fields: Record<string, unknown> = {}, pod: Record<string, unknown> = {}): Record<string, unknown> {
  const containers = [{ name: 'main', image: 'busybox' }]
  return { template: { spec: { restartPolicy: 'Never', containers, ...pod } }, ...fields }
}

const job = (fields: Record<string, unknown> = {}, pod: Record<string, unknown> = {}): KubeObject =>
  manifest('batch/v1', 'Job', 'pi', { spec: spec(fields, pod) })

const cronJob = (fields: Record<string, unknown> = {}, name = 'tick'): KubeObject =>
  manifest('batch/v1', 'CronJob', name, { spec: { schedule: '*/5 * * * *', jobTemplate: { spec: spec() }, ...fields } })

describe('a Job', () => {
  test('gets a selector and labels that no other Job has', () => {
    const { metadata, spec } = testApi().client.create(jobs, job())
    expect(metadata.labels).toEqual({
      'batch.kubernetes.io/controller-uid': metadata.uid,
      'batch.kubernetes.io/job-name': 'pi',
      'controller-uid': metadata.uid,
      'job-name': 'pi'
    })
    expect(spec).toMatchObject({
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      completions: 1,
      manualSelector: false,
      parallelism: 1,
      podReplacementPolicy: 'TerminatingOrFailed',
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': metadata.uid } },
      suspend: false,
      template: {
        metadata: {
          labels: {
            'batch.kubernetes.io/controller-uid': metadata.uid,
            'batch.kubernetes.io/job-name': 'pi',
            'controller-uid': metadata.uid,
            'job-name': 'pi'
          }
        }
      }
    })
  })

  test('names its pods by the name that was made for it', () => {
    const made = testApi().client.create(jobs, {
      ...job(),
      metadata: { name: '', generateName: 'pi-', namespace: 'default' }
    })
    expect(made.spec).toMatchObject({ template: { metadata: { labels: { 'job-name': made.metadata.name } } } })
  })

  test('takes the labels of its pods, and no number of completions beside a parallelism', () => {
    const labelled = job({
      parallelism: 2,
      template: { ...(spec().template as object), metadata: { labels: { a: 'b' } } }
    })
    const { metadata, spec: stored } = testApi().client.create(jobs, labelled)
    expect(metadata.labels).toEqual({ a: 'b' })
    expect(stored).toMatchObject({ parallelism: 2 })
    expect(stored).not.toHaveProperty('completions')
  })

  test.each([
    [
      'pods that run for ever',
      job({}, { restartPolicy: undefined }),
      'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'
    ],
    [
      'negative numbers',
      job({ parallelism: -1, completions: -1, backoffLimit: -1 }),
      '[spec.parallelism: Invalid value: -1: must be greater than or equal to 0, ' +
        'spec.completions: Invalid value: -1: must be greater than or equal to 0, ' +
        'spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0]'
    ],
    [
      'indexes of no number',
      job({ completionMode: 'Indexed', parallelism: 1 }),
      'spec.completions: Required value: when completion mode is Indexed'
    ],
    [
      'an unknown mode',
      job({ completionMode: 'Random' }),
      'spec.completionMode: Unsupported value: "Random": supported values: "NonIndexed", "Indexed"'
    ],
    [
      'a limit for indexes that there are none of',
      job({ backoffLimitPerIndex: 1 }),
      'spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode'
    ],
    [
      'no selector of its own',
      job({ manualSelector: true }),
      '[spec.selector: Required value, spec.template.metadata.labels: Invalid value: map[string]string(nil): `selector` does not match template `labels`]'
    ],
    [
      'a policy for failures that never speaks',
      job({ podFailurePolicy: { rules: [{ action: 'FailJob' }] } }),
      'spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required'
    ],
    [
      'exit codes that are no failures',
      job({ podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [0] } }] } }),
      'spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator'
    ]
  ])('is refused with %s', (_what, given, expected) => {
    expect(problems(() => testApi().client.create(jobs, given))).toBe(expected)
  })

  test('is refused with labels of another Job', () => {
    const template = { ...(spec().template as object), metadata: { labels: { 'job-name': 'e' } } }
    expect(problems(() => testApi().client.create(jobs, job({ template })))).toMatch(
      /^spec\.template\.metadata\.labels\[job-name\]: Invalid value: .*"job-name":"e".*: must be 'pi'$/
    )
  })

  test('that selects pods by hand is believed only when it says so', () => {
    const { client } = testApi()
    const template = { ...(spec().template as object), metadata: { labels: { a: 'b' } } }
    const selector = { matchLabels: { a: 'b' } }
    expect(problems(() => client.create(jobs, job({ selector, template })))).toMatch(/`selector` not auto-generated$/)
    expect(client.create(jobs, job({ selector, template, manualSelector: true })).spec).toMatchObject({
      selector,
      template: { metadata: { labels: { a: 'b' } } }
    })
  })

  test('runs what it was made to run', () => {
    const { client } = testApi()
    client.create(jobs, job({ completions: 3 }))
    const patched = (change: Record<string, unknown>) =>
      problems(() => client.patch(jobs, 'default', 'pi', { spec: change }))
    expect(patched({ parallelism: 2, suspend: true })).toBe('no refusal')
    expect(patched({ completions: 4 })).toBe('spec.completions: Invalid value: 4: field is immutable')
    expect(patched({ template: { spec: { hostNetwork: true } } })).toMatch(
      /^spec\.template: Invalid value: .*: field is immutable$/
    )
    expect(patched({ selector: { matchLabels: { a: 'b' } } })).toMatch(
      /spec\.selector: Invalid value: .*: field is immutable/
    )
  })

  test('may be moved to other nodes until it starts', () => {
    const { client } = testApi()
    client.create(jobs, job({ suspend: true }))
    const nodeSelector = { template: { spec: { nodeSelector: { disk: 'ssd' } } } }
    expect(client.patch(jobs, 'default', 'pi', { spec: nodeSelector }).spec).toMatchObject(nodeSelector)
  })

  const when = (type: string) => ({ conditions: [{ type, status: 'True' }] })
  test.each([
    ['Running', {}, '0/3', ''],
    ['Running', { succeeded: 1, startTime: '2024-05-06T07:08:09Z' }, '1/3', '7s'],
    [
      'Complete',
      { succeeded: 3, startTime: '2024-05-06T07:08:09Z', completionTime: '2024-05-06T07:08:11Z', ...when('Complete') },
      '3/3',
      '2s'
    ],
    ['Failed', when('Failed'), '0/3', ''],
    ['Suspended', when('Suspended'), '0/3', ''],
    ['FailureTarget', when('FailureTarget'), '0/3', ''],
    ['SuccessCriteriaMet', when('SuccessCriteriaMet'), '0/3', '']
  ])('is shown as %s', (text, status, completions, duration) => {
    const { client, row, pass } = testApi()
    const stored = client.create(jobs, job({ completions: 3 }))
    client.updateStatus(jobs, { ...stored, status })
    pass(7)
    expect(row(jobs, 'default', 'pi')).toEqual({
      Name: 'pi',
      Status: text,
      Completions: completions,
      Duration: duration,
      Age: '7s',
      Containers: 'main',
      Images: 'busybox',
      Selector: `batch.kubernetes.io/controller-uid=${stored.metadata.uid}`
    })
  })

  test('of many workers on one queue shows how many there are', () => {
    const { client, row } = testApi()
    client.create(jobs, job({ parallelism: 4 }))
    expect(row(jobs, 'default', 'pi').Completions).toBe('0/1 of 4')
  })
})

describe('a CronJob', () => {
  test('gets its defaults, and its Jobs do not', () => {
    const { spec } = testApi().client.create(cronJobs, cronJob())
    expect(spec).toMatchObject({
      concurrencyPolicy: 'Allow',
      failedJobsHistoryLimit: 1,
      successfulJobsHistoryLimit: 3,
      suspend: false,
      jobTemplate: { metadata: {}, spec: { template: { metadata: {}, spec: { dnsPolicy: 'ClusterFirst' } } } }
    })
    expect((spec as { jobTemplate: { spec: object } }).jobTemplate.spec).not.toHaveProperty('backoffLimit')
  })

  test.each([
    ['no schedule', cronJob({ schedule: '' }), 'spec.schedule: Required value'],
    [
      'too few fields',
      cronJob({ schedule: '* * *' }),
      'spec.schedule: Invalid value: "* * *": expected exactly 5 fields, found 3: [* * *]'
    ],
    [
      'a minute that is none',
      cronJob({ schedule: '61 * * * *' }),
      'spec.schedule: Invalid value: "61 * * * *": end of range (61) above maximum (59): 61'
    ],
    [
      'a time zone in the schedule',
      cronJob({ schedule: 'TZ=Europe/Berlin 0 * * * *' }),
      'spec.schedule: Invalid value: "TZ=Europe/Berlin 0 * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead'
    ],
    [
      'an unknown time zone',
      cronJob({ timeZone: 'Mars/Base' }),
      'spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base'
    ],
    [
      'an unknown policy',
      cronJob({ concurrencyPolicy: 'Maybe' }),
      'spec.concurrencyPolicy: Unsupported value: "Maybe": supported values: "Allow", "Forbid", "Replace"'
    ],
    [
      'too long a name',
      cronJob({}, 'n'.repeat(53)),
      `metadata.name: Invalid value: "${'n'.repeat(53)}": must be no more than 52 characters`
    ],
    [
      'a selector',
      cronJob({ jobTemplate: { spec: spec({ selector: { matchLabels: { a: 'b' } } }) } }),
      'spec.jobTemplate.spec.selector: Invalid value: {"matchLabels":{"a":"b"}}: `selector` will be auto-generated'
    ],
    [
      'pods that run for ever',
      cronJob({ jobTemplate: { spec: spec({}, { restartPolicy: 'Always' }) } }),
      'spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'
    ]
  ])('is refused with %s', (_what, given, expected) => {
    expect(problems(() => testApi().client.create(cronJobs, given))).toBe(expected)
  })

  test('is shown with its schedule', () => {
    const { client, row, pass } = testApi()
    const stored = client.create(cronJobs, cronJob({ timeZone: 'Etc/UTC', suspend: true }))
    client.updateStatus(cronJobs, { ...stored, status: { lastScheduleTime: '2024-05-06T07:08:09Z' } })
    pass(3)
    expect(row(cronJobs, 'default', 'tick')).toEqual({
      Name: 'tick',
      Schedule: '*/5 * * * *',
      Timezone: 'Etc/UTC',
      Suspend: 'True',
      Active: 0,
      'Last Schedule': '3s',
      Age: '3s',
      Containers: 'main',
      Images: 'busybox',
      Selector: '<none>'
    })
  })
})

test.each([
  ['*/5 * * * *', undefined],
  ['0 0 1 jan mon-fri', undefined],
  ['@hourly', undefined],
  ['@every 1h30m', undefined],
  ['@every hour', 'failed to parse duration @every hour: time: invalid duration "hour"'],
  ['@often', 'unrecognized descriptor: @often'],
  ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
  ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ['* * * * 7', 'end of range (7) above maximum (6): 7'],
  ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
  ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
  ['*/0 * * * *', 'step of range should be a positive number: */0']
])('the schedule %s', (schedule, problem) => {
  expect(scheduleProblem(schedule)).toBe(problem)
})
