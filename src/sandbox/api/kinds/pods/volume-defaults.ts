import type { DownwardAPIVolumeFile, Volume } from 'kubernetes-types/core/v1.js'
import { pullPolicyOf } from './container-defaults.ts'

/** The image volume, which the installed types do not know yet. */
interface ImageVolume {
  image?: { reference?: string; pullPolicy?: string }
}

const readable = 0o644

/** Fills in a volume: SetDefaults_Volume and those of its sources (pkg/apis/core/v1/defaults.go, v1.35). */
export function defaultVolume(volume: Volume & ImageVolume): void {
  const sources = Object.keys(volume).filter(field => field !== 'name')
  if (sources.length === 0) volume.emptyDir = {}
  if (volume.secret) volume.secret.defaultMode ??= readable
  if (volume.configMap) volume.configMap.defaultMode ??= readable
  if (volume.hostPath) volume.hostPath.type ??= ''
  if (volume.iscsi) volume.iscsi.iscsiInterface ||= 'default'
  if (volume.image) volume.image.pullPolicy ||= pullPolicyOf(volume.image.reference ?? '')
  if (volume.ephemeral?.volumeClaimTemplate) volume.ephemeral.volumeClaimTemplate.spec.volumeMode ??= 'Filesystem'
  if (volume.downwardAPI) {
    volume.downwardAPI.defaultMode ??= readable
    defaultFiles(volume.downwardAPI.items)
  }
  if (!volume.projected) return
  volume.projected.defaultMode ??= readable
  for (const { downwardAPI, serviceAccountToken } of volume.projected.sources ?? []) {
    defaultFiles(downwardAPI?.items)
    if (serviceAccountToken) serviceAccountToken.expirationSeconds ??= 3600
  }
}

function defaultFiles(files: readonly DownwardAPIVolumeFile[] = []): void {
  for (const { fieldRef, resourceFieldRef } of files) {
    if (fieldRef) fieldRef.apiVersion ||= 'v1'
    if (resourceFieldRef) resourceFieldRef.divisor ??= '0'
  }
}
