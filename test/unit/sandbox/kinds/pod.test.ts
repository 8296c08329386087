import type { PodSpec } from 'kubernetes-types/core/v1.js'
import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../../../src/sandbox/object.ts'
import { manifest, problems, refusal, testApi } from './api.ts'

const pods = { group: '', resource: 'pods' }

function pod(spec: Record<string, unknown> = {}, container: Record<string, unknown> = {}): KubeObject {
  return manifest('v1', 'Pod', 'p', {
    spec: { containers: [{ name: 'main', image: 'nginx:1.27', ...container }], ...spec }
  })
}

/** A stored pod's spec, without the token that each pod gets. */
function specOf(given: KubeObject): PodSpec {
  const spec = structuredClone(testApi().client.create(pods, given).spec) as PodSpec
  const isToken = ({ name }: { name: string }): boolean => name.startsWith('kube-api-access-')
  spec.volumes = spec.volumes?.filter(volume => !isToken(volume))
  for (const each of spec.containers) each.volumeMounts = each.volumeMounts?.filter(mount => !isToken(mount))
  return spec
}

describe('a new pod', () => {
  test('is stored as a real API server stores it', () => {
    const stored = testApi().client.create(pods, { ...pod(), status: { phase: 'Running' } })
    const name = (stored.spec as PodSpec).volumes![0]!.name
    expect(name).toMatch(/^kube-api-access-[a-z0-9]{5}$/)
    expect(stored.metadata.generation).toBe(1)
    expect(stored.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' })
    expect(stored.spec).toEqual({
      containers: [
        {
          image: 'nginx:1.27',
          imagePullPolicy: 'IfNotPresent',
          name: 'main',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          volumeMounts: [{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name, readOnly: true }]
        }
      ],
      dnsPolicy: 'ClusterFirst',
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      serviceAccount: 'default',
      serviceAccountName: 'default',
      terminationGracePeriodSeconds: 30,
      tolerations: [
        { effect: 'NoExecute', key: 'node.kubernetes.io/not-ready', operator: 'Exists', tolerationSeconds: 300 },
        { effect: 'NoExecute', key: 'node.kubernetes.io/unreachable', operator: 'Exists', tolerationSeconds: 300 }
      ],
      volumes: [
        {
          name,
          projected: {
            defaultMode: 420,
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
              { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
              {
                downwardAPI: {
                  items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }]
                }
              }
            ]
          }
        }
      ]
    })
  })

  test.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1.27', 'IfNotPresent'],
    ['localhost:5000/nginx', 'Always'],
    [`nginx@sha256:${'a'.repeat(64)}`, 'IfNotPresent']
  ])('pulls %s %s', (image, policy) => {
    expect(specOf(pod({}, { image })).containers[0]!.imagePullPolicy).toBe(policy)
  })

  test('gets defaults for probes, ports, environment and volumes', () => {
    const spec = specOf(
      pod(
        {
          hostNetwork: true,
          volumes: [
            { name: 'nothing' },
            { name: 's', secret: { secretName: 's' } },
            { name: 'c', configMap: { name: 'c' } },
            { name: 'h', hostPath: { path: '/var' } },
            { name: 'd', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
            { name: 't', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }
          ]
        },
        {
          ports: [{ containerPort: 80 }],
          readinessProbe: { httpGet: { port: 80 } },
          livenessProbe: { grpc: { port: 80 }, periodSeconds: 5 },
          lifecycle: { preStop: { httpGet: { port: 80, path: '/stop' } } },
          env: [
            { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
            { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }
          ],
          resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500u' } }
        }
      )
    )
    expect(spec.containers[0]).toMatchObject({
      ports: [{ containerPort: 80, hostPort: 80, protocol: 'TCP' }],
      readinessProbe: {
        httpGet: { path: '/', port: 80, scheme: 'HTTP' },
        failureThreshold: 3,
        periodSeconds: 10,
        successThreshold: 1,
        timeoutSeconds: 1
      },
      livenessProbe: { grpc: { port: 80, service: '' }, periodSeconds: 5, timeoutSeconds: 1 },
      lifecycle: { preStop: { httpGet: { path: '/stop', port: 80, scheme: 'HTTP' } } },
      env: [
        { name: 'NODE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
        { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '0' } } }
      ],
      resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1m', memory: '1Gi' } }
    })
    expect(spec.volumes).toEqual([
      { name: 'nothing', emptyDir: {} },
      { name: 's', secret: { secretName: 's', defaultMode: 420 } },
      { name: 'c', configMap: { name: 'c', defaultMode: 420 } },
      { name: 'h', hostPath: { path: '/var', type: '' } },
      {
        name: 'd',
        downwardAPI: {
          defaultMode: 420,
          items: [{ path: 'labels', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.labels' } }]
        }
      },
      {
        name: 't',
        projected: { defaultMode: 420, sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3600 } }] }
      }
    ])
  })

  test('runs as a service account that is there', () => {
    const { client } = testApi()
    expect(refusal(() => client.create(pods, pod({ serviceAccountName: 'robot' })))).toBe(
      '403 Forbidden: pods "p" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found'
    )
    const robot = { automountServiceAccountToken: false, imagePullSecrets: [{ name: 'registry' }] }
    client.create({ group: '', resource: 'serviceaccounts' }, manifest('v1', 'ServiceAccount', 'robot', robot))
    const { spec } = client.create(pods, pod({ serviceAccount: 'robot' }))
    expect(spec).toMatchObject({ serviceAccountName: 'robot', imagePullSecrets: [{ name: 'registry' }] })
    expect(spec).not.toHaveProperty('volumes')
  })

  test('has the priority of its class', () => {
    const { client } = testApi()
    const classes = { group: 'scheduling.k8s.io', resource: 'priorityclasses' }
    const important = manifest('scheduling.k8s.io/v1', 'PriorityClass', 'important', { value: 1000 }, {})
    client.create(classes, { ...important, preemptionPolicy: 'Never' })
    expect(refusal(() => client.create(pods, pod({ priorityClassName: 'none' })))).toBe(
      '403 Forbidden: pods "p" is forbidden: no PriorityClass with name none was found'
    )
    expect(refusal(() => client.create(pods, pod({ priorityClassName: 'important', priority: 7 })))).toBe(
      '403 Forbidden: pods "p" is forbidden: the integer value of priority (7) must not be provided in pod spec; ' +
        'priority admission controller computed 1000 from the given PriorityClass name'
    )
    expect(client.create(pods, pod({ priorityClassName: 'important' })).spec).toMatchObject({
      priority: 1000,
      preemptionPolicy: 'Never'
    })
  })

  test('waits for its gates', () => {
    const { client } = testApi()
    expect(client.create(pods, pod({ schedulingGates: [{ name: 'example.com/go' }] })).status).toMatchObject({
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }]
    })
  })
})

