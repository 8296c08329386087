import type { Container, EphemeralContainer, HTTPGetAction, Probe } from 'kubernetes-types/core/v1.js'
import { parseImageReference } from '../../../nodes/image-reference.ts'
import { formatQuantity, parseQuantity } from '../../../scheduler/quantity.ts'

/** Fills in a container: SetDefaults_Container and what zz_generated.defaults.go adds (pkg/apis/core/v1, v1.35). */
export function defaultContainer(container: Container | EphemeralContainer): void {
  const resources = (container.resources ??= {})
  for (const amounts of [resources.limits, resources.requests]) if (amounts) roundUp(amounts)
  for (const port of container.ports ?? []) port.protocol ||= 'TCP'
  for (const { valueFrom } of container.env ?? []) {
    if (valueFrom?.fieldRef) valueFrom.fieldRef.apiVersion ||= 'v1'
    if (valueFrom?.resourceFieldRef) valueFrom.resourceFieldRef.divisor ??= '0'
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe])
    if (probe) defaultProbe(probe)
  for (const handler of [container.lifecycle?.postStart, container.lifecycle?.preStop])
    if (handler?.httpGet) defaultHttpGet(handler.httpGet)
  container.terminationMessagePath ||= '/dev/termination-log'
  container.terminationMessagePolicy ||= 'File'
  container.imagePullPolicy ||= pullPolicyOf(container.image ?? '')
}

/** SetDefaults_ResourceList: nothing is measured finer than in thousandths. */
function roundUp(amounts: Record<string, string>): void {
  for (const [name, amount] of Object.entries(amounts))
    if (/[nu]$/.test(amount)) amounts[name] = formatQuantity(Math.ceil(parseQuantity(amount) * 1000) / 1000, 'decimal')
}

/** An image without a tag, or with the tag `latest`, is pulled each time. */
export function pullPolicyOf(image: string): 'Always' | 'IfNotPresent' {
  const reference = parseImageReference(image)
  return reference.ok && reference.value.tag === 'latest' ? 'Always' : 'IfNotPresent'
}

function defaultProbe(probe: Probe): void {
  if (probe.httpGet) defaultHttpGet(probe.httpGet)
  if (probe.grpc) probe.grpc.service ??= ''
  probe.timeoutSeconds ||= 1
  probe.periodSeconds ||= 10
  probe.successThreshold ||= 1
  probe.failureThreshold ||= 3
}

function defaultHttpGet(action: HTTPGetAction): void {
  action.path ||= '/'
  action.scheme ||= 'HTTP'
}
