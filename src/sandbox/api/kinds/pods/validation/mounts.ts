import type { Container, EphemeralContainer } from 'kubernetes-types/core/v1.js'
import { forbiddenField, invalid, missing, required, unsupported, type FieldError } from '../../../validation/field.ts'
import { descendingPath } from './paths.ts'

/** ValidateVolumeMounts of pkg/apis/core/validation (v1.35). */
export function mountErrors(
  { volumeMounts = [], volumeDevices = [], securityContext }: Container | EphemeralContainer,
  volumes: ReadonlySet<string>,
  field: string
): FieldError[] {
  const mountPaths = new Set<string>()
  const errors: FieldError[] = []
  for (const [index, mount] of volumeMounts.entries()) {
    const path = `${field}[${index}]`
    const { name, mountPath, subPath, subPathExpr, mountPropagation } = mount
    if (!name) errors.push(required(`${path}.name`))
    if (!volumes.has(name)) errors.push(missing(`${path}.name`, name))
    if (!mountPath) errors.push(required(`${path}.mountPath`))
    if (mountPaths.has(mountPath)) errors.push(invalid(`${path}.mountPath`, mountPath, 'must be unique'))
    mountPaths.add(mountPath)
    if (volumeDevices.some(device => device.name === name))
      errors.push(invalid(`${path}.name`, name, 'must not already exist in volumeDevices'))
    if (volumeDevices.some(device => device.devicePath === mountPath))
      errors.push(invalid(`${path}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices'))
    if (subPath) errors.push(...descendingPath(subPath, `${field}.subPath`))
    if (subPathExpr) {
      if (subPath)
        errors.push(invalid(`${path}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive'))
      errors.push(...descendingPath(subPathExpr, `${field}.subPathExpr`))
    }
    if (mountPropagation !== undefined)
      errors.push(
        ...propagationErrors(mountPropagation, securityContext?.privileged === true, `${field}.mountPropagation`)
      )
  }
  return errors
}

const propagations = ['Bidirectional', 'HostToContainer', 'None']

function propagationErrors(mode: string, isPrivileged: boolean, field: string): FieldError[] {
  if (!propagations.includes(mode)) return [unsupported(field, mode, propagations)]
  return mode === 'Bidirectional' && !isPrivileged
    ? [forbiddenField(field, 'Bidirectional mount propagation is available only to privileged containers')]
    : []
}

/** ValidateVolumeDevices. */
export function deviceErrors(
  { volumeMounts = [], volumeDevices = [] }: Container | EphemeralContainer,
  volumes: ReadonlySet<string>,
  claims: ReadonlySet<string>,
  field: string
): FieldError[] {
  const names = new Set<string>()
  const paths = new Set<string>()
  const errors: FieldError[] = []
  for (const [index, { name, devicePath }] of volumeDevices.entries()) {
    const path = `${field}[${index}]`
    if (!name) errors.push(required(`${path}.name`))
    if (names.has(name)) errors.push(invalid(`${path}.name`, name, 'must be unique'))
    if (!volumes.has(name)) errors.push(missing(`${path}.name`, name))
    else if (!claims.has(name)) {
      const rule = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'
      errors.push(invalid(`${path}.name`, name, rule))
    }
    if (!devicePath) errors.push(required(`${path}.devicePath`))
    if (paths.has(devicePath)) errors.push(invalid(`${path}.devicePath`, devicePath, 'must be unique'))
    if (devicePath.split('/').includes('..'))
      errors.push(invalid(`${path}.devicePath`, devicePath, "can not contain backsteps ('..')"))
    else paths.add(devicePath)
    if (volumeMounts.some(mount => mount.name === name))
      errors.push(invalid(`${path}.name`, name, 'must not already exist in volumeMounts'))
    if (volumeMounts.some(mount => mount.mountPath === devicePath))
      errors.push(invalid(`${path}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts'))
    if (name) names.add(name)
  }
  return errors
}