const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
  "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"

describe('the limits of a namespace', () => {
  function limited(limits: Record<string, unknown>[]): ReturnType<typeof testApi>['client'] {
    const { client } = testApi()
    const range = manifest('v1', 'LimitRange', 'limits', { spec: { limits } })
    client.create({ group: '', resource: 'limitranges' }, range)
    return client
  }

  test('are given to containers that name none', () => {
    const client = limited([
      { type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '500m', memory: '1Gi' } }
    ])
    expect(client.create(pods, pod())).toMatchObject({
      metadata: {
        annotations: {
          'kubernetes.io/limit-ranger':
            'LimitRanger plugin set: cpu, memory request for container main; cpu limit for container main'
        }
      },
      spec: { containers: [{ resources: { limits: { cpu: '1' }, requests: { cpu: '500m', memory: '1Gi' } } }] },
      status: { qosClass: 'Burstable' }
    })
  })

  test.each([
    [
      { type: 'Container', min: { memory: '1Gi' } },
      { requests: { memory: '512Mi' } },
      'minimum memory usage per Container is 1Gi, but request is 512Mi'
    ],
    [{ type: 'Pod', min: { memory: '1Gi' } }, {}, 'minimum memory usage per Pod is 1Gi.  No request is specified'],
    [
      { type: 'Pod', max: { cpu: '1' } },
      { limits: { cpu: '1500m' } },
      'maximum cpu usage per Pod is 1, but limit is 1500m'
    ],
    [
      { type: 'Container', maxLimitRequestRatio: { cpu: '2' } },
      { limits: { cpu: '3' }, requests: { cpu: '1' } },
      'cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000'
    ]
  ])('refuse what goes beyond them: %j', (limit, resources, why) => {
    const client = limited([limit])
    expect(refusal(() => client.create(pods, pod({}, { resources })))).toBe(
      `403 Forbidden: pods "p" is forbidden: ${why}`
    )
  })

  test('count with a quota', () => {
    const { client } = testApi()
    const quota = manifest('v1', 'ResourceQuota', 'q', { spec: { hard: { pods: '1' } } })
    client.create({ group: '', resource: 'resourcequotas' }, quota)
    client.create(pods, pod())
    const second = { ...pod(), metadata: { name: 'p2', namespace: 'default' } }
    expect(refusal(() => client.create(pods, second))).toBe(
      '403 Forbidden: pods "p2" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1'
    )
    client.delete(pods, 'default', 'p', { gracePeriodSeconds: 0 })
    expect(client.create(pods, second).metadata.name).toBe('p2')
  })
})

