import { Agent, request } from 'node:https'
import type { ServedAt } from '../../../src/sandbox/process/places.ts'

export interface ApiAnswer {
  readonly status: number
  readonly body: Record<string, unknown>
}

export interface Api {
  /**
   * Sends one request and reads the whole answer.
   *
   * @throws when the process ends before it has answered.
   */
  send(method: string, path: string, body?: object): Promise<ApiAnswer>
  /**
   * Begins a watch.
   *
   * @param onLine called with the JSON text of each event.
   * @returns when the server has begun to answer; the function ends the watch.
   */
  watch(path: string, onLine: (line: string) => void): Promise<() => void>
  close(): void
}

/** A client of a sandbox that speaks plain HTTPS, over connections that are kept. */
export function apiOf(served: Pick<ServedAt, 'url' | 'token' | 'certificateAuthority'>): Api {
  const agent = new Agent({ keepAlive: true, ca: served.certificateAuthority })
  const authorization = `Bearer ${served.token}`
  return {
    send(method, path, body) {
      return new Promise((resolve, reject) => {
        const headers = { authorization, 'content-type': 'application/json' }
        const sent = request(new URL(path, served.url), { method, agent, headers }, response => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => (text += chunk))
          response.on('error', reject)
          response.on('close', () => {
            if (!response.complete) reject(new Error('the answer was cut off'))
            else resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> })
          })
        })
        sent.on('error', reject)
        sent.end(body === undefined ? undefined : JSON.stringify(body))
      })
    },
    watch(path, onLine) {
      return new Promise((resolve, reject) => {
        const sent = request(new URL(path, served.url), { agent, headers: { authorization } }, response => {
          let rest = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => {
            const lines = (rest + chunk).split('\n')
            rest = lines.pop() ?? ''
            for (const line of lines) onLine(line)
          })
          // Who ends the watch cuts the answer off.
          response.on('error', () => undefined)
          resolve(() => sent.destroy())
        })
        sent.on('error', reject)
        sent.end()
      })
    },
    close: () => agent.destroy()
  }
}
