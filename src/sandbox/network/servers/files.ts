/** Web servers that serve the files of their container, with the pages and logs of the real ones. */
import { dateText } from '../../nodes/shell/date-text.ts'
import { pathOf, type PodAnswer, type PodRequest } from '../exchange.ts'
import type { Server, Serving } from './server.ts'

const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  gif: 'image/gif',
  htm: 'text/html',
  html: 'text/html',
  jpg: 'image/jpeg',
  js: 'application/javascript',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  xml: 'text/xml'
}

export interface Found {
  readonly status: 200 | 301 | 403 | 404 | 405
  readonly body: string
  readonly type: string
}

/**
 * What a web server finds for a request.
 *
 * @param folder where its files lie; absolute.
 */
export function fileAt({ instance }: Serving, folder: string, request: PodRequest): Found {
  const none = (status: Found['status']): Found => ({ status, body: '', type: 'text/html' })
  if (request.method !== 'GET' && request.method !== 'HEAD') return none(405)
  const path = pathOf(request)
  const asked = `${folder}/${path
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/')}`.replace(/\/$/, '')
  if (path.split('/').includes('..')) return none(404)
  const isFolder = instance.files.isDirectory(asked)
  if (isFolder && !path.endsWith('/')) return none(301)
  const found = instance.files.read(isFolder ? `${asked}/index.html` : asked)
  if (!('text' in found)) return none(isFolder ? 403 : 404)
  const type = types[asked.slice(asked.lastIndexOf('.') + 1)] ?? (isFolder ? 'text/html' : 'application/octet-stream')
  return { status: 200, body: found.text, type }
}

/** What error pages are headed with. */
export const statusTitles: Readonly<Record<number, string>> = {
  301: '301 Moved Permanently',
  403: '403 Forbidden',
  404: '404 Not Found',
  405: '405 Not Allowed',
  500: '500 Internal Server Error',
  502: '502 Bad Gateway',
  503: '503 Service Temporarily Unavailable'
}

export const httpd: Server = (request, serving) => {
  const version = /^2(\.\d+)+/.exec(serving.tag)?.[0] ?? '2.4.66'
  const found = fileAt(serving, '/usr/local/apache2/htdocs', request)
  const [, title = ''] = /^\d+ (.*)$/.exec(statusTitles[found.status] ?? '') ?? []
  const texts: Readonly<Record<number, string>> = {
    403: "You don't have permission to access this resource.",
    404: 'The requested URL was not found on this server.'
  }
  const body =
    found.status === 200
      ? found.body
      : `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${found.status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${texts[found.status] ?? ''}</p>\n</body></html>\n`
  serving.log(accessLine(request, serving, found.status, body.length, false))
  return answer(found, body, `Apache/${version} (Unix)`, request)
}

function answer({ status, type }: Found, body: string, server: string, request: PodRequest): PodAnswer {
  const moved: Readonly<Record<string, string>> =
    status === 301 ? { location: `http://${request.headers['host'] ?? ''}${pathOf(request)}/` } : {}
  return { status, headers: { server, 'content-type': type, ...moved, 'accept-ranges': 'bytes' }, body }
}

export function requestLine({ method, target }: PodRequest): string {
  return `${method} ${target} HTTP/1.1`
}

/** The combined log format; nginx's image adds who it was forwarded for, httpd's leaves who sent it out. */
export function accessLine(
  request: PodRequest,
  { client, now }: Serving,
  status: number,
  size: number,
  long: boolean
): string {
  const at = dateText(new Date(now), '%d/%b/%Y:%H:%M:%S +0000')
  const { referer = '-', 'user-agent': agent = '-', 'x-forwarded-for': forwarded = '-' } = request.headers
  const short = `${client} - - [${at}] "${requestLine(request)}" ${status} ${size}`
  return long ? `${short} "${referer}" "${agent}" "${forwarded}"` : short
}
