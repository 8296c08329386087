const shortModes = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP']
] as const

export const accessModes: readonly string[] = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']
export const volumeModes: readonly string[] = ['Block', 'Filesystem']

/** Access modes in short, always in the same order (GetAccessModesAsString of pkg/apis/core/v1/helper). */
export function accessModesText(modes: readonly string[] | undefined): string {
  return shortModes
    .filter(([mode]) => modes?.includes(mode))
    .map(([, short]) => short)
    .join(',')
}

/** The class of a volume or a claim, by the annotation of old or by its field. */
export function storageClassText(
  annotations: Readonly<Record<string, string>> | undefined,
  name: string | undefined
): string {
  return annotations?.['volume.beta.kubernetes.io/storage-class'] ?? name ?? ''
}
