import { describe, expect, test } from 'vitest'
import { manifest, problems, testApi } from './api.ts'

const daemonSets = { group: 'apps', resource: 'daemonsets' }
const labels = { app: 'agent' }
const generation = 'deprecated.daemonset.template.generation'

function agent(spec: Record<string, unknown> = {}, pod: Record<string, unknown> = {}) {
  return manifest('apps/v1', 'DaemonSet', 'agent', {
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'nginx' }], ...pod } },
      ...spec
    }
  })
}

describe('a DaemonSet', () => {
  test('is stored with the defaults of apps/v1', () => {
    const stored = testApi().client.create(daemonSets, { ...agent(), status: { numberReady: 7 } })
    expect(stored).toMatchObject({ metadata: { generation: 1, annotations: { [generation]: '1' } } })
    expect(stored.spec).toEqual({
      revisionHistoryLimit: 10,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              image: 'nginx',
              imagePullPolicy: 'Always',
              name: 'main',
              resources: {},
              terminationMessagePath: '/dev/termination-log',
              terminationMessagePolicy: 'File'
            }
          ],
          dnsPolicy: 'ClusterFirst',
          restartPolicy: 'Always',
          schedulerName: 'default-scheduler',
          securityContext: {},
          terminationGracePeriodSeconds: 30
        }
      },
      updateStrategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 }, type: 'RollingUpdate' }
    })
    expect(stored.status).toEqual({
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0
    })
  })

  test('counts changes of its template in an annotation that clients cannot set', () => {
    const { client } = testApi()
    client.create(daemonSets, agent())
    const stored = client.update(daemonSets, agent({ minReadySeconds: 5 }))
    expect(stored.metadata).toMatchObject({ generation: 2, annotations: { [generation]: '1' } })
    const changed = client.update(daemonSets, agent({ minReadySeconds: 5 }, { hostNetwork: true }))
    expect(changed.metadata).toMatchObject({ generation: 3, annotations: { [generation]: '2' } })
    const patched = client.patch(daemonSets, 'default', 'agent', { metadata: { annotations: { [generation]: '9' } } })
    expect(patched.metadata).toMatchObject({ generation: 3, annotations: { [generation]: '2' } })
  })

  test.each([
    [
      'labels that the selector does not match',
      agent({ selector: { matchLabels: { app: 'x' } } }),
      'spec.template.metadata.labels: Invalid value: map[string]string{"app":"agent"}: `selector` does not match template `labels`'
    ],
    [
      'an empty selector',
      agent({ selector: {} }),
      'spec.selector: Invalid value: {}: empty selector is invalid for daemonset'
    ],
    [
      'pods that end',
      agent({}, { restartPolicy: 'Never' }),
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'
    ],
    [
      'a deadline',
      agent({}, { activeDeadlineSeconds: 10 }),
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported'
    ],
    [
      'an update that can never go on',
      agent({ updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } }),
      'spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0'
    ],
    [
      'surge and unavailability together',
      agent({ updateStrategy: { rollingUpdate: { maxUnavailable: 1, maxSurge: '10%' } } }),
      'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: "10%": may not be set when maxUnavailable is non-zero'
    ],
    [
      'more than all nodes',
      agent({ updateStrategy: { rollingUpdate: { maxUnavailable: '110%' } } }),
      'spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "110%": must not be greater than 100%'
    ],
    [
      'a text that is no percentage',
      agent({ updateStrategy: { rollingUpdate: { maxUnavailable: 'some' } } }),
      `[spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "some": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%'), spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0]`
    ],
    [
      'an unknown strategy',
      agent({ updateStrategy: { type: 'Sideways' } }),
      'spec.updateStrategy: Unsupported value: {"Type":"Sideways","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"'
    ],
    [
      'negative numbers',
      agent({ minReadySeconds: -1, revisionHistoryLimit: -1 }),
      '[spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0, spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0]'
    ],
    ['a template without containers', agent({}, { containers: [] }), 'spec.template.spec.containers: Required value']
  ])('is refused with %s', (_what, daemonSet, expected) => {
    expect(problems(() => testApi().client.create(daemonSets, daemonSet))).toBe(expected)
  })

  test('on the network of its nodes leaves the ports of the nodes to its pods', () => {
    const { client } = testApi()
    const onNode = (port: Record<string, number>) => {
      const containers = [{ name: 'main', image: 'nginx', ports: [{ containerPort: 9100, ...port }] }]
      return agent({}, { hostNetwork: true, containers })
    }
    expect(client.create(daemonSets, onNode({})).spec).toMatchObject({
      template: { spec: { containers: [{ ports: [{ containerPort: 9100, protocol: 'TCP' }] }] } }
    })
    expect(problems(() => client.update(daemonSets, onNode({ hostPort: 9101 })))).toBe(
      'spec.template.spec.containers[0].ports[0].hostPort: Invalid value: 9101: must match `containerPort` when `hostNetwork` is true'
    )
  })

  test('keeps its selector', () => {
    const { client } = testApi()
    client.create(daemonSets, agent())
    const other = { app: 'agent', tier: 'node' }
    const template = { metadata: { labels: other }, spec: { containers: [{ name: 'main', image: 'nginx' }] } }
    const update = agent({ selector: { matchLabels: { tier: 'node', app: 'agent' } }, template })
    expect(problems(() => client.update(daemonSets, update))).toBe(
      'spec.selector: Invalid value: {"matchLabels":{"app":"agent","tier":"node"}}: field is immutable'
    )
  })

  test('is shown with the columns of kubectl', () => {
    const { client, row, pass } = testApi()
    client.create(daemonSets, agent({}, { nodeSelector: { disk: 'ssd' } }))
    const stored = client.get(daemonSets, 'default', 'agent')!
    const status = { desiredNumberScheduled: 3, currentNumberScheduled: 2, numberReady: 1, updatedNumberScheduled: 2 }
    pass(61)
    client.updateStatus(daemonSets, { ...stored, status })
    expect(row(daemonSets, 'default', 'agent')).toEqual({
      Name: 'agent',
      Desired: 3,
      Current: 2,
      Ready: 1,
      'Up-to-date': 2,
      Available: 0,
      'Node Selector': 'disk=ssd',
      Age: '61s',
      Containers: 'main',
      Images: 'nginx',
      Selector: 'app=agent'
    })
  })
})
