import type { Container, EphemeralContainer, PodSpec } from 'kubernetes-types/core/v1.js'
import {
  duplicate,
  forbiddenField,
  invalid,
  required,
  unsupported,
  type FieldError
} from '../../../validation/field.ts'
import { dnsLabel } from '../../../validation/names.ts'
import { envErrors, envFromErrors } from './env.ts'
import { deviceErrors, mountErrors } from './mounts.ts'
import { containerPortErrors, hostPortConflicts } from './ports.ts'
import { lifecycleErrors, livenessErrors, readinessErrors } from './probes.ts'
import { resourceErrors } from './resources.ts'
import { securityErrors } from './security.ts'

/** What containers are judged by besides themselves. */
export interface ContainerSurroundings {
  readonly volumes: ReadonlySet<string>
  /** Those of the volumes that claims stand behind. */
  readonly claims: ReadonlySet<string>
  readonly gracePeriod: number | undefined
}

/** validateContainers of pkg/apis/core/validation (v1.35). */
export function containerErrors(
  containers: readonly Container[],
  around: ContainerSurroundings,
  field: string
): FieldError[] {
  if (containers.length === 0) return [required(field)]
  const names = new Set<string>()
  return [
    ...containers.flatMap((container, index) => {
      const path = `${field}[${index}]`
      const errors = commonErrors(container, around, path)
      if (names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name))
      else names.add(container.name)
      return [...errors, ...hookErrors(container, around, path)]
    }),
    ...hostPortConflicts(containers, field)
  ]
}

/** validateInitContainers. */
export function initContainerErrors(
  { initContainers = [], containers }: PodSpec,
  around: ContainerSurroundings,
  field: string
): FieldError[] {
  const names = new Set(containers.map(({ name }) => name))
  return initContainers.flatMap((container, index) => {
    const path = `${field}[${index}]`
    const errors = commonErrors(container, around, path)
    if (names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name))
    else if (container.name) names.add(container.name)
    errors.push(...hostPortConflicts([container], field))
    if (container.restartPolicy === 'Always') return [...errors, ...hookErrors(container, around, path)]
    for (const forbidden of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      const rule = 'may not be set for init containers without restartPolicy=Always'
      if (container[forbidden]) errors.push(forbiddenField(`${path}.${forbidden}`, rule))
    }
    return errors
  })
}

function hookErrors(container: Container, { gracePeriod }: ContainerSurroundings, field: string): FieldError[] {
  return [
    ...lifecycleErrors(container.lifecycle, gracePeriod, `${field}.lifecycle`),
    ...livenessErrors(container.livenessProbe, `${field}.livenessProbe`),
    ...readinessErrors(container.readinessProbe, `${field}.readinessProbe`),
    ...livenessErrors(container.startupProbe, `${field}.startupProbe`)
  ]
}

const pullPolicies = ['Always', 'IfNotPresent', 'Never']
const messagePolicies = ['File', 'FallbackToLogsOnError']

/** validateContainerCommon: what holds for containers of every sort. */
function commonErrors(
  container: Container | EphemeralContainer,
  { volumes, claims }: ContainerSurroundings,
  field: string
): FieldError[] {
  const errors: FieldError[] = []
  const { name, image, imagePullPolicy = '', terminationMessagePolicy = '' } = container
  if (!name) errors.push(required(`${field}.name`))
  else errors.push(...dnsLabel(name).map(problem => invalid(`${field}.name`, name, problem)))
  if (!image) errors.push(required(`${field}.image`))
  if (!messagePolicies.includes(terminationMessagePolicy)) {
    const policies = messagePolicies
    errors.push(unsupported(`${field}.terminationMessagePolicy`, terminationMessagePolicy, policies))
  }
  errors.push(
    ...containerPortErrors(container.ports ?? [], `${field}.ports`),
    ...envErrors(container.env ?? [], `${field}.env`),
    ...envFromErrors(container.envFrom ?? [], `${field}.envFrom`),
    ...mountErrors(container, volumes, `${field}.volumeMounts`),
    ...deviceErrors(container, volumes, claims, `${field}.volumeDevices`)
  )
  if (!pullPolicies.includes(imagePullPolicy))
    errors.push(unsupported(`${field}.imagePullPolicy`, imagePullPolicy, pullPolicies))
  return [
    ...errors,
    ...resourceErrors(container.resources ?? {}, `${field}.resources`),
    ...securityErrors(container.securityContext, `${field}.securityContext`)
  ]
}
