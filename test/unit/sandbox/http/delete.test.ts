import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../api-server.ts'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const jobs = '/apis/batch/v1/namespaces/default/jobs'

test.each([
  ['as Jobs do when nothing is said', undefined, ['orphan']],
  ['by the older field, true', { orphanDependents: true }, ['orphan']],
  ['by the older field, false', { orphanDependents: false }, undefined],
  ['by the newer field', { propagationPolicy: 'Foreground' }, ['foregroundDeletion']]
])('deletion treats dependents %s', async (_how, options, finalizers) => {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] } }
  await api.send('POST', jobs, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec: { template } })
  const deleted = await api.send(
    'DELETE',
    `${jobs}/j`,
    options && { apiVersion: 'v1', kind: 'DeleteOptions', ...options }
  )
  expect(deleted.status).toBe(200)
  expect((await api.send('GET', `${jobs}/j`)).at('metadata.finalizers')).toEqual(finalizers)
  if (finalizers)
    await api.send(
      'PATCH',
      `${jobs}/j`,
      { metadata: { finalizers: null } },
      { 'content-type': 'application/merge-patch+json' }
    )
})
