import type { IngressBackend, IngressServiceBackend } from 'kubernetes-types/networking/v1.js'
import { invalid, required, type FieldError } from '../../validation/field.ts'
import { dns1035Label, dnsSubdomain, pathSegment } from '../../validation/names.ts'
import { portNameProblems, portNumberProblems } from '../../validation/ports.ts'

/** Where an Ingress sends what it takes in: validateIngressBackend of pkg/apis/networking/validation (v1.35). */
export function backendErrors({ resource, service }: IngressBackend, path: string): FieldError[] {
  if (resource && service) return [invalid(path, '', 'cannot set both resource and service backends')]
  if (resource) return referenceErrors(resource, `${path}.resource`)
  if (service) return serviceErrors(service, path)
  return [invalid(path, '', 'resource or service backend is required')]
}

function serviceErrors({ name, port = {} }: IngressServiceBackend, path: string): FieldError[] {
  const errors: FieldError[] = []
  if (!name) errors.push(required(`${path}.service.name`))
  else errors.push(...dns1035Label(name).map(problem => invalid(`${path}.service.name`, name, problem)))
  const { name: portName, number } = port
  if (portName && number) errors.push(invalid(path, '', 'cannot set both port name & port number'))
  else if (portName)
    errors.push(...portNameProblems(portName).map(problem => invalid(`${path}.service.port.name`, portName, problem)))
  else if (number)
    errors.push(...portNumberProblems(number).map(problem => invalid(`${path}.service.port.number`, number, problem)))
  else errors.push(required(path, 'port name or number is required'))
  return errors
}

/** A reference to an object of any kind in the same namespace. */
export function referenceErrors(
  { apiGroup, kind, name }: { apiGroup?: string; kind?: string; name?: string },
  path: string
): FieldError[] {
  const errors: FieldError[] = []
  if (apiGroup !== undefined)
    errors.push(...dnsSubdomain(apiGroup).map(problem => invalid(`${path}.apiGroup`, apiGroup, problem)))
  if (!kind) errors.push(required(`${path}.kind`, 'kind is required'))
  else errors.push(...pathSegment(kind).map(problem => invalid(`${path}.kind`, kind, problem)))
  if (!name) errors.push(required(`${path}.name`, 'name is required'))
  else errors.push(...pathSegment(name).map(problem => invalid(`${path}.name`, name, problem)))
  return errors
}
