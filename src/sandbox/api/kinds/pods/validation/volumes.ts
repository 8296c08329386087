import type { KeyToPath, Volume } from 'kubernetes-types/core/v1.js'
import { parseQuantity } from '../../../../scheduler/quantity.ts'
import {
  duplicate,
  forbiddenField,
  invalid,
  required,
  unsupported,
  type FieldError
} from '../../../validation/field.ts'
import { dnsLabel } from '../../../validation/names.ts'
import { fileMode, keyToPathErrors, noBacksteps } from './paths.ts'
import { downwardErrors, projectedErrors } from './projected-volumes.ts'

/** ValidateVolumes of pkg/apis/core/validation (v1.35): gives back the names that mounts may use as well. */
export function volumeErrors(volumes: readonly Volume[], field: string): { errors: FieldError[]; names: Set<string> } {
  const names = new Set<string>()
  const errors: FieldError[] = []
  for (const [index, volume] of volumes.entries()) {
    const path = `${field}[${index}]`
    const found = sourceErrors(volume, path)
    if (!volume.name) found.push(required(`${path}.name`))
    else found.push(...dnsLabel(volume.name).map(problem => invalid(`${path}.name`, volume.name, problem)))
    if (names.has(volume.name)) found.push(duplicate(`${path}.name`, volume.name))
    if (found.length === 0) names.add(volume.name)
    errors.push(...found)
  }
  return { errors, names }
}

/** The sources in the order in which Kubernetes looks at them; those without a check of their own need none here. */
const sources: readonly [keyof Volume | 'image', ((volume: Volume, field: string) => FieldError[])?][] = [
  ['emptyDir', emptyDirErrors],
  ['hostPath', hostPathErrors],
  ['gitRepo', ({ gitRepo }, field) => needed(gitRepo?.repository, `${field}.repository`)],
  ['gcePersistentDisk', ({ gcePersistentDisk }, field) => needed(gcePersistentDisk?.pdName, `${field}.pdName`)],
  [
    'awsElasticBlockStore',
    ({ awsElasticBlockStore }, field) => needed(awsElasticBlockStore?.volumeID, `${field}.volumeID`)
  ],
  [
    'secret',
    ({ secret }, field) => [...needed(secret?.secretName, `${field}.secretName`), ...itemErrors(secret, field)]
  ],
  ['nfs', nfsErrors],
  ['iscsi'],
  ['glusterfs'],
  [
    'persistentVolumeClaim',
    ({ persistentVolumeClaim: claim }, field) => needed(claim?.claimName, `${field}.claimName`)
  ],
  ['rbd'],
  ['cinder'],
  ['cephfs'],
  ['quobyte'],
  ['downwardAPI', ({ downwardAPI }, field) => downwardErrors(downwardAPI, field)],
  ['fc'],
  ['flexVolume'],
  [
    'configMap',
    ({ configMap }, field) => [...needed(configMap?.name, `${field}.name`), ...itemErrors(configMap, field)]
  ],
  ['azureFile'],
  ['vsphereVolume'],
  ['photonPersistentDisk'],
  ['portworxVolume'],
  ['azureDisk'],
  ['storageos'],
  ['projected', ({ projected }, field) => projectedErrors(projected, field)],
  ['scaleIO'],
  ['csi', ({ csi }, field) => needed(csi?.driver, `${field}.driver`)],
  ['ephemeral', ephemeralErrors],
  ['image']
]

function sourceErrors(volume: Volume, field: string): FieldError[] {
  const given = sources.filter(([name]) => Object.hasOwn(volume, name))
  if (given.length === 0) return [required(field, 'must specify a volume type')]
  return given.flatMap(([name, check], index) =>
    index === 0
      ? (check?.(volume, `${field}.${name}`) ?? [])
      : [forbiddenField(`${field}.${name}`, 'may not specify more than 1 volume type')]
  )
}

function needed(value: string | undefined, field: string): FieldError[] {
  return value ? [] : [required(field)]
}

function emptyDirErrors({ emptyDir }: Volume, field: string): FieldError[] {
  const limit = emptyDir?.sizeLimit
  return limit !== undefined && parseQuantity(limit) < 0
    ? [forbiddenField(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
    : []
}

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket'
]

function hostPathErrors({ hostPath }: Volume, field: string): FieldError[] {
  if (!hostPath?.path) return [required(`${field}.path`)]
  const { path, type } = hostPath
  return [
    ...noBacksteps(path, `${field}.path`),
    ...(type === undefined || hostPathTypes.includes(type) ? [] : [unsupported(`${field}.type`, type, hostPathTypes)])
  ]
}

function nfsErrors({ nfs }: Volume, field: string): FieldError[] {
  return [
    ...needed(nfs?.server, `${field}.server`),
    ...needed(nfs?.path, `${field}.path`),
    ...(nfs?.path && !nfs.path.startsWith('/') ? [invalid(`${field}.path`, nfs.path, 'must be an absolute path')] : [])
  ]
}

function ephemeralErrors({ ephemeral }: Volume, field: string): FieldError[] {
  return ephemeral?.volumeClaimTemplate ? [] : [required(`${field}.volumeClaimTemplate`)]
}

function itemErrors(
  source: { defaultMode?: number; items?: readonly KeyToPath[] } | undefined,
  field: string
): FieldError[] {
  return [
    ...fileMode(source?.defaultMode, `${field}.defaultMode`),
    ...(source?.items ?? []).flatMap((item, index) => keyToPathErrors(item, `${field}.items[${index}]`))
  ]
}
