import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedRoles } from '../../../../src/sandbox/seed-roles.ts'
import { startTestApi, type TestApi } from '../api-server.ts'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  seedRoles(api.client)
  await api.send('POST', '/api/v1/namespaces', { metadata: { name: 'other' } })
  const rbac = '/apis/rbac.authorization.k8s.io/v1'
  await api.send('POST', `${rbac}/namespaces/default/roles`, {
    metadata: { name: 'reader' },
    rules: [{ apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] }]
  })
  await api.send('POST', `${rbac}/namespaces/default/rolebindings`, {
    metadata: { name: 'bob-reads' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [
      { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'bob' },
      { kind: 'ServiceAccount', name: 'robot', namespace: 'other' }
    ]
  })
})
afterAll(() => api.close())

const authorization = '/apis/authorization.k8s.io/v1'
const authentication = '/apis/authentication.k8s.io/v1'
const about = (verb: string, resource: string, namespace = 'default') => ({
  resourceAttributes: { verb, resource, namespace }
})

describe('reviews', () => {
  test('of oneself allow the administrator everything', async () => {
    const { status, at } = await api.send('POST', `${authorization}/selfsubjectaccessreviews`, {
      spec: about('delete', 'nodes', '')
    })
    expect([status, at('kind'), at('status')]).toEqual([201, 'SelfSubjectAccessReview', { allowed: true }])
    const rules = await api.send('POST', `${authorization}/selfsubjectrulesreviews`, { spec: { namespace: 'default' } })
    expect(rules.at('status')).toEqual({
      resourceRules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
      nonResourceRules: [{ nonResourceURLs: ['*'], verbs: ['*'] }],
      incomplete: false
    })
    const self = await api.send('POST', `${authentication}/selfsubjectreviews`, {})
    expect(self.at('status.userInfo')).toEqual({
      username: 'kubernetes-admin',
      groups: ['system:masters', 'system:authenticated']
    })
  })

  test('have no rows to show', async () => {
    const ask = (accept: string) =>
      api.send('POST', `${authorization}/selfsubjectaccessreviews`, { spec: about('get', 'pods') }, { accept })
    const table = 'application/json;as=Table;v=v1;g=meta.k8s.io'
    expect(await ask(table)).toMatchObject({ status: 406, body: { reason: 'NotAcceptable' } })
    expect((await ask(`${table},application/json`)).status).toBe(201)
  })

  test('of others follow roles and bindings', async () => {
    const review = async (user: string, spec: object) =>
      (await api.send('POST', `${authorization}/subjectaccessreviews`, { spec: { user, ...spec } })).at('status')
    expect(await review('bob', about('list', 'pods'))).toEqual({
      allowed: true,
      reason: 'RBAC: allowed by RoleBinding "bob-reads/default" of Role "reader" to User "bob"'
    })
    expect(await review('bob', about('delete', 'pods'))).toEqual({ allowed: false })
    expect(await review('bob', about('list', 'pods', 'other'))).toEqual({ allowed: false })
    expect(await review('system:serviceaccount:other:robot', about('get', 'pods'))).toMatchObject({ allowed: true })
    expect(await review('eve', { nonResourceAttributes: { verb: 'get', path: '/version' } })).toMatchObject({
      allowed: true
    })
    expect(await review('eve', { nonResourceAttributes: { verb: 'get', path: '/metrics' } })).toEqual({
      allowed: false
    })
    const local = `${authorization}/namespaces/default/localsubjectaccessreviews`
    const answer = await api.send('POST', local, { spec: { user: 'bob', ...about('get', 'pods') } })
    expect(answer.at('status.allowed')).toBe(true)
    expect((await api.send('POST', local, { spec: { user: 'bob', ...about('get', 'pods', 'other') } })).status).toBe(
      400
    )
    expect((await api.send('POST', `${authorization}/subjectaccessreviews`, { spec: { user: 'bob' } })).status).toBe(
      422
    )
  })

  test('of tokens know the one of the administrator', async () => {
    const review = async (token: string) =>
      (await api.send('POST', `${authentication}/tokenreviews`, { spec: { token } })).at('status')
    expect(await review('token')).toMatchObject({ authenticated: true, user: { username: 'kubernetes-admin' } })
    expect(await review('else')).toEqual({ user: {}, error: '[invalid bearer token]' })
  })

  test('are questions: nothing is stored, and there is nothing to list', async () => {
    expect((await api.send('GET', `${authorization}/selfsubjectaccessreviews`)).status).toBe(405)
  })
})