describe('a pod is refused', () => {
  test.each([
    ['without containers', pod({ containers: [] }), 'spec.containers: Required value'],
    ['without an image', pod({}, { image: '' }), 'spec.containers[0].image: Required value'],
    [
      'with blanks around an image',
      pod({}, { image: ' nginx' }),
      'spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace'
    ],
    [
      'with a wrong name of a container',
      pod({}, { name: 'Main' }),
      `spec.containers[0].name: Invalid value: "Main": ${label}`
    ],
    [
      'with two containers of one name',
      pod({
        containers: [
          { name: 'a', image: 'a' },
          { name: 'a', image: 'b' }
        ]
      }),
      'spec.containers[1].name: Duplicate value: "a"'
    ],
    [
      'with an init container named like another',
      pod({ initContainers: [{ name: 'main', image: 'a' }] }),
      'spec.initContainers[0].name: Duplicate value: "main"'
    ],
    [
      'with a probe of an init container',
      pod({ initContainers: [{ name: 'init', image: 'a', readinessProbe: { exec: { command: ['true'] } } }] }),
      'spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always'
    ],
    [
      'with ports out of range, or named badly',
      pod({}, { ports: [{ containerPort: 70000 }, { containerPort: 80, name: 'HTTP' }] }),
      '[spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive, ' +
        'spec.containers[0].ports[1].name: Invalid value: "HTTP": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-), ' +
        'spec.containers[0].ports[1].name: Invalid value: "HTTP": must contain at least one letter (a-z)]'
    ],
    [
      'with a port of the node taken twice',
      pod(
        {},
        {
          ports: [
            { containerPort: 80, hostPort: 80 },
            { containerPort: 81, hostPort: 80 }
          ]
        }
      ),
      'spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"'
    ],
    [
      'with another port on the network of the node',
      pod({ hostNetwork: true }, { ports: [{ containerPort: 80, hostPort: 81 }] }),
      'spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true'
    ],
    [
      'with a mount of a volume that is not there',
      pod({}, { volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
      'spec.containers[0].volumeMounts[0].name: Not found: "data"'
    ],
    [
      'with two mounts at one path',
      pod(
        { volumes: [{ name: 'd' }] },
        {
          volumeMounts: [
            { name: 'd', mountPath: '/d' },
            { name: 'd', mountPath: '/d' }
          ]
        }
      ),
      'spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/d": must be unique'
    ],
    [
      'with a volume of two kinds',
      pod({ volumes: [{ name: 'd', emptyDir: {}, configMap: { name: 'c' } }] }),
      'spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type'
    ],
    [
      'with two volumes of one name',
      pod({ volumes: [{ name: 'd' }, { name: 'd' }] }),
      'spec.volumes[1].name: Duplicate value: "d"'
    ],
    [
      'with a path that leads back',
      pod({ volumes: [{ name: 'h', hostPath: { path: '/a/../b' } }] }),
      `spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain '..'`
    ],
    [
      'with requests above limits',
      pod({}, { resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } }),
      'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'
    ],
    [
      'with a resource of an unknown name',
      pod({}, { resources: { limits: { disk: '1' } } }),
      '[spec.containers[0].resources.limits[disk]: Invalid value: "disk": must be a standard resource type or fully qualified, ' +
        'spec.containers[0].resources.limits[disk]: Invalid value: "disk": must be a standard resource for containers, ' +
        'spec.containers[0].resources.requests[disk]: Invalid value: "disk": must be a standard resource type or fully qualified, ' +
        'spec.containers[0].resources.requests[disk]: Invalid value: "disk": must be a standard resource for containers]'
    ],
    [
      'with a probe that does nothing',
      pod({}, { livenessProbe: { periodSeconds: -1 } }),
      '[spec.containers[0].livenessProbe: Required value: must specify a handler type, ' +
        'spec.containers[0].livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0]'
    ],
    [
      'with a liveness probe that must succeed twice',
      pod({}, { livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 } }),
      'spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'
    ],
    [
      'with a variable of an unknown field',
      pod({}, { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.colour' } } }] }),
      'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.colour": error converting fieldPath: field label not supported: spec.colour'
    ],
    [
      'with a variable that has a value twice',
      pod({}, { env: [{ name: 'A', value: 'x', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } }] }),
      'spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty'
    ],
    [
      'with an unknown restart policy',
      pod({ restartPolicy: 'Sometimes' }),
      'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"'
    ],
    [
      'with an unknown pull policy',
      pod({}, { imagePullPolicy: 'Maybe' }),
      'spec.containers[0].imagePullPolicy: Unsupported value: "Maybe": supported values: "Always", "IfNotPresent", "Never"'
    ],
    [
      'with a toleration of nothing',
      pod({ tolerations: [{ value: 'x' }] }),
      'spec.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"'
    ],
    [
      'with a toleration of a value that need not be',
      pod({ tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] }),
      'spec.tolerations[0].operator: Invalid value: {"Key":"a","Operator":"Exists","Value":"b","Effect":"","TolerationSeconds":null}: ' +
        "value must be empty when `operator` is 'Exists'"
    ],
    [
      'with a spread over nothing',
      pod({ topologySpreadConstraints: [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'DoNotSchedule' }] }),
      '[spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero, ' +
        'spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty]'
    ],
    [
      'without the nameservers that it asks for',
      pod({ dnsPolicy: 'None' }),
      'spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None'
    ],
    [
      'with node affinity of an unknown operator',
      pod({
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'Is', values: ['ssd'] }] }]
            }
          }
        }
      }),
      'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: ' +
        'Invalid value: "Is": not a valid selector operator'
    ]
  ])('%s', (_what, given, expected) => {
    expect(problems(() => testApi().client.create(pods, given))).toBe(expected)
  })
})

