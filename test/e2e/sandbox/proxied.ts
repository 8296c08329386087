import { execFile } from 'node:child_process'
import { request } from 'node:http'
import type { KubectlRun } from '../../sandbox-cluster.ts'

/** What came back through the proxy. */
export interface Proxied {
  readonly status: number
  readonly reason: string
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
}

/**
 * Asks for a URL through an HTTP proxy, as curl does, with nothing but Node.
 *
 * @param proxy its URL, with the token.
 */
export function throughProxy(
  proxy: string,
  url: string,
  options: { readonly method?: string; readonly body?: string; readonly headers?: Record<string, string> } = {}
): Promise<Proxied> {
  const { hostname, port, username, password } = new URL(proxy)
  const credentials = Buffer.from(`${username}:${password}`).toString('base64')
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: hostname,
        port,
        path: url,
        method: options.method ?? 'GET',
        agent: false,
        headers: {
          host: new URL(url).host,
          ...(password === '' ? {} : { 'proxy-authorization': `Basic ${credentials}` }),
          ...options.headers
        }
      },
      response => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const { statusCode = 0, statusMessage = '', headers } = response
          resolve({ status: statusCode, reason: statusMessage, headers, body: Buffer.concat(chunks).toString() })
        })
      }
    )
    call.on('error', reject)
    call.end(options.body)
  })
}

/** Runs the real curl. */
export function curl(args: readonly string[], env: Readonly<Record<string, string>>): Promise<KubectlRun> {
  return new Promise(resolve => {
    execFile('curl', [...args], { env: { PATH: process.env.PATH, ...env } }, (error, stdout, stderr) => {
      resolve({ exit: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr })
    })
  })
}
