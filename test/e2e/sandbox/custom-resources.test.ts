import { cpSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { zeroTimeline } from '../../../src/sandbox/nodes/timeline.ts'
import { startTestSandbox, type TestSandbox } from '../../sandbox-cluster.ts'
import { cronTab, cronTabs } from '../../unit/sandbox/custom-resources.ts'
import { startKubectl } from './clients.ts'

let cluster: TestSandbox

beforeAll(async () => {
  cluster = await startTestSandbox({ nodes: 1, timeline: zeroTimeline })
})
afterAll(() => cluster.close())

const definition = cronTabs({
  additionalPrinterColumns: [
    { name: 'Spec', type: 'string', jsonPath: '.spec.cronSpec' },
    { name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }
  ],
  subresources: { status: {}, scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' } }
})

/** Runs kubectl with words that have no spaces in them, and an object on its standard input. */
async function kubectl(line: string, input?: object, on = cluster): Promise<{ exit: number; text: string }> {
  const { exit, stdout, stderr } = await on.kubectl(
    line.split(' '),
    input === undefined ? {} : { input: JSON.stringify(input) }
  )
  return { exit, text: stdout + stderr }
}

test('a definition is applied, established, listed and explained', async () => {
  expect((await kubectl('apply -f -', definition)).text).toBe(
    'customresourcedefinition.apiextensions.k8s.io/crontabs.stable.example.com created\n'
  )
  expect((await kubectl('wait --for=condition=Established crd/crontabs.stable.example.com')).exit).toBe(0)
  expect((await kubectl('get crd')).text).toMatch(/^NAME +CREATED AT\ncrontabs\.stable\.example\.com +\d{4}-/)
  expect((await kubectl('api-resources --api-group=stable.example.com')).text).toMatch(
    /crontabs +ct +stable\.example\.com\/v1 +true +CronTab/
  )
  expect((await kubectl('explain ct.spec')).text).toMatch(/cronSpec\s+<string> -required-[^]*replicas\s+<integer>/)
})

test('objects are applied from both sides, shown, changed, scaled and watched', async () => {
  const watch = startKubectl(cluster, ['get', 'ct', '--watch', '--no-headers'])
  expect((await kubectl('apply -f -', cronTab('one'))).text).toBe('crontab.stable.example.com/one created\n')
  await watch.written(/one +\* \* \* \* \*\/5 +1 /)
  expect((await kubectl('get ct')).text).toMatch(/^NAME +SPEC +REPLICAS +AGE\none +\* \* \* \* \*\/5 +1 +\d+s\n$/)
  expect((await kubectl('get all')).text).toContain('crontab.stable.example.com/one')
  expect((await kubectl('apply -f -', cronTab('one', { image: 'web' }))).text).toContain('one configured')
  expect((await kubectl('apply --server-side -f -', cronTab('two', { replicas: 2 }))).text).toBe(
    'crontab.stable.example.com/two serverside-applied\n'
  )
  const other = 'apply --server-side --field-manager=other -f -'
  expect((await kubectl(other, cronTab('two', { replicas: 3 }))).text).toContain(
    'conflict with "kubectl": .spec.replicas'
  )
  expect((await kubectl('patch ct one --type=merge -p {"spec":{"replicas":4}}')).text).toContain('one patched')
  await watch.written(/one +\* \* \* \* \*\/5 +4 /)
  expect((await kubectl('scale ct one --replicas=5')).text).toContain('one scaled')
  await watch.written(/one +\* \* \* \* \*\/5 +5 /)
  await watch.end()
})

test('what the schema does not allow is refused in Kubernetes words', async () => {
  expect((await kubectl('apply -f -', cronTab('bad', { foo: 1 }))).text).toContain('unknown field "spec.foo"')
  const wrong = cronTab('bad', { cronSpec: 'never', replicas: 11, mode: 'idle', tags: ['a', 'a', 'b'] })
  const { text } = await kubectl('create --validate=false -f -', wrong)
  expect(text).toContain('The CronTab "bad" is invalid: ')
  expect(text).toContain('spec.cronSpec: Invalid value: "never": spec.cronSpec in body should match ')
  expect(text).toContain('spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10')
  expect(text).toContain('spec.mode: Unsupported value: "idle": supported values: "fast", "slow"')
  expect(text).toContain('spec.tags: Too many: 3: must have at most 2 items')
  expect((await kubectl('patch ct one --type=merge -p {"spec":{"replicas":"many"}}')).text).toContain(
    'spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string"'
  )
  expect((await kubectl('patch ct one -p {}')).text).toContain(
    'application/strategic-merge-patch+json is not supported'
  )
})

test('both outlive a sandbox that is killed', async () => {
  // What lies on disk now is what a killed process leaves.
  const folder = path.join(cluster.folder, 'killed')
  cpSync(path.join(cluster.folder, 'objects'), path.join(folder, 'objects'), { recursive: true })
  const again = await startTestSandbox({ nodes: 1, timeline: zeroTimeline, folder })
  expect((await kubectl('get ct one -o=jsonpath={.spec.replicas}', undefined, again)).text).toBe('5')
  expect((await kubectl('apply -f -', cronTab('three'), again)).text).toContain('three created')
  await again.close()
})

test('a definition takes its objects with it', async () => {
  expect((await kubectl('delete crd crontabs.stable.example.com')).text).toContain('deleted')
  const { exit, text } = await kubectl('get ct')
  expect([exit, text]).toEqual([1, expect.stringMatching(/the server doesn't have a resource type|could not find/)])
  expect((await kubectl('get crd')).text).toBe('No resources found\n')
})
