import type { Container, LifecycleHandler, Probe } from 'kubernetes-types/core/v1.js'
import { forbiddenField, invalid, required, unsupported, type FieldError } from '../../../validation/field.ts'
import { portErrors } from '../../../validation/ports.ts'
import { mustBePositive, nonNegative } from '../../../validation/values.ts'

// Probes and lifecycle hooks: validateProbe, validateHandler and validateLifecycle of pkg/apis/core/validation (v1.35).

type Handler = Pick<Probe, 'grpc'> & LifecycleHandler

export function livenessErrors(probe: Probe | undefined, field: string): FieldError[] {
  if (!probe) return []
  const { successThreshold } = probe
  return [
    ...probeErrors(probe, field),
    ...(successThreshold === 1 ? [] : [invalid(`${field}.successThreshold`, successThreshold, 'must be 1')])
  ]
}

export function readinessErrors(probe: Probe | undefined, field: string): FieldError[] {
  if (!probe) return []
  const grace = probe.terminationGracePeriodSeconds
  return [
    ...probeErrors(probe, field),
    ...(grace === undefined
      ? []
      : [invalid(`${field}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes')])
  ]
}

function probeErrors(probe: Probe, field: string): FieldError[] {
  const grace = probe.terminationGracePeriodSeconds
  return [
    ...handlerErrors(probe, field),
    ...nonNegative(probe.initialDelaySeconds, `${field}.initialDelaySeconds`),
    ...nonNegative(probe.timeoutSeconds, `${field}.timeoutSeconds`),
    ...nonNegative(probe.periodSeconds, `${field}.periodSeconds`),
    ...nonNegative(probe.successThreshold, `${field}.successThreshold`),
    ...nonNegative(probe.failureThreshold, `${field}.failureThreshold`),
    ...(grace !== undefined && grace <= 0
      ? [invalid(`${field}.terminationGracePeriodSeconds`, grace, mustBePositive)]
      : [])
  ]
}

export function lifecycleErrors(
  lifecycle: Container['lifecycle'],
  gracePeriod: number | undefined,
  field: string
): FieldError[] {
  return [
    ...(lifecycle?.postStart ? handlerErrors(lifecycle.postStart, `${field}.postStart`, gracePeriod) : []),
    ...(lifecycle?.preStop ? handlerErrors(lifecycle.preStop, `${field}.preStop`, gracePeriod) : [])
  ]
}

function handlerErrors(handler: Handler, field: string, gracePeriod?: number): FieldError[] {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler
  const found: [string, () => FieldError[]][] = []
  if (exec) found.push(['exec', () => (exec.command?.length ? [] : [required(`${field}.exec.command`)])])
  if (httpGet) found.push(['httpGet', () => httpGetErrors(httpGet, `${field}.httpGet`)])
  if (tcpSocket) found.push(['tcpSocket', () => portErrors(tcpSocket.port, `${field}.tcpSocket.port`)])
  if (grpc) found.push(['grpc', () => portErrors(grpc.port, `${field}.grpc.port`)])
  if (sleep) found.push(['sleep', () => sleepErrors(sleep.seconds, gracePeriod, `${field}.sleep`)])
  if (found.length === 0) return [required(field, 'must specify a handler type')]
  return found.flatMap(([name, errors], index) =>
    index === 0 ? errors() : [forbiddenField(`${field}.${name}`, 'may not specify more than 1 handler type')]
  )
}

function httpGetErrors(action: NonNullable<Handler['httpGet']>, field: string): FieldError[] {
  const { scheme = '' } = action
  return [
    ...(action.path ? [] : [required(`${field}.path`)]),
    ...portErrors(action.port, `${field}.port`),
    ...(['HTTP', 'HTTPS'].includes(scheme) ? [] : [unsupported(`${field}.scheme`, scheme, ['HTTP', 'HTTPS'])]),
    ...(action.httpHeaders ?? [])
      .filter(({ name }) => !/^[-A-Za-z0-9]+$/.test(name))
      .map(({ name }) => invalid(`${field}.httpHeaders`, name, headerRule))
  ]
}

const headerRule =
  "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for " +
  "validation is '[-A-Za-z0-9]+')"

function sleepErrors(seconds: number, gracePeriod: number | undefined, field: string): FieldError[] {
  if (gracePeriod === undefined || (seconds >= 0 && seconds <= gracePeriod)) return []
  return [invalid(field, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`)]
}
