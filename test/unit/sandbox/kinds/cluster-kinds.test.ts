import { describe, expect, test } from 'vitest'
import { selectionOf } from '../../../../src/sandbox/api/selection.ts'
import { seedCluster } from '../../../../src/sandbox/seed.ts'
import { startTestApi } from '../api-server.ts'
import { manifest, refusal, testApi } from './api.ts'

const nodes = { group: '', resource: 'nodes' }
const endpoints = { group: '', resource: 'endpoints' }
const slices = { group: 'discovery.k8s.io', resource: 'endpointslices' }
const namespaces = { group: '', resource: 'namespaces' }
const node = (fields: object = {}, metadata: object = {}) =>
  manifest('v1', 'Node', 'node1', { ...fields }, { ...metadata })

describe('a node', () => {
  test('keeps the status that it is registered with', () => {
    const { client } = testApi()
    const status = { capacity: { cpu: '4' }, conditions: [{ type: 'Ready', status: 'True' }] }
    expect(client.create(nodes, node({ status })).status).toMatchObject({ ...status, allocatable: { cpu: '4' } })
  })

  test.each([
    [{}, {}, { Status: 'Unknown', Roles: '<none>', 'Internal-IP': '<none>', 'OS-Image': '<unknown>' }],
    [
      {
        spec: { unschedulable: true },
        status: {
          conditions: [{ type: 'Ready', status: 'Unknown' }],
          addresses: [{ type: 'InternalIP', address: '172.18.0.2' }],
          nodeInfo: { kubeletVersion: 'v1.35.2', osImage: 'Debian' }
        }
      },
      { labels: { 'node-role.kubernetes.io/worker': '', 'kubernetes.io/role': 'agent' } },
      {
        Status: 'NotReady,SchedulingDisabled',
        Roles: 'agent,worker',
        Version: 'v1.35.2',
        'Internal-IP': '172.18.0.2',
        'External-IP': '<none>',
        'OS-Image': 'Debian'
      }
    ]
  ])('shows its state', (fields, metadata, cells) => {
    const { client, row } = testApi()
    client.create(nodes, node(fields, metadata))
    expect(row(nodes, undefined, 'node1')).toMatchObject(cells)
  })

  test('is found by spec.unschedulable=false when it says nothing of it', () => {
    const { client, info } = testApi()
    const stored = client.create(nodes, node())
    expect(selectionOf(info(nodes), null, 'spec.unschedulable=false').matches(stored)).toBe(true)
    expect(selectionOf(info(nodes), null, 'spec.unschedulable=true').matches(stored)).toBe(false)
  })

  test.each([
    [
      [{ key: 'a', effect: 'Foo' }],
      'spec.taints[0].effect: Unsupported value: "Foo": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"'
    ],
    [[{ key: 'a' }], 'spec.taints[0].effect: Required value'],
    [
      [{ key: 'a', value: '-', effect: 'NoSchedule' }],
      'spec.taints[0].value: Invalid value: "-": a valid label must be'
    ],
    [
      [
        { key: 'a', effect: 'NoSchedule' },
        { key: 'a', effect: 'NoSchedule' }
      ],
      'taints must be unique by key and effect pair'
    ]
  ])('is refused with the taints %j', (taints, message) => {
    const { client } = testApi()
    expect(refusal(() => client.create(nodes, node({ spec: { taints } })))).toContain(message)
  })

  test('keeps its addresses for pods', () => {
    const { client } = testApi()
    const stored = client.create(nodes, node({ spec: { podCIDR: '10.244.0.0/24', podCIDRs: ['10.244.0.0/24'] } }))
    const spec = { podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] }
    expect(refusal(() => client.update(nodes, { ...stored, spec }))).toContain(
      'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid'
    )
  })
})

