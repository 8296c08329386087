/** Servers whose whole answer is a sentence: those of tutorials, and all of which nothing more is known. */
import { expand } from '../../nodes/pod-view/environment.ts'
import { answerOf, inTitleCase, pathOf, queryOf, type PodRequest } from '../exchange.ts'
import type { Server, Serving } from './server.ts'

const notFound = answerOf(404, '404 page not found\n')

/** The pod's name, at the paths that its image has. */
export const named: Server = (request, { image, instance }) => {
  if (image.paths !== undefined && !image.paths.includes(pathOf(request))) return notFound
  return answerOf(200, `${instance.hostname}\n`)
}

/** Pages by their paths, whose texts may name variables of the container: `$(HOSTNAME)`. */
export const pages: Server = (request, serving) => {
  const { image, instance } = serving
  const path = pathOf(request)
  const text = image.pages?.[path] ?? image.pages?.['*']
  writeAccess(request, serving, text === undefined ? 404 : 200)
  if (text === undefined) return notFound
  const body = bytes(expand(text, instance.environment))
  return answerOf(200, body.endsWith('\n') ? body : `${body}\n`, typeOf(body))
}

/** The text that it is started with, as hashicorp/http-echo: `-text=hello`. */
export const text: Server = (request, serving) => {
  const { args = [], command = [] } = serving.container
  const words = [...command, ...args]
  const at = words.findIndex(word => /^--?text(=|$)/.test(word))
  const word = words[at] ?? ''
  const said = word.includes('=') ? word.replace(/^--?text=/, '') : (words[at + 1] ?? '')
  writeAccess(request, serving, 200)
  return answerOf(200, bytes(`${expand(said, serving.instance.environment)}\n`))
}

/** Gives the request back as JSON, and writes it to its log. */
export const echo: Server = (request, serving) => {
  const { method, target, headers, body } = request
  const { instance, client } = serving
  const text = Buffer.from(body, 'latin1').toString('utf8')
  const told = { path: target, method, headers, body: text, ip: client, os: { hostname: instance.hostname } }
  serving.log(bytes(`${method} ${target} from ${client}${text === '' ? '' : `: ${text.trim()}`}`))
  return answerOf(200, bytes(`${JSON.stringify(told, null, 2)}\n`), 'application/json; charset=utf-8')
}

/** As traefik/whoami, and the `netexec` of Kubernetes' own test image. */
export const whoami: Server = (request, { instance, client, pod }) => {
  const path = pathOf(request)
  if (path === '/hostname' || path === '/hostName') return answerOf(200, instance.hostname)
  if (path === '/clientip') return answerOf(200, client)
  if (path === '/echo') return answerOf(200, queryOf(request).get('msg') ?? '')
  if (/^\/(healthz?|readyz?|ready|livez)$/.test(path)) return answerOf(200, 'ok')
  const lines = [`Hostname: ${instance.hostname}`, `IP: ${pod.status?.podIP ?? ''}`, `RemoteAddr: ${client}`]
  const headers = Object.entries(request.headers).map(([name, value]) => `${inTitleCase(name)}: ${value}`)
  return answerOf(200, `${[...lines, `${request.method} ${request.target} HTTP/1.1`, ...headers].join('\n')}\n`)
}

function writeAccess({ method, target }: PodRequest, { log, client, now }: Serving, status: number): void {
  log(`${new Date(now).toISOString()} ${client} ${method} ${target} ${status}`)
}

function typeOf(body: string): string {
  if (/^\s*[[{]/.test(body)) return 'application/json'
  return /^\s*</.test(body) ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8'
}

function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