describe('a request in the name of somebody else', () => {
  const as = (user: string) => ({ 'impersonate-user': user })

  test('may do what roles allow and no more', async () => {
    expect((await api.send('GET', '/api/v1/namespaces/default/pods', undefined, as('bob'))).status).toBe(200)
    const refused = await api.send('GET', '/api/v1/namespaces/other/pods', undefined, as('bob'))
    expect(refused).toMatchObject({ status: 403, body: { reason: 'Forbidden' } })
    expect(refused.at('message')).toBe(
      'pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "other"'
    )
    const named = await api.send('DELETE', '/api/v1/nodes/n1', undefined, as('bob'))
    expect(named.at('message')).toBe(
      'nodes "n1" is forbidden: User "bob" cannot delete resource "nodes" in API group "" at the cluster scope'
    )
    expect((await api.send('GET', '/metrics', undefined, as('bob'))).at('message')).toBe(
      'forbidden: User "bob" cannot get path "/metrics"'
    )
    expect((await api.send('GET', '/apis', undefined, as('bob'))).status).toBe(200)
  })

  test('may what the roles of every cluster allow', async () => {
    const path = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings'
    const roleRef = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name })
    for (const name of ['view', 'edit']) {
      const subjects = [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: `${name}er` }]
      await api.send('POST', path, { metadata: { name }, roleRef: roleRef(name), subjects })
    }
    const pods = '/api/v1/namespaces/default/pods'
    const secrets = '/api/v1/namespaces/default/secrets'
    const codes = async (user: string) => [
      (await api.send('GET', pods, undefined, as(user))).status,
      (await api.send('GET', secrets, undefined, as(user))).status,
      (await api.send('DELETE', pods, undefined, as(user))).status,
      (await api.send('GET', path, undefined, as(user))).status
    ]
    expect(await codes('viewer')).toEqual([200, 403, 403, 403])
    expect(await codes('editer')).toEqual([200, 200, 200, 403])
  })

  test('may ask about itself', async () => {
    const path = `${authorization}/selfsubjectaccessreviews`
    const { at } = await api.send('POST', path, { spec: about('get', 'pods') }, as('bob'))
    expect(at('status.allowed')).toBe(true)
  })
})

describe('paths', () => {
  test('about the server', async () => {
    expect((await api.send('GET', '/readyz')).bytes.toString()).toBe('ok')
    expect((await api.send('GET', '/livez?verbose')).bytes.toString()).toBe(
      '[+]ping ok\n[+]etcd ok\nlivez check passed\n'
    )
    expect((await api.send('GET', '/healthz/ping')).bytes.toString()).toBe('ok')
    expect((await api.send('GET', '/version')).at('gitVersion')).toMatch(/^v1\.35/)
    expect((await api.send('GET', '/metrics')).bytes.toString()).toContain(
      'apiserver_resource_objects{resource="namespaces"} 2'
    )
    for (const path of ['/nothere', '/version/x', '/healthz/x', '/apis/nothere/v1/x', '/api/v1/nothere', '/api/v2'])
      expect((await api.send('GET', path)).status).toBe(404)
    expect((await api.send('POST', '/version')).status).toBe(405)
    expect((await api.send('OPTIONS', '/api/v1/nodes')).status).toBe(405)
  })

  test('answer HEAD without a body', async () => {
    const { status, bytes } = await api.send('HEAD', '/api/v1/namespaces/default')
    expect([status, bytes.length]).toEqual([200, 0])
  })

  test('of what is not served name the page that says so', async () => {
    const proxy = await api.send('GET', '/api/v1/nodes/n1/proxy')
    expect(proxy).toMatchObject({ status: 501, body: { reason: 'NotImplemented' } })
    expect(proxy.at('message')).toContain('docs/sandbox.md')
    // Nothing would start the container, or change the one that runs.
    for (const part of ['ephemeralcontainers', 'resize'])
      expect(await api.send('PATCH', `/api/v1/namespaces/default/pods/p/${part}`, {})).toMatchObject({ status: 501 })
  })
})
