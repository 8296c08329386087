import { expect, test } from 'vitest'
import { loadSchema } from '../../../../src/sandbox/schema/schema.ts'

const schema = loadSchema()
const core = 'io.k8s.api.core.v1'

test('knows what discovery says of a resource', () => {
  expect(schema.resource('apps', 'v1', 'daemonsets')).toEqual({
    group: 'apps',
    version: 'v1',
    kind: 'DaemonSet',
    resource: 'daemonsets',
    singular: 'daemonset',
    shortNames: ['ds'],
    categories: ['all'],
    namespaced: true,
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [
      { name: 'status', group: 'apps', version: 'v1', kind: 'DaemonSet', verbs: ['get', 'patch', 'update'] }
    ],
    typeName: 'io.k8s.api.apps.v1.DaemonSet'
  })
})

test('knows subresources of other kinds, and the scope', () => {
  const pods = schema.resource('', 'v1', 'pods')
  expect(pods?.subresources.find(each => each.name === 'eviction')).toMatchObject({
    group: 'policy',
    kind: 'Eviction',
    verbs: ['create']
  })
  expect(schema.resource('apps', 'v1', 'deployments')?.subresources[0]).toMatchObject({
    name: 'scale',
    group: 'autoscaling',
    kind: 'Scale'
  })
  expect(schema.resource('', 'v1', 'nodes')?.namespaced).toBe(false)
  expect(schema.resource('', 'v1', 'namespaces')?.verbs).not.toContain('deletecollection')
  expect(schema.resource('authorization.k8s.io', 'v1', 'selfsubjectaccessreviews')?.verbs).toEqual(['create'])
})

test('lists the core group first, GA before beta, and nothing that is alpha', () => {
  const groups = [...new Set(schema.resources.map(each => each.group))]
  expect(groups.slice(0, 3)).toEqual(['', 'apps', 'events.k8s.io'])
  const networking = schema.resources.filter(each => each.group === 'networking.k8s.io').map(each => each.version)
  expect([...new Set(networking)]).toEqual(['v1', 'v1beta1'])
  expect(schema.resources.filter(each => each.version.includes('alpha'))).toEqual([])
})

test('knows fields, merge keys and list types', () => {
  const podSpec = schema.type(`${core}.PodSpec`)
  expect(podSpec?.fields.get('containers')).toEqual({
    name: 'containers',
    type: { kind: 'list', items: { kind: 'object', typeName: `${core}.Container` } },
    required: true,
    pointer: false,
    alwaysShown: true,
    atomic: false,
    patchStrategies: ['merge'],
    mergeKey: 'name',
    listType: 'map',
    listMapKeys: ['name'],
    wire: [2]
  })
  expect(podSpec?.fields.get('volumes')?.patchStrategies).toEqual(['merge', 'retainKeys'])
  expect(schema.type(`${core}.Container`)?.fields.get('ports')).toMatchObject({
    mergeKey: 'containerPort',
    listMapKeys: ['containerPort', 'protocol']
  })
  expect(schema.type('io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector')?.atomic).toBe(true)
})

test('knows where a field is on the wire, inside the structs that Go inlines', () => {
  expect(schema.type(`${core}.Volume`)?.fields.get('hostPath')?.wire).toEqual([2, 1])
  expect(schema.type(`${core}.Probe`)?.fields.get('httpGet')?.wire).toEqual([1, 2])
  expect(schema.type('io.k8s.api.apps.v1.DeploymentSpec')?.fields.get('replicas')).toMatchObject({ pointer: true })
  expect(schema.type(`${core}.EphemeralContainer`)?.fields.get('restartPolicy')).toMatchObject({ pointer: true })
  // Every type of a served resource is on the wire, but for apiVersion and kind, which the envelope carries.
  for (const { typeName } of schema.resources.filter(each => each.version === 'v1' && each.group === 'apps')) {
    for (const field of schema.type(typeName)?.fields.values() ?? []) {
      expect([typeName, field.name, field.wire.length]).toEqual([
        typeName,
        field.name,
        ['apiVersion', 'kind'].includes(field.name) ? 0 : 1
      ])
    }
  }
})

test('finds types by the kind that an object names', () => {
  expect(schema.typeOfKind('', 'v1', 'Pod')?.name).toBe(`${core}.Pod`)
  expect(schema.typeOfKind('apps', 'v1', 'DaemonSetList')?.name).toBe('io.k8s.api.apps.v1.DaemonSetList')
  expect(schema.typeOfKind('apps', 'v1', 'DeleteOptions')?.name).toMatch(/meta\.v1\.DeleteOptions$/)
  expect(schema.typeOfKind('apps', 'v1', 'Unheard')).toBeUndefined()
})

test('reads every type of the asset', () => {
  for (const name of schema.typeNames()) {
    for (const field of schema.type(name)?.fields.values() ?? []) {
      const inner = field.type.kind === 'list' ? field.type.items : field.type
      if (inner.kind === 'object') expect(schema.type(inner.typeName), `${name}.${field.name}`).toBeDefined()
    }
  }
})
