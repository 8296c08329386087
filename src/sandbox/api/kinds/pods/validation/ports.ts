import type { Container } from 'kubernetes-types/core/v1.js'
import { duplicate, invalid, required, type FieldError } from '../../../validation/field.ts'
import { portErrors, portNameProblems, protocolErrors } from '../../../validation/ports.ts'

type Ports = NonNullable<Container['ports']>

/** validateContainerPorts of pkg/apis/core/validation (v1.35). */
export function containerPortErrors(ports: Ports, field: string): FieldError[] {
  const names = new Set<string>()
  return ports.flatMap((port, index) => {
    const path = `${field}[${index}]`
    const errors: FieldError[] = []
    if (port.name) {
      const problems = portNameProblems(port.name)
      if (problems.length > 0) errors.push(...problems.map(problem => invalid(`${path}.name`, port.name, problem)))
      else if (names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name))
      else names.add(port.name)
    }
    if (!port.containerPort) errors.push(required(`${path}.containerPort`))
    else errors.push(...portErrors(port.containerPort, `${path}.containerPort`))
    if (port.hostPort) errors.push(...portErrors(port.hostPort, `${path}.hostPort`))
    errors.push(...protocolErrors(port.protocol, `${path}.protocol`))
    return errors
  })
}

/** checkHostPortConflicts: a port of the node is taken once. */
export function hostPortConflicts(containers: readonly Container[], field: string): FieldError[] {
  const taken = new Set<string>()
  return containers.flatMap(({ ports = [] }, container) =>
    ports.flatMap(({ protocol = '', hostIP = '', hostPort }, index) => {
      if (!hostPort) return []
      const key = `${protocol}/${hostIP}/${hostPort}`
      if (taken.has(key)) return [duplicate(`${field}[${container}].ports[${index}].hostPort`, key)]
      taken.add(key)
      return []
    })
  )
}

/**
 * validatePodHostNetworkDeps: on the node's network a port is the node's. Templates may leave it out, since the pod that
 * is made from one gets it.
 */
export function hostNetworkErrors(containers: readonly Container[], isPod: boolean, field: string): FieldError[] {
  const rule = 'must match `containerPort` when `hostNetwork` is true'
  return containers.flatMap(({ ports = [] }, container) =>
    ports.flatMap(({ containerPort, hostPort = 0 }, index) =>
      hostPort === containerPort || (hostPort === 0 && !isPod)
        ? []
        : [invalid(`${field}[${container}].ports[${index}].hostPort`, hostPort, rule)]
    )
  )
}
