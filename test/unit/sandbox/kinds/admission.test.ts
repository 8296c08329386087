import { describe, expect, test } from 'vitest'
import { manifest, refusal, testApi } from './api.ts'

const pods = { group: '', resource: 'pods' }
const services = { group: '', resource: 'services' }
const configMaps = { group: '', resource: 'configmaps' }
const claims = { group: '', resource: 'persistentvolumeclaims' }
const limitRanges = { group: '', resource: 'limitranges' }
const quotas = { group: '', resource: 'resourcequotas' }
const storageClasses = { group: 'storage.k8s.io', resource: 'storageclasses' }
const ingressClasses = { group: 'networking.k8s.io', resource: 'ingressclasses' }
const ingresses = { group: 'networking.k8s.io', resource: 'ingresses' }

const pod = (resources: object = {}, name = 'web') =>
  manifest('v1', 'Pod', name, { spec: { containers: [{ name: 'main', image: 'nginx', resources }] } })
const range = (item: object) => manifest('v1', 'LimitRange', 'limits', { spec: { limits: [item] } })
const quota = (hard: Record<string, string>, rest: object = {}) =>
  manifest('v1', 'ResourceQuota', 'team', { spec: { hard, ...rest } })
const claim = (storage: string) =>
  manifest('v1', 'PersistentVolumeClaim', 'data', {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } }
  })

describe('a limit range', () => {
  const defaults = { type: 'Container', default: { cpu: '500m', memory: '1Gi' }, defaultRequest: { cpu: '100m' } }

  test('gives containers what they do not say', () => {
    const { client } = testApi()
    client.create(limitRanges, range(defaults))
    const stored = client.create(pods, pod({ limits: { memory: '2Gi' } }))
    expect(stored.spec).toMatchObject({
      containers: [{ resources: { requests: { cpu: '100m', memory: '2Gi' }, limits: { cpu: '500m', memory: '2Gi' } } }]
    })
    expect(stored.metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu request for container main; cpu limit for container main'
    })
    expect(stored.status).toMatchObject({ qosClass: 'Burstable' })
  })

  test.each([
    [{ type: 'Pod', min: { cpu: '1' } }, {}, 'minimum cpu usage per Pod is 1.  No request is specified'],
    [
      { type: 'Container', min: { cpu: '1' } },
      { requests: { cpu: '500m' } },
      'minimum cpu usage per Container is 1, but request is 500m'
    ],
    [{ type: 'Pod', max: { cpu: '1' } }, {}, 'maximum cpu usage per Pod is 1.  No limit is specified'],
    [{ type: 'Pod', max: { cpu: '1' } }, { limits: { cpu: '2' } }, 'maximum cpu usage per Pod is 1, but limit is 2'],
    [
      { type: 'Container', maxLimitRequestRatio: { cpu: '2' } },
      { requests: { cpu: '1' }, limits: { cpu: '3' } },
      'cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000'
    ]
  ])('%j refuses a container with %j', (item, resources, words) => {
    const { client } = testApi()
    client.create(limitRanges, range(item))
    const message = `403 Forbidden: pods "web" is forbidden: ${words}`
    expect(refusal(() => client.create(pods, pod(resources)))).toBe(message)
  })

  test('refuses a claim that is too large', () => {
    const { client } = testApi()
    client.create(limitRanges, range({ type: 'PersistentVolumeClaim', max: { storage: '1Gi' } }))
    expect(refusal(() => client.create(claims, claim('2Gi')))).toBe(
      '403 Forbidden: persistentvolumeclaims "data" is forbidden: maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 2Gi'
    )
    expect(refusal(() => client.create(claims, claim('1Gi')))).toBe('no refusal')
  })
})

