import type { ServerResponse } from 'node:http'
import { ApiError, type Status } from '../status.ts'

/** Sends a text of JSON, unless the client is gone or has had its answer. */
export function sendText(response: ServerResponse, code: number, text: string, contentType = 'application/json'): void {
  if (response.headersSent || response.destroyed) return
  const body = Buffer.from(text)
  response.writeHead(code, {
    'Content-Type': contentType,
    'Content-Length': body.length,
    'Cache-Control': 'no-cache, private'
  })
  response.end(body)
}

export function sendJson(response: ServerResponse, code: number, value: unknown, contentType?: string): void {
  sendText(response, code, JSON.stringify(value), contentType)
}

/** Answers a failure as a Status; what is no refusal of the API is a bug, and says no more than that. */
export function sendError(response: ServerResponse, error: unknown, onBug: (error: unknown) => void): void {
  if (error instanceof ApiError) {
    sendJson(response, error.code, error.status)
    return
  }
  onBug(error)
  const message = 'Internal error occurred: the sandbox failed to answer; this is a bug in kubewalk'
  const status: Status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: 'InternalError',
    code: 500
  }
  sendJson(response, 500, status)
}

/** Adds warnings (RFC 7234, code 299), which kubectl prints on stderr. */
export function addWarnings(response: ServerResponse, warnings: readonly string[]): void {
  if (warnings.length === 0 || response.headersSent) return
  const quoted = warnings.map(text => `299 - "${text.replace(/[\r\n]+/g, ' ').replace(/(["\\])/g, '\\$1')}"`)
  response.appendHeader('Warning', quoted)
}
