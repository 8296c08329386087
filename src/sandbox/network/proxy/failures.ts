/**
 * What who asks through the proxy is told when there is no answer. curl shows the body of a GET, and the status with
 * `--fail` or when it wanted a tunnel; both say what curl itself would have said without a proxy between.
 */
import type { Unreachable } from '../routes.ts'

export interface ProxyFailure {
  readonly status: number
  /** Stands beside the status, and begins the body. */
  readonly reason: string
  /** The error types of RFC 9209 for the header Proxy-Status. */
  readonly type: string
  /** A sentence for people. */
  readonly why: string
}

const failures: Readonly<Record<Unreachable['kind'], Omit<ProxyFailure, 'why'>>> = {
  'unknown-name': { status: 502, reason: 'Could not resolve host', type: 'dns_error' },
  refused: { status: 502, reason: 'Connection refused', type: 'connection_refused' },
  'no-route': { status: 502, reason: 'No route to host', type: 'destination_ip_unroutable' },
  'timed-out': { status: 504, reason: 'Connection timed out', type: 'connection_timeout' },
  elsewhere: { status: 403, reason: 'Not of this cluster', type: 'http_request_denied' }
}

export function failureOf({ kind, why }: Unreachable): ProxyFailure {
  return { ...failures[kind], why }
}

/** A server closed the connection without a word, as one does that speaks another protocol. */
export function emptyReply(pod: string): ProxyFailure {
  const why = `the pod ${pod} closed the connection without an answer in HTTP`
  return { status: 502, reason: 'Empty reply from server', type: 'http_response_incomplete', why }
}

/** @param kind of the request that was no use. */
export function refusal(status: number, reason: string, why: string): ProxyFailure {
  return { status, reason, type: 'http_request_error', why }
}

export function bodyOf({ reason, why }: ProxyFailure): string {
  return `${reason}: ${why}.\n`
}

export function headersOf({ type }: ProxyFailure): Record<string, string> {
  return { 'content-type': 'text/plain; charset=utf-8', 'proxy-status': `kubewalk-sandbox; error=${type}` }
}
