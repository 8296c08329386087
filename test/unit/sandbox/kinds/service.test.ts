import type { ServiceSpec } from 'kubernetes-types/core/v1.js'
import { describe, expect, test } from 'vitest'
import { manifest, refusal, testApi } from './api.ts'

const services = { group: '', resource: 'services' }
const ports = [{ port: 80 }]
const service = (name: string, spec: object = { ports }) => manifest('v1', 'Service', name, { spec })

function api() {
  const test = testApi()
  return {
    ...test,
    create: (name: string, spec?: object): ServiceSpec => test.client.create(services, service(name, spec)).spec!,
    /** Replaces the spec as PUT does, with what the stored one says changed. */
    change: (name: string, changes: object): ServiceSpec => {
      const stored = test.client.get(services, 'default', name)!
      return test.client.update(services, { ...stored, spec: { ...(stored.spec as object), ...changes } }).spec!
    }
  }
}

describe('a Service', () => {
  test('gets the defaults of a cluster with IPv4', () => {
    const spec = api().create('web')
    expect(spec).toEqual({
      type: 'ClusterIP',
      clusterIP: expect.stringMatching(/^10\.(9[6-9]|10\d|11[01])\.\d+\.\d+$/),
      clusterIPs: [spec.clusterIP],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      sessionAffinity: 'None'
    })
  })

  test('of type NodePort gets a port of its own on every node', () => {
    const { create } = api()
    const spec = create('web', { type: 'NodePort', ports })
    expect(spec.ports?.[0]?.nodePort).toBeGreaterThanOrEqual(30_000)
    expect(spec.ports?.[0]?.nodePort).toBeLessThanOrEqual(32_767)
    expect(spec.externalTrafficPolicy).toBe('Cluster')
  })

  test('shares one node port between the protocols of a port', () => {
    const dns = [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53 }
    ]
    const spec = api().create('dns', { type: 'NodePort', ports: dns })
    expect(spec.ports?.[0]?.nodePort).toBe(spec.ports?.[1]?.nodePort)
  })

  test('that is headless has no address', () => {
    const { create } = api()
    expect(create('a', { clusterIP: 'None', ports, selector: { app: 'a' } })).toMatchObject({
      clusterIPs: ['None'],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack'
    })
    expect(create('b', { clusterIP: 'None' })).toMatchObject({
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack'
    })
  })

  test('of type ExternalName has neither address nor families', () => {
    expect(api().create('a', { type: 'ExternalName', externalName: 'example.com' })).toEqual({
      type: 'ExternalName',
      externalName: 'example.com',
      sessionAffinity: 'None'
    })
  })

  test('keeps what was allocated when an update leaves it out', () => {
    const { client, create } = api()
    const before = create('web', { type: 'NodePort', ports })
    const after = client.update(services, service('web', { type: 'NodePort', ports: [{ port: 81 }] })).spec
    expect(after).toMatchObject({
      clusterIP: before.clusterIP,
      ports: [{ port: 81, nodePort: before.ports?.[0]?.nodePort }]
    })
  })

  test('loses with its type what belongs to it', () => {
    const { create, change } = api()
    create('web', { type: 'LoadBalancer', ports })
    const plain = change('web', { type: 'ClusterIP' })
    expect(plain.ports?.[0]).toEqual({ port: 80, protocol: 'TCP', targetPort: 80 })
    expect(plain).not.toHaveProperty('externalTrafficPolicy')
    expect(plain).not.toHaveProperty('allocateLoadBalancerNodePorts')
    const name = change('web', { type: 'ExternalName', externalName: 'example.com' })
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'])
      expect(name).not.toHaveProperty(field)
  })

  test('frees its address with its type and with its end', () => {
    const { client, create, change } = api()
    create('a', { clusterIP: '10.96.0.7', ports })
    create('b', { clusterIP: '10.96.0.8', ports })
    change('a', { type: 'ExternalName', externalName: 'example.com' })
    client.delete(services, 'default', 'b')
    expect(create('c', { clusterIP: '10.96.0.7', ports }).clusterIP).toBe('10.96.0.7')
    expect(create('d', { clusterIP: '10.96.0.8', ports }).clusterIP).toBe('10.96.0.8')
  })

  test.each([
    [
      'an address that another has',
      { clusterIP: '10.96.0.7', ports },
      'spec.clusterIPs: Invalid value: ["10.96.0.7"]: failed to allocate IP 10.96.0.7: provided IP is already allocated'
    ],
    [
      'an address out of the range',
      { clusterIP: '10.0.0.7', ports },
      'spec.clusterIPs: Invalid value: ["10.0.0.7"]: failed to allocate IP 10.0.0.7: the provided network does not match the current range'
    ],
    [
      'a node port that another has',
      { type: 'NodePort', ports: [{ port: 80, nodePort: 30_001 }] },
      'spec.ports[0].nodePort: Invalid value: 30001: provided port is already allocated'
    ],
    [
      'a node port out of the range',
      { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] },
      'spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767'
    ],
    ['no ports', {}, 'spec.ports: Required value'],
    [
      'a type that there is not',
      { type: 'Foo', ports },
      'spec.type: Unsupported value: "Foo": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"'
    ],
    ['an ExternalName without its name', { type: 'ExternalName' }, 'spec.externalName: Required value'],
    [
      'a port out of the range',
      { ports: [{ port: 70_000 }] },
      '[spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive, spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive]'
    ],
    [
      'several ports without names',
      { ports: [{ port: 80 }, { port: 81 }] },
      '[spec.ports[0].name: Required value, spec.ports[1].name: Required value]'
    ],
    [
      'a node port on a ClusterIP',
      { ports: [{ port: 80, nodePort: 30_002 }] },
      "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"
    ],
    [
      'None on a NodePort',
      { type: 'NodePort', clusterIP: 'None', ports },
      'spec.clusterIPs[0]: Invalid value: "None": may not be set to \'None\' for NodePort services'
    ]
  ])('is refused with %s', (_, spec, message) => {
    const { create } = api()
    create('taken', { type: 'NodePort', clusterIP: '10.96.0.7', ports: [{ port: 80, nodePort: 30_001 }] })
    expect(refusal(() => create('web', spec))).toBe(`422 Invalid: Service "web" is invalid: ${message}`)
  })

  test('may not change its address', () => {
    const { create, change } = api()
    create('web', { clusterIP: '10.96.0.7', ports })
    expect(refusal(() => change('web', { clusterIP: '10.96.0.8', clusterIPs: ['10.96.0.8'] }))).toBe(
      '422 Invalid: Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.0.8"]: may not change once set'
    )
  })

  test('of a type that there is not is refused for that alone', () => {
    const { create, change } = api()
    create('web')
    expect(refusal(() => change('web', { type: 'Foo' }))).toBe(
      '422 Invalid: Service "web" is invalid: spec.type: Unsupported value: "Foo": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"'
    )
  })

  test('is named by a DNS-1035 label', () => {
    expect(refusal(() => api().create('1web'))).toContain('metadata.name: Invalid value: "1web": a DNS-1035 label')
  })

  test.each([
    [
      { ports, clusterIP: '10.96.0.9' },
      { Type: 'ClusterIP', 'Cluster-IP': '10.96.0.9', 'External-IP': '<none>' }
    ],
    [
      { type: 'LoadBalancer', ports },
      { Type: 'LoadBalancer', 'External-IP': '<pending>' }
    ],
    [
      { type: 'ExternalName', externalName: 'example.com' },
      { Type: 'ExternalName', 'Cluster-IP': '<none>', 'External-IP': 'example.com', 'Port(s)': '<none>' }
    ],
    [
      { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }], selector: { b: '2', a: '1' } },
      { 'Port(s)': '80:30080/TCP', Selector: 'a=1,b=2', Name: 'web', Age: '5s' }
    ]
  ])('shows in its row what it is', (spec, cells) => {
    const { create, row, pass } = api()
    create('web', spec)
    pass(5)
    expect(row(services, 'default', 'web')).toMatchObject(cells)
  })
})
