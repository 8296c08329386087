import { describe, expect, test } from 'vitest'
import { loadSchema } from '../../../../src/sandbox/schema/schema.ts'
import { decode, strictDecodingError } from '../../../../src/sandbox/schema/strict-decoding.ts'

const schema = loadSchema()
const daemonSet = 'io.k8s.api.apps.v1.DaemonSet'
const pod = 'io.k8s.api.core.v1.Pod'

const container = (fields: object) => ({ spec: { containers: [{ name: 'a' }, { name: 'b', ...fields }] } })

describe('unknown fields', () => {
  test('are named by their path and pruned, in the order of the body', () => {
    const body = {
      kind: 'DaemonSet',
      spec: {
        foo: 1,
        template: { spec: { containers: [{ name: 'a', imagee: 'x' }], nodeSelecter: {} } }
      },
      statu: {}
    }
    const before = structuredClone(body)
    const { object, unknown, mismatch } = decode(schema, daemonSet, body)
    expect(unknown).toEqual([
      'unknown field "spec.foo"',
      'unknown field "spec.template.spec.containers[0].imagee"',
      'unknown field "spec.template.spec.nodeSelecter"',
      'unknown field "statu"'
    ])
    expect(object).toEqual({ kind: 'DaemonSet', spec: { template: { spec: { containers: [{ name: 'a' }] } } } })
    expect(mismatch).toBeUndefined()
    expect(body).toEqual(before)
    expect(strictDecodingError(unknown.slice(0, 2))).toBe(
      'strict decoding error: unknown field "spec.foo", unknown field "spec.template.spec.containers[0].imagee"'
    )
  })

  test('differ by case', () => {
    expect(decode(schema, pod, { spec: { Containers: [] } }).unknown).toEqual(['unknown field "spec.Containers"'])
  })

  test('are none in maps, in inlined structs and in raw JSON', () => {
    const body = {
      metadata: { labels: { any: 'thing' }, managedFields: [{ manager: 'm', fieldsV1: { 'f:spec': {} } }] },
      spec: {
        volumes: [{ name: 'v', hostPath: { path: '/' } }],
        containers: [{ name: 'a', livenessProbe: { exec: {} } }]
      }
    }
    expect(decode(schema, pod, body)).toEqual({ object: body, unknown: [] })
    const revision = { data: { spec: { template: { $patch: 'replace', empty: null } } }, revision: 1 }
    expect(decode(schema, 'io.k8s.api.apps.v1.ControllerRevision', revision).object).toEqual(revision)
  })

  test('named like JavaScript ones are no trouble', () => {
    const body: unknown = JSON.parse('{"__proto__":{"x":1},"metadata":{"labels":{"__proto__":"y"}},"constructor":1}')
    const { object, unknown } = decode(schema, pod, body as Record<string, unknown>)
    expect(unknown).toEqual(['unknown field "__proto__"', 'unknown field "constructor"'])
    expect(JSON.stringify(object)).toBe('{"metadata":{"labels":{"__proto__":"y"}}}')
  })
})

describe('values of the wrong type', () => {
  const cases: [string, Record<string, unknown>, string][] = [
    [
      daemonSet,
      { spec: { minReadySeconds: 'x' } },
      'json: cannot unmarshal string into Go struct field DaemonSetSpec.spec.minReadySeconds of type int32'
    ],
    [
      pod,
      container({ env: [{ name: 'A', value: 1 }] }),
      'json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string'
    ],
    [
      pod,
      { metadata: { labels: { a: true } } },
      'json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string'
    ],
    [pod, { spec: [] }, 'json: cannot unmarshal array into Go struct field Pod.spec of type v1.PodSpec'],
    [
      pod,
      { spec: { containers: {} } },
      'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container'
    ],
    [
      pod,
      { spec: { nodeSelector: 'a' } },
      'json: cannot unmarshal string into Go struct field PodSpec.spec.nodeSelector of type map[string]string'
    ],
    [
      pod,
      { spec: { hostNetwork: 'true' } },
      'json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool'
    ],
    [
      pod,
      { spec: { priority: 3000000000 } },
      'json: cannot unmarshal number 3000000000 into Go struct field PodSpec.spec.priority of type int32'
    ],
    [
      pod,
      { spec: { terminationGracePeriodSeconds: 1.5 } },
      'json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64'
    ],
    [
      pod,
      container({ livenessProbe: { httpGet: { port: true } } }),
      'json: cannot unmarshal bool into Go value of type int32'
    ],
    [
      pod,
      container({ resources: { limits: { cpu: 'lots' } } }),
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
    ],
    [
      pod,
      { metadata: { creationTimestamp: 'yesterday' } },
      'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"'
    ],
    ['io.k8s.api.core.v1.Secret', { data: { a: 'not base64!' } }, 'illegal base64 data at input byte 3']
  ]
  for (const [type, body, message] of cases) {
    test(message, () => {
      expect(decode(schema, type, body).mismatch).toBe(message)
    })
  }

  test('only the first is told', () => {
    expect(decode(schema, pod, { spec: { hostPID: 1, hostIPC: 2 } }).mismatch).toContain('hostPID')
  })
})

test('reads quantities, times and nulls as Go does', () => {
  const body = {
    metadata: { creationTimestamp: null, deletionTimestamp: '2026-01-02T05:04:05.25+02:00' },
    spec: { nodeName: null, containers: [{ name: 'a', resources: { limits: { cpu: 0.5, memory: '1024Mi' } } }] }
  }
  expect(decode(schema, pod, body)).toEqual({
    object: {
      metadata: { deletionTimestamp: '2026-01-02T03:04:05Z' },
      spec: { containers: [{ name: 'a', resources: { limits: { cpu: '500m', memory: '1Gi' } } }] }
    },
    unknown: []
  })
  const event = { eventTime: '2026-01-02T03:04:05.123456789Z' }
  expect(decode(schema, 'io.k8s.api.core.v1.Event', event).object).toEqual({ eventTime: '2026-01-02T03:04:05.123456Z' })
})