test('a namespace shows its phase, and its finalizers are checked', () => {
  const { client, row } = testApi()
  expect(row(namespaces, undefined, 'default')).toEqual({ Name: 'default', Status: 'Active', Age: '0s' })
  const spec = { finalizers: ['mine'] }
  expect(refusal(() => client.create(namespaces, manifest('v1', 'Namespace', 'a', { spec }, {})))).toContain(
    'spec.finalizers: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified'
  )
})

describe('endpoints', () => {
  test('are shown as addresses with ports, three at most', () => {
    const { client, row } = testApi()
    const addresses = ['10.0.0.1', '10.0.0.2'].map(ip => ({ ip }))
    const subsets = [
      {
        addresses,
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 443 }
        ]
      }
    ]
    client.create(endpoints, manifest('v1', 'Endpoints', 'web', { subsets }))
    client.create(endpoints, manifest('v1', 'Endpoints', 'none'))
    expect(row(endpoints, 'default', 'web').Endpoints).toBe('10.0.0.1:80,10.0.0.2:80,10.0.0.1:443 + 1 more...')
    expect(row(endpoints, 'default', 'none').Endpoints).toBe('<none>')
    expect(client.get(endpoints, 'default', 'web')?.subsets).toMatchObject([{ ports: [{ protocol: 'TCP' }, {}] }])
  })

  test.each([
    [{}, 'subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`'],
    [
      { addresses: [{ ip: 'x' }] },
      'subsets[0].addresses[0].ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
    ],
    [
      { addresses: [{ ip: '127.0.0.1' }], ports: [{ port: 0 }] },
      'subsets[0].addresses[0].ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)'
    ]
  ])('are refused with the subset %j', (subset, message) => {
    const { client } = testApi()
    const object = manifest('v1', 'Endpoints', 'web', { subsets: [subset] })
    expect(refusal(() => client.create(endpoints, object))).toContain(message)
  })
})

describe('an endpoint slice', () => {
  const slice = (fields: object) => manifest('discovery.k8s.io/v1', 'EndpointSlice', 'web', { ...fields })

  test('is shown with its ports and addresses', () => {
    const { client, row } = testApi()
    client.create(
      slices,
      slice({ addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ port: 80 }] })
    )
    expect(row(slices, 'default', 'web')).toEqual({
      Name: 'web',
      AddressType: 'IPv4',
      Ports: '80',
      Endpoints: '10.0.0.1',
      Age: '0s'
    })
  })

  test.each([
    [{ endpoints: [] }, 'addressType: Required value'],
    [
      { addressType: 'Foo', endpoints: [] },
      'addressType: Unsupported value: "Foo": supported values: "FQDN", "IPv4", "IPv6"'
    ],
    [
      { addressType: 'IPv4', endpoints: [{ addresses: [] }] },
      'endpoints[0].addresses: Required value: must contain at least 1 address'
    ],
    [{ addressType: 'IPv4', endpoints: [], ports: [{ port: 80 }, { port: 81 }] }, 'ports[1].name: Duplicate value: ""']
  ])('is refused as %j', (fields, message) => {
    const { client } = testApi()
    expect(refusal(() => client.create(slices, slice(fields)))).toBe(
      `422 Invalid: EndpointSlice.discovery.k8s.io "web" is invalid: ${message}`
    )
  })
})

test('the components of a new cluster are healthy, and its Services have a range of addresses', () => {
  const { client, registry, row } = testApi()
  seedCluster(client, registry.clock)
  expect(row({ group: '', resource: 'componentstatuses' }, undefined, 'scheduler')).toEqual({
    Name: 'scheduler',
    Status: 'Healthy',
    Message: 'ok',
    Error: ''
  })
  const cidrs = { group: 'networking.k8s.io', resource: 'servicecidrs' }
  expect(row(cidrs, undefined, 'kubernetes')).toMatchObject({ CIDRs: '10.96.0.0/12' })
})

test('every answer about endpoints says that they are deprecated', async () => {
  const api = await startTestApi()
  try {
    const { warnings } = await api.send('GET', '/api/v1/namespaces/default/endpoints')
    expect(warnings).toEqual(['v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'])
  } finally {
    await api.close()
  }
})