describe('an update of a pod', () => {
  const forbidden =
    'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,' +
    '`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),' +
    '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n'

  const patched = (spec: Record<string, unknown>) => {
    const { client } = testApi()
    client.create(pods, pod())
    return problems(() => client.patch(pods, 'default', 'p', { spec }))
  }

  test('may change images, deadlines and add tolerations', () => {
    const { client } = testApi()
    const stored = client.create(pods, pod())
    const spec = structuredClone(stored.spec) as PodSpec
    spec.containers[0]!.image = 'nginx:1.28'
    spec.activeDeadlineSeconds = 60
    spec.tolerations!.push({ key: 'a', operator: 'Exists' })
    expect(client.update(pods, { ...stored, spec }).metadata.generation).toBe(2)
  })

  test('may change nothing else', () => {
    expect(patched({ hostname: 'h' })).toBe(`${forbidden}+ \tspec.hostname: "h"`)
    expect(patched({ terminationGracePeriodSeconds: 5 })).toBe(
      `${forbidden}- \tspec.terminationGracePeriodSeconds: 30\n+ \tspec.terminationGracePeriodSeconds: 5`
    )
  })

  test('may narrow its nodes while it waits at its gates', () => {
    const { client } = testApi()
    client.create(pods, pod({ schedulingGates: [{ name: 'example.com/go' }], nodeSelector: { disk: 'ssd' } }))
    const patched = (spec: Record<string, unknown>) => problems(() => client.patch(pods, 'default', 'p', { spec }))
    expect(patched({ nodeSelector: { zone: 'a' } })).toBe('no refusal')
    expect(patched({ nodeSelector: { disk: 'hdd' } })).toBe(
      'spec.nodeSelector: Invalid value: {"disk":"hdd","zone":"a"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)'
    )
    expect(patched({ schedulingGates: [{ name: 'example.com/go' }, { name: 'example.com/stop' }] })).toBe(
      `spec.schedulingGates[1].name: Forbidden: only deletion is allowed, but found new scheduling gate 'example.com/stop'`
    )
    expect(patched({ schedulingGates: [] })).toBe('no refusal')
  })

  test('may not take tolerations away, nor containers', () => {
    expect(patched({ tolerations: [] })).toBe(
      'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds'
    )
    const two = [
      { name: 'main', image: 'nginx:1.27' },
      { name: 'side', image: 'busybox' }
    ]
    expect(patched({ containers: two })).toBe(
      'spec.containers: Forbidden: pod updates may not add or remove containers'
    )
  })
})

