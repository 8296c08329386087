import { afterEach, beforeEach, expect, test } from 'vitest'
import { definitions } from '../../../../src/sandbox/api/custom/definition.ts'
import { loadCustomResources } from '../../../../src/sandbox/api/custom/loading.ts'
import { configMaps, namespaces } from '../../../../src/sandbox/controllers/runtime/resources.ts'
import type { KubeObject } from '../../../../src/sandbox/object.ts'
import { testCluster } from '../cluster.ts'
import { cronTab, cronTabs } from '../custom-resources.ts'

const tabs = { group: 'stable.example.com', resource: 'crontabs' }
let cluster: Awaited<ReturnType<typeof testCluster>>

beforeEach(async () => {
  await loadCustomResources()
  cluster = await testCluster({ nodes: 0 })
  cluster.client.create(definitions, cronTabs())
  await cluster.settle()
})
afterEach(() => {
  cluster.stop()
  expect(cluster.errors).toEqual([])
})

function make(name: string, metadata: object = {}, namespace = 'default'): KubeObject {
  const object = cronTab(name)
  return cluster.client.create(tabs, { ...object, metadata: { ...object.metadata, namespace, ...metadata } })
}

test('objects go with their owners, of their own kind and of others', async () => {
  const { apiVersion, kind, metadata } = make('owner')
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' }
  make('owned', { ownerReferences: [owner] })
  cluster.client.create(configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'default', ownerReferences: [owner] }
  })
  await cluster.settle()
  expect(cluster.client.list(tabs)).toHaveLength(2)
  cluster.client.delete(tabs, 'default', 'owner')
  await cluster.settle()
  expect(cluster.client.list(tabs)).toEqual([])
  expect(cluster.client.get(configMaps, 'default', 'settings')).toBeUndefined()
})

test('objects go with their namespace', async () => {
  cluster.client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } })
  await cluster.settle()
  make('one', {}, 'shop')
  cluster.client.delete(namespaces, undefined, 'shop')
  await cluster.settle()
  expect(cluster.client.list(tabs)).toEqual([])
  expect(cluster.client.get(namespaces, undefined, 'shop')).toBeUndefined()
})

test('objects count against a quota', async () => {
  const quotas = { group: '', resource: 'resourcequotas' }
  const count = 'count/crontabs.stable.example.com'
  cluster.client.create(quotas, {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'few', namespace: 'default' },
    spec: { hard: { [count]: '1' } }
  })
  make('one')
  await cluster.settle()
  expect(cluster.client.get(quotas, 'default', 'few')?.status).toMatchObject({ used: { [count]: '1' } })
  expect(() => make('two')).toThrow(`exceeded quota: few, requested: ${count}=1, used: ${count}=1, limited: ${count}=1`)
})
