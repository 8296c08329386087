import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../api-server.ts'
import { signingRequest } from './examples.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

describe('a horizontal pod autoscaler', () => {
  const path = (version: string, name = ''): string =>
    `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers${name && `/${name}`}`
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }
  const cpu = (averageUtilization: number) => ({
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } }
  })
  const memory = {
    type: 'Resource',
    resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } }
  }

  test('of v1 is read as v2', async () => {
    const spec = { scaleTargetRef, maxReplicas: 3, targetCPUUtilizationPercentage: 50 }
    const created = await api.send('POST', path('v1'), { metadata: { name: 'a' }, spec })
    expect(created.body).toMatchObject({ apiVersion: 'autoscaling/v1', spec: { ...spec, minReplicas: 1 } })
    const { body } = await api.send('GET', path('v2', 'a'))
    expect(body).toMatchObject({ apiVersion: 'autoscaling/v2', spec: { metrics: [cpu(50)], minReplicas: 1 } })
    expect(body.spec).not.toHaveProperty('targetCPUUtilizationPercentage')
  })

  test('of v2 loses nothing on the way over v1', async () => {
    const behavior = { scaleDown: { stabilizationWindowSeconds: 60 } }
    const spec = { scaleTargetRef, maxReplicas: 3, metrics: [cpu(40), memory], behavior }
    const created = await api.send('POST', path('v2'), { metadata: { name: 'b' }, spec })
    const old = await api.send('GET', path('v1', 'b'))
    expect(old.body).toMatchObject({ spec: { targetCPUUtilizationPercentage: 40 } })
    const changed = { ...old.body, spec: { ...(old.body.spec as object), maxReplicas: 5 } }
    await api.send('PUT', path('v1', 'b'), changed)
    const { body } = await api.send('GET', path('v2', 'b'))
    expect(body.spec).toEqual({ ...(created.body.spec as object), maxReplicas: 5 })
    expect(body.metadata).not.toHaveProperty('annotations')
  })

  test('that says no metric is held to 80 percent of cpu', async () => {
    const spec = { scaleTargetRef, maxReplicas: 3 }
    const { body } = await api.send('POST', path('v2'), { metadata: { name: 'c' }, spec })
    expect(body).toMatchObject({ spec: { metrics: [cpu(80)] } })
  })
})

describe('a certificate signing request', () => {
  const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests'
  const merge = { 'content-type': 'application/merge-patch+json' }
  const condition = (type: string) => ({ status: { conditions: [{ type, status: 'True', reason: 'Test' }] } })

  test('is decided through approval alone, once and for all', async () => {
    const spec = { request: signingRequest, signerName: 'example.com/signer', usages: ['client auth'] }
    await api.send('POST', path, { metadata: { name: 'web' }, spec })
    const early = await api.send('PATCH', `${path}/web/status`, condition('Approved'), merge)
    expect(early.at('message')).toContain('updates may not add a condition of type "Approved"')
    const approved = await api.send('PATCH', `${path}/web/approval`, condition('Approved'), merge)
    expect(approved.body).toMatchObject({
      status: { conditions: [{ type: 'Approved', lastUpdateTime: '2024-05-06T07:08:09Z' }] }
    })
    const denied = await api.send('PATCH', `${path}/web/approval`, condition('Denied'), merge)
    expect(denied.at('message')).toContain('updates may not remove a condition of type "Approved"')
    const changed = await api.send('PATCH', `${path}/web`, { spec: { signerName: 'example.com/other' } }, merge)
    expect(changed.body).toMatchObject({ spec: { signerName: 'example.com/signer', username: 'kubernetes-admin' } })
  })
})
