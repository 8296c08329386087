/** What the probes of a container find: prober/prober.go, asking the same servers that answer everybody. */
import type { Container, Probe } from '../controllers/types/core.ts'

export interface ProbeResult {
  readonly succeeds: boolean
  /** What the kubelet tells when it does not. */
  readonly message: string
  /** Whether it can be otherwise the next time. */
  readonly settled: boolean
}

/** What a command inside the container gives. */
export type RunCommand = (command: readonly string[]) => { readonly exitCode: number; readonly output: string }

/**
 * Asks a port of the pod: with a path the status of what answers, without one whether it is open at all; undefined when
 * the connection is refused, 0 when it is closed without a word.
 */
export type AskPort = (port: number, get: HttpGet | undefined) => number | undefined

export type HttpGet = NonNullable<Probe['httpGet']>

/** @param ip the pod's address, which HTTP and TCP probes ask. */
export function probe(probe: Probe, container: Container, ip: string, ask: AskPort, run: RunCommand): ProbeResult {
  if (probe.exec !== undefined) {
    const { exitCode, output } = run(probe.exec.command ?? [])
    return { succeeds: exitCode === 0, message: output, settled: false }
  }
  const target = probe.httpGet ?? probe.tcpSocket ?? probe.grpc
  const port = portNumber(target?.port, container)
  if (port === undefined) return failed(`couldn't find port: ${String(target?.port)}`)
  const host = (probe.httpGet ?? probe.tcpSocket)?.host ?? ip
  const status = ask(port, probe.httpGet)
  if (status !== undefined) {
    if (probe.httpGet === undefined || (status >= 200 && status < 400)) return succeeded
    if (status > 0) return failed(`HTTP probe failed with statuscode: ${status}`)
    const { scheme = 'HTTP', path = '/' } = probe.httpGet
    return failed(`Get "${scheme.toLowerCase()}://${host}:${port}${path}": EOF`)
  }
  const refused = `dial tcp ${host}:${port}: connect: connection refused`
  if (probe.httpGet === undefined) return failed(refused)
  const { scheme = 'HTTP', path = '/' } = probe.httpGet
  return failed(`Get "${scheme.toLowerCase()}://${host}:${port}${path}": ${refused}`)
}

const succeeded: ProbeResult = { succeeds: true, message: '', settled: true }

function failed(message: string): ProbeResult {
  return { succeeds: false, message, settled: true }
}

function portNumber(port: number | string | undefined, container: Container): number | undefined {
  if (typeof port === 'number') return port
  if (port !== undefined && /^\d+$/.test(port)) return Number(port)
  return container.ports?.find(({ name }) => name === port)?.containerPort
}
