/** Config maps and secrets that a pod cannot do without, and the kubelet's sentences when they are missing. */
import type { Container, Pod } from '../controllers/types/core.ts'

/** Whether an object is there, and its keys. */
export interface ConfigurationSource {
  configMap(namespace: string, name: string): readonly string[] | undefined
  secret(namespace: string, name: string): readonly string[] | undefined
}

export function missingConfiguration(source: ConfigurationSource, pod: Pod, container: Container): string | undefined {
  const namespace = pod.metadata.namespace ?? ''
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    if (configMapRef?.name !== undefined && configMapRef.optional !== true) {
      if (source.configMap(namespace, configMapRef.name) === undefined) return notFound('configmap', configMapRef.name)
    }
    if (secretRef?.name !== undefined && secretRef.optional !== true) {
      if (source.secret(namespace, secretRef.name) === undefined) return notFound('secret', secretRef.name)
    }
  }
  for (const { valueFrom } of container.env ?? []) {
    const missing =
      missingKey(valueFrom?.configMapKeyRef, 'configmap', 'ConfigMap', namespace, name =>
        source.configMap(namespace, name)
      ) ?? missingKey(valueFrom?.secretKeyRef, 'secret', 'Secret', namespace, name => source.secret(namespace, name))
    if (missing !== undefined) return missing
  }
  return undefined
}

function notFound(resource: string, name: string): string {
  return `${resource} "${name}" not found`
}

function missingKey(
  reference: { name?: string; key: string; optional?: boolean } | undefined,
  resource: string,
  kind: string,
  namespace: string,
  keys: (name: string) => readonly string[] | undefined
): string | undefined {
  if (reference?.name === undefined || reference.optional === true) return undefined
  const there = keys(reference.name)
  if (there === undefined) return notFound(resource, reference.name)
  return there.includes(reference.key)
    ? undefined
    : `couldn't find key ${reference.key} in ${kind} ${namespace}/${reference.name}`
}

export function missingVolume(source: ConfigurationSource, pod: Pod): string | undefined {
  const namespace = pod.metadata.namespace ?? ''
  for (const { name, configMap, secret } of pod.spec.volumes ?? []) {
    const failed = `MountVolume.SetUp failed for volume "${name}" : `
    if (configMap?.name !== undefined && configMap.optional !== true) {
      if (source.configMap(namespace, configMap.name) === undefined)
        return failed + notFound('configmap', configMap.name)
    }
    if (secret?.secretName !== undefined && secret.optional !== true) {
      if (source.secret(namespace, secret.secretName) === undefined)
        return failed + notFound('secret', secret.secretName)
    }
  }
  return undefined
}