describe('a resource quota', () => {
  test('refuses what is over it, and lets it in when something else has gone', () => {
    const { client } = testApi()
    client.create(quotas, quota({ configmaps: '1', 'count/configmaps': '5' }))
    client.create(configMaps, manifest('v1', 'ConfigMap', 'a'))
    expect(refusal(() => client.create(configMaps, manifest('v1', 'ConfigMap', 'b')))).toBe(
      '403 Forbidden: configmaps "b" is forbidden: exceeded quota: team, requested: configmaps=1, used: configmaps=1, limited: configmaps=1'
    )
    client.delete(configMaps, 'default', 'a')
    expect(refusal(() => client.create(configMaps, manifest('v1', 'ConfigMap', 'b')))).toBe('no refusal')
  })

  test('of cpu wants every container to say how much it needs', () => {
    const { client } = testApi()
    client.create(quotas, quota({ 'requests.cpu': '1' }))
    expect(refusal(() => client.create(pods, pod()))).toBe(
      '403 Forbidden: pods "web" is forbidden: failed quota: team: must specify requests.cpu for: main'
    )
    client.create(pods, pod({ requests: { cpu: '600m' } }))
    expect(refusal(() => client.create(pods, pod({ requests: { cpu: '600m' } }, 'other')))).toBe(
      '403 Forbidden: pods "other" is forbidden: exceeded quota: team, requested: requests.cpu=600m, used: requests.cpu=600m, limited: requests.cpu=1'
    )
  })

  test('counts claims and their storage by class', () => {
    const { client } = testApi()
    const prefix = 'gold.storageclass.storage.k8s.io/'
    client.create(quotas, quota({ [`${prefix}persistentvolumeclaims`]: '5', [`${prefix}requests.storage`]: '1Gi' }))
    const ofClass = (storageClassName: string) => {
      const object = claim('2Gi')
      return { ...object, spec: { ...(object.spec as object), storageClassName } }
    }
    expect(refusal(() => client.create(claims, ofClass('gold')))).toContain(
      `exceeded quota: team, requested: ${prefix}requests.storage=2Gi, used: ${prefix}requests.storage=0, limited: ${prefix}requests.storage=1Gi`
    )
    expect(refusal(() => client.create(claims, ofClass('silver')))).toBe('no refusal')
  })

  test('leaves alone what its scopes leave out', () => {
    const { client } = testApi()
    client.create(quotas, quota({ pods: '0' }, { scopes: ['NotBestEffort'] }))
    expect(refusal(() => client.create(pods, pod()))).toBe('no refusal')
    expect(refusal(() => client.create(pods, pod({ requests: { cpu: '1' } }, 'other')))).toContain('exceeded quota')
  })

  test('refuses a change that uses more, and no other', () => {
    const { client } = testApi()
    const stored = client.create(services, manifest('v1', 'Service', 'web', { spec: { ports: [{ port: 80 }] } }))
    client.create(quotas, quota({ services: '0', 'services.nodeports': '0' }))
    const labelled = { ...stored, metadata: { ...stored.metadata, labels: { a: '1' } } }
    expect(refusal(() => client.update(services, labelled))).toBe('no refusal')
    expect(refusal(() => client.patch(services, 'default', 'web', { spec: { type: 'NodePort' } }))).toContain(
      'exceeded quota: team, requested: services.nodeports=1, used: services.nodeports=0'
    )
  })
})

test('claims and ingresses without a class get the youngest default', () => {
  const { client, pass } = testApi()
  for (const name of ['old', 'new']) {
    const annotations = {
      'storageclass.kubernetes.io/is-default-class': 'true',
      'ingressclass.kubernetes.io/is-default-class': 'true'
    }
    client.create(
      storageClasses,
      manifest('storage.k8s.io/v1', 'StorageClass', name, { provisioner: 'a.b/c' }, { annotations })
    )
    client.create(
      ingressClasses,
      manifest('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller: 'a.b/c' } }, { annotations })
    )
    pass(1)
  }
  expect(client.create(claims, claim('1Gi')).spec).toMatchObject({ storageClassName: 'new' })
  const spec = { defaultBackend: { service: { name: 'web', port: { number: 80 } } } }
  const ingress = client.create(ingresses, manifest('networking.k8s.io/v1', 'Ingress', 'web', { spec }))
  expect(ingress.spec).toMatchObject({ ingressClassName: 'new' })
})

describe('a runtime class', () => {
  const runtimeClasses = { group: 'node.k8s.io', resource: 'runtimeclasses' }
  const runtimeClass = (fields: object = {}) => {
    const object = manifest('node.k8s.io/v1', 'RuntimeClass', 'sandboxed', { handler: 'runsc', ...fields })
    delete object.metadata.namespace
    return object
  }
  const using = (spec: object = {}) =>
    manifest('v1', 'Pod', 'web', {
      spec: { runtimeClassName: 'sandboxed', containers: [{ name: 'main', image: 'nginx' }], ...spec }
    })

  test('tells what its pods cost, and where they may run', () => {
    const { client } = testApi()
    const scheduling = { nodeSelector: { runtime: 'runsc' }, tolerations: [{ key: 'runsc', operator: 'Exists' }] }
    client.create(runtimeClasses, runtimeClass({ overhead: { podFixed: { cpu: '250m' } }, scheduling }))
    expect(client.create(pods, using({ nodeSelector: { disk: 'ssd' } }))).toMatchObject({
      spec: {
        overhead: { cpu: '250m' },
        nodeSelector: { disk: 'ssd', runtime: 'runsc' },
        tolerations: expect.arrayContaining([{ key: 'runsc', operator: 'Exists' }])
      }
    })
    expect(refusal(() => client.create(pods, using({ overhead: { cpu: '1' } })))).toContain(
      `pods "web" is forbidden: pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead`
    )
    expect(refusal(() => client.create(pods, using({ nodeSelector: { runtime: 'runc' } })))).toContain(
      'pods "web" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[runtime] = runsc; pod.spec.nodeSelector[runtime] = runc'
    )
  })

  test('has to be there, and alone tells of an overhead', () => {
    const { client } = testApi()
    expect(refusal(() => client.create(pods, using()))).toContain(
      'pods "web" is forbidden: pod rejected: RuntimeClass "sandboxed" not found'
    )
    client.create(runtimeClasses, runtimeClass())
    expect(refusal(() => client.create(pods, using({ overhead: { cpu: '1' } })))).toContain(
      'pods "web" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead'
    )
  })
})