describe('the row of a pod', () => {
  const container = (state: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
    name: 'main',
    ready: false,
    restartCount: 0,
    state,
    ...more
  })
  const running = container({ running: {} }, { ready: true })
  const completed = container({ terminated: { exitCode: 0, reason: 'Completed' } })

  function row(
    status: Record<string, unknown>,
    spec: Record<string, unknown> = {},
    change?: (api: ReturnType<typeof testApi>) => void
  ) {
    const api = testApi()
    const stored = api.client.create(pods, pod(spec))
    api.client.updateStatus(pods, { ...stored, status })
    change?.(api)
    api.pass(5)
    return api.row(pods, 'default', 'p')
  }

  test('tells all that kubectl shows', () => {
    expect(
      row(
        {
          phase: 'Running',
          podIPs: [{ ip: '10.0.0.7' }],
          conditions: [{ type: 'example.com/gate', status: 'True' }],
          containerStatuses: [
            container(
              { running: {} },
              {
                ready: true,
                restartCount: 2,
                lastState: { terminated: { exitCode: 1, finishedAt: '2024-05-06T07:08:04Z' } }
              }
            )
          ]
        },
        {
          nodeName: 'node1',
          readinessGates: [{ conditionType: 'example.com/gate' }, { conditionType: 'example.com/no' }]
        }
      )
    ).toEqual({
      Name: 'p',
      Ready: '1/1',
      Status: 'Running',
      Restarts: '2 (10s ago)',
      Age: '5s',
      IP: '10.0.0.7',
      Node: 'node1',
      'Nominated Node': '<none>',
      'Readiness Gates': '1/2'
    })
  })

  const init = { initContainers: [{ name: 'init', image: 'a' }] }
  const sidecar = { initContainers: [{ name: 'proxy', image: 'a', restartPolicy: 'Always' }] }
  test.each([
    ['Pending', '0/1', { phase: 'Pending' }, {}],
    ['Evicted', '0/1', { phase: 'Failed', reason: 'Evicted' }, {}],
    [
      'ContainerCreating',
      '0/1',
      { phase: 'Pending', containerStatuses: [container({ waiting: { reason: 'ContainerCreating' } })] },
      {}
    ],
    [
      'ImagePullBackOff',
      '0/1',
      { phase: 'Pending', containerStatuses: [container({ waiting: { reason: 'ImagePullBackOff' } })] },
      {}
    ],
    ['Completed', '0/1', { phase: 'Succeeded', containerStatuses: [completed] }, {}],
    [
      'Error',
      '0/1',
      { phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 1, reason: 'Error' } })] },
      {}
    ],
    ['ExitCode:3', '0/1', { phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 3 } })] }, {}],
    [
      'Signal:9',
      '0/1',
      { phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 137, signal: 9 } })] },
      {}
    ],
    [
      'SchedulingGated',
      '0/1',
      { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
      {}
    ],
    [
      'Init:0/1',
      '0/1',
      { phase: 'Pending', initContainerStatuses: [container({ running: {} }, { name: 'init' })] },
      init
    ],
    [
      'Init:0/1',
      '0/1',
      {
        phase: 'Pending',
        initContainerStatuses: [container({ waiting: { reason: 'PodInitializing' } }, { name: 'init' })]
      },
      init
    ],
    [
      'Init:CrashLoopBackOff',
      '0/1',
      {
        phase: 'Pending',
        initContainerStatuses: [container({ waiting: { reason: 'CrashLoopBackOff' } }, { name: 'init' })]
      },
      init
    ],
    [
      'Init:Error',
      '0/1',
      {
        phase: 'Pending',
        initContainerStatuses: [container({ terminated: { exitCode: 1, reason: 'Error' } }, { name: 'init' })]
      },
      init
    ],
    [
      'PodInitializing',
      '0/1',
      {
        phase: 'Pending',
        initContainerStatuses: [container({ terminated: { exitCode: 0, reason: 'Completed' } }, { name: 'init' })],
        containerStatuses: [container({ waiting: { reason: 'PodInitializing' } })]
      },
      init
    ],
    [
      'Running',
      '2/2',
      {
        phase: 'Running',
        initContainerStatuses: [container({ running: {} }, { name: 'proxy', started: true, ready: true })],
        containerStatuses: [running]
      },
      sidecar
    ],
    [
      'NotReady',
      '1/2',
      { phase: 'Running', containerStatuses: [completed, { ...running, name: 'side' }] },
      {
        containers: [
          { name: 'main', image: 'a' },
          { name: 'side', image: 'b' }
        ]
      }
    ]
  ])('says %s, %s', (status, ready, given, spec) => {
    expect(row(given, spec)).toMatchObject({ Status: status, Ready: ready })
  })

  test('says Terminating while the pod is being deleted', () => {
    const deleted = row({ phase: 'Running', containerStatuses: [running] }, { nodeName: 'node1' }, ({ client }) =>
      client.delete(pods, 'default', 'p')
    )
    expect(deleted).toMatchObject({ Status: 'Terminating', Ready: '1/1' })
  })

  test('counts restarts of init containers only while they run', () => {
    const inits = [container({ terminated: { exitCode: 0 } }, { name: 'init', restartCount: 4 })]
    expect(row({ phase: 'Running', initContainerStatuses: inits, containerStatuses: [running] }, init).Restarts).toBe(
      '0'
    )
    expect(
      row({ phase: 'Pending', initContainerStatuses: [{ ...inits[0], state: { running: {} } }] }, init).Restarts
    ).toBe('4')
  })
})

test('field selectors know what pods can be found by', () => {
  const { client, registry, info } = testApi()
  const stored = client.create(pods, pod({ nodeName: 'node1' }))
  const fields = registry.kind(info(pods)).selectableFields ?? {}
  expect(Object.fromEntries(Object.entries(fields).map(([field, read]) => [field, read(stored)]))).toEqual({
    'spec.hostNetwork': 'false',
    'spec.nodeName': 'node1',
    'spec.restartPolicy': 'Always',
    'spec.schedulerName': 'default-scheduler',
    'spec.serviceAccountName': 'default',
    'status.nominatedNodeName': '',
    'status.phase': 'Pending',
    'status.podIP': '',
    'status.podIPs': ''
  })
})

test('warnings speak of what is old, hidden or odd', () => {
  const { client, registry, info } = testApi()
  const stored = client.create(
    pods,
    pod(
      { nodeSelector: { 'beta.kubernetes.io/os': 'linux' } },
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
          { name: 'A', value: '$(A) and 3' }
        ],
        resources: { requests: { memory: '100m' } }
      }
    )
  )
  expect(registry.kind(info(pods)).warnings?.(stored)).toEqual([
    'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
    'spec.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer',
    'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'
  ])
})
