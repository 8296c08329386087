import { expect, it } from 'vitest'
import { proxyEnvironment } from '../../../src/shell/proxy.ts'

const proxy = 'http://kubewalk:token@127.0.0.1:4000'

it('leads what begins with http:// to the sandbox, and this machine past it', () => {
  expect(proxyEnvironment(proxy, { http_proxy: 'http://other:3128' })).toEqual({
    http_proxy: proxy,
    HTTP_PROXY: proxy,
    no_proxy: 'localhost,127.0.0.1,::1',
    NO_PROXY: 'localhost,127.0.0.1,::1'
  })
})

it.each([
  ['git.example.com, .example.org,*.example.net', 'git.example.com,.example.org,*.example.net'],
  ['192.168.1.7,127.0.0.1', '192.168.1.7'],
  // A node, a pod or a Service must not be looked for in the network of this machine.
  ['*,10.0.0.0/8,172.16.0.0/12,172.18.0.2,0.0.0.0/0,web,.svc,.cluster.local,svc.cluster.local', '']
])('keeps of no_proxy %j what is of other places', (before, kept) => {
  const { no_proxy: now } = proxyEnvironment(proxy, { no_proxy: before })
  expect(now).toBe(['localhost,127.0.0.1,::1', ...(kept === '' ? [] : [kept])].join(','))
})
