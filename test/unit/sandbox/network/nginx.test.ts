import { describe, expect, it } from 'vitest'
import type { PodAnswer } from '../../../../src/sandbox/network/exchange.ts'
import { nginx, nginxPorts } from '../../../../src/sandbox/network/servers/nginx.ts'
import type { Serving } from '../../../../src/sandbox/network/servers/server.ts'
import type { ContainerInstance } from '../../../../src/sandbox/nodes/container-instance.ts'
import { containerFiles } from '../../../../src/sandbox/nodes/shell/files.ts'
import type { Fetched, Surroundings } from '../../../../src/sandbox/nodes/shell/process.ts'

type Fetch = Surroundings['fetch']

function instanceWith(files: Readonly<Record<string, string>>, fetch?: Fetch): ContainerInstance {
  const tree = new Map(Object.entries({ 'usr/share/nginx/html/index.html': 'welcome', ...files }))
  const instance = {
    hostname: 'web-0',
    environment: new Map(),
    files: containerFiles([{ path: '', readOnly: false, tree: () => tree }]),
    shell: () => ({ around: { fetch } })
  }
  return instance as unknown as ContainerInstance
}

interface Asked {
  readonly answer: PodAnswer | undefined
  readonly log: readonly string[]
}

function ask(instance: ContainerInstance, target: string, { port = 80, host = 'web' } = {}): Asked {
  const log: string[] = []
  const serving = {
    instance,
    tag: '1.29.3',
    client: '10.244.0.9',
    port,
    now: 0,
    log: (line: string) => void log.push(line)
  }
  const request = { method: 'GET', target, headers: { host, 'user-agent': 'test/1' }, body: '' }
  return { answer: nginx(request, serving as unknown as Serving), log }
}

const conf = (text: string, fetch?: Fetch): ContainerInstance =>
  instanceWith({ 'etc/nginx/conf.d/default.conf': text, 'srv/a/index.html': 'a', 'srv/a/deep/x.txt': 'x' }, fetch)

describe('the configuration of nginx', () => {
  it.each<[what: string, text: string, target: string, status: number, body: string]>([
    ['nothing but a port', 'server { listen 80; }', '/', 200, 'welcome'],
    ['a text', "server { location /healthz { return 200 'ok\\n'; } }", '/healthz', 200, 'ok\n'],
    [
      'a text for all',
      'server { return 200 "from $hostname to $remote_addr: $uri"; }',
      '/p?q',
      200,
      'from web-0 to 10.244.0.9: /p'
    ],
    [
      'a status alone',
      'server { location = /gone { return 503; } }',
      '/gone',
      503,
      '503 Service Temporarily Unavailable'
    ],
    [
      'an exact place',
      "server { location = / { return 200 'exact'; } location / { return 200 'all'; } }",
      '/',
      200,
      'exact'
    ],
    [
      'the longest beginning',
      "server { location / { return 200 'a'; } location /b/ { return 200 'b'; } }",
      '/b/c',
      200,
      'b'
    ],
    [
      'an expression',
      "server { location / { return 200 'a'; } location ~* \\.PHP$ { return 200 'php'; } }",
      '/x.php',
      200,
      'php'
    ],
    ['another root', 'server { root /srv/a; }', '/', 200, 'a'],
    ['an alias', 'server { location /files/ { alias /srv/a/deep/; } }', '/files/x.txt', 200, 'x'],
    [
      'a file for all else',
      'server { root /srv/a; location / { try_files $uri $uri/ /index.html; } }',
      '/app/page',
      200,
      'a'
    ],
    ['no such file', 'server { root /srv/a; }', '/none', 404, '404 Not Found'],
    [
      'comments and quotes',
      'server { # return 500;\n location \'/q\' { return 200 "a; b {}"; } }',
      '/q',
      200,
      'a; b {}'
    ],
    ['its state', 'server { location /status { stub_status; } }', '/status', 200, 'Active connections: 1']
  ])('%s', (_what, text, target, status, body) => {
    const { answer } = ask(conf(text), target)
    expect(answer?.status).toBe(status)
    expect(answer?.body).toContain(body)
  })

  it('names ports, and servers by their names', () => {
    const instance = conf(
      "server { listen 8080 default_server; listen [::]:8080; return 200 'first'; } " +
        "server { listen 0.0.0.0:8080; server_name shop.example *.x; return 200 'shop'; } server { listen 9000; }"
    )
    expect([...new Set(nginxPorts(instance))]).toEqual([8080, 9000])
    expect(ask(instance, '/', { port: 8080 }).answer?.body).toBe('first')
    expect(ask(instance, '/', { port: 8080, host: 'shop.example:8080' }).answer?.body).toBe('shop')
  })

  it('is read from nginx.conf with what that includes, as it was at the start', () => {
    const files = {
      'etc/nginx/nginx.conf': 'events {} http { include /etc/nginx/sites/*.conf; server { listen 81; } }',
      'etc/nginx/sites/a.conf': 'server { listen 82; return 200 before; }',
      'etc/nginx/sites/b.txt': 'server { listen 83; }'
    }
    const instance = instanceWith(files)
    expect([...nginxPorts(instance)].sort()).toEqual([81, 82])
    instance.files.write('/etc/nginx/sites/a.conf', 'server { listen 82; return 200 after; }', false)
    expect(ask(instance, '/', { port: 82 }).answer?.body).toBe('before')
  })

  it('passes on to what stands behind it, and says when that does not answer', () => {
    const seen: unknown[] = []
    let got: Fetched = { kind: 'answer', address: '10.96.0.7', status: 200, headers: {}, body: 'from behind' }
    const fetch: Fetch = (host, port, { target, headers }) => {
      seen.push([host, port, target, headers['host'], headers['x-real-ip']])
      return got
    }
    const text =
      'upstream hello { server hello:8080; } server { location / { proxy_pass http://hello; } ' +
      'location /api/ { proxy_pass http://api.shop:81/v1/; proxy_set_header Host $host; proxy_set_header X-Real-IP $remote_addr; } }'
    const instance = conf(text, fetch)
    expect(ask(instance, '/x').answer).toMatchObject({ status: 200, body: 'from behind' })
    expect(ask(instance, '/api/items?n=1').answer?.body).toBe('from behind')
    expect(seen).toEqual([
      ['hello', 8080, '/x', 'hello', undefined],
      ['api.shop', 81, '/v1/items?n=1', 'web', '10.244.0.9']
    ])
    got = { kind: 'refused', address: '10.96.0.7' }
    const { answer, log } = ask(instance, '/x')
    expect(answer).toMatchObject({ status: 502 })
    expect(answer?.body).toContain('502 Bad Gateway')
    expect(log[0]).toContain(
      'connect() failed (111: Connection refused) while connecting to upstream, client: 10.244.0.9'
    )
    expect(log[1]).toMatch(/^10\.244\.0\.9 - - \[.*\] "GET \/x HTTP\/1\.1" 502 \d+ "-" "test\/1" "-"$/)
  })

  it.each([
    'server {',
    '}',
    'server { location ~ (a+)+$ { return 200 x; } }',
    'http { server',
    '"',
    '{{{{{{'.repeat(5000)
  ])('does not fall over what is none: %.30s', text =>
    expect(() => ask(conf(text), `/${'a'.repeat(40)}!`)).not.toThrow()
  )
})
