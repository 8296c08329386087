import type {
  CSIDriver,
  CSINode,
  CSINodeDriver,
  CSIStorageCapacity,
  VolumeAttachment
} from 'kubernetes-types/storage/v1.js'
import { equalJson } from '../../json.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { duplicate, forbiddenField, invalid, required, type FieldError } from '../../validation/field.ts'
import { labelSelectorErrors } from '../../validation/label-selector.ts'
import { dnsSubdomain, qualifiedName } from '../../validation/names.ts'
import { nonNegativeQuantity } from '../../validation/quantities.ts'
import { immutable, nonNegative, oneOf } from '../../validation/values.ts'
import { defineKind, type Kind } from '../kind.ts'

// pkg/registry/storage and pkg/apis/storage (v1.35): what volume drivers say of themselves.

const group = 'storage.k8s.io'

const driverKind = defineKind<CSIDriver>({
  resource: { group, resource: 'csidrivers' },
  generation: true,
  conditionalUpdateOnly: true,
  returnsDeleted: true,
  defaults({ spec }) {
    spec.attachRequired ??= true
    spec.podInfoOnMount ??= false
    spec.storageCapacity ??= false
    spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType'
    if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ['Persistent']
    spec.requiresRepublish ??= false
    ;(spec as { seLinuxMount?: boolean }).seLinuxMount ??= false
  },
  validate: ({ spec }) => [
    ...oneOf(spec.fsGroupPolicy, ['File', 'None', 'ReadWriteOnceWithFSType'], 'spec.fsGroupPolicy'),
    ...(spec.volumeLifecycleModes ?? []).flatMap(mode =>
      oneOf(mode, ['Ephemeral', 'Persistent'], 'spec.volumeLifecycleModes')
    ),
    ...audienceErrors(spec.tokenRequests ?? [])
  ],
  validateUpdate: ({ spec }, { spec: old }) => [
    ...immutable(spec.attachRequired, old.attachRequired, 'spec.attachedRequired'),
    ...immutable(spec.volumeLifecycleModes, old.volumeLifecycleModes, 'spec.volumeLifecycleModes')
  ],
  columns: [
    nameColumn,
    { name: 'AttachRequired', type: 'boolean' },
    { name: 'PodInfoOnMount', type: 'boolean' },
    { name: 'StorageCapacity', type: 'boolean' },
    { name: 'TokenRequests' },
    { name: 'RequiresRepublish', type: 'boolean' },
    { name: 'Modes' },
    ageColumn
  ],
  cells: (object, context) => [
    nameOf(object),
    object.spec.attachRequired ?? true,
    object.spec.podInfoOnMount ?? false,
    object.spec.storageCapacity ?? false,
    object.spec.tokenRequests?.map(({ audience }) => audience).join(',') ?? '<unset>',
    object.spec.requiresRepublish ?? false,
    object.spec.volumeLifecycleModes?.join(',') ?? '<none>',
    ageCell(object, context)
  ]
})

function audienceErrors(requests: NonNullable<CSIDriver['spec']['tokenRequests']>): FieldError[] {
  return requests.flatMap(({ audience, expirationSeconds }, index) => {
    const path = `spec.tokenRequests[${index}]`
    if (requests.findIndex(other => other.audience === audience) < index)
      return [duplicate(`${path}.audience`, audience)]
    if (expirationSeconds === undefined || expirationSeconds >= 600) return []
    return [invalid(`${path}.expirationSeconds`, expirationSeconds, 'may not specify a duration less than 10 minutes')]
  })
}

const node = defineKind<CSINode>({
  resource: { group, resource: 'csinodes' },
  conditionalUpdateOnly: true,
  returnsDeleted: true,
  defaults({ spec }) {
    // The type says that they are there, but a manifest may leave them out.
    ;(spec as Partial<typeof spec>).drivers ??= []
  },
  validate: ({ spec }) =>
    spec.drivers.flatMap((each, index) => [
      ...nodeDriverErrors(each, `spec.drivers[${index}]`),
      ...(spec.drivers.findIndex(({ name }) => name === each.name) < index
        ? [duplicate(`spec.drivers[${index}].name`, each.name)]
        : [])
    ]),
  validateUpdate: ({ spec }, { spec: old }) =>
    old.drivers.flatMap(before => {
      const after = spec.drivers.find(({ name }) => name === before.name)
      const fixed = ({ nodeID, topologyKeys }: CSINodeDriver): unknown => ({ nodeID, topologyKeys })
      return !after || equalJson(fixed(after), fixed(before))
        ? []
        : [invalid('CSINodeDriver', after, 'field is immutable')]
    }),
  columns: [nameColumn, { name: 'Drivers', type: 'integer' }, ageColumn],
  cells: (object, context) => [nameOf(object), object.spec.drivers.length, ageCell(object, context)]
})

function nodeDriverErrors(driver: Partial<CSINodeDriver>, path: string): FieldError[] {
  const { name = '', nodeID = '', topologyKeys = [], allocatable } = driver
  return [
    ...driverNameErrors(name, `${path}.name`),
    ...(nodeID === '' ? [required(`${path}.nodeID`)] : []),
    ...(nodeID.length > 192 ? [invalid(`${path}.nodeID`, nodeID, 'must be 192 characters or less')] : []),
    ...nonNegative(allocatable?.count, `${path}.allocatable.count`),
    ...topologyKeys.flatMap(key => qualifiedName(key).map(problem => invalid(path, topologyKeys, problem)))
  ]
}

/** ValidateCSIDriverName of pkg/apis/core/validation. */
function driverNameErrors(name: string, field: string): FieldError[] {
  if (name === '') return [required(field)]
  return dnsSubdomain(name.toLowerCase()).map(problem => invalid(field, name, problem))
}

const attachment = defineKind<VolumeAttachment>({
  resource: { group, resource: 'volumeattachments' },
  conditionalUpdateOnly: true,
  returnsDeleted: true,
  defaults({ spec }) {
    ;(spec as Partial<typeof spec>).source ??= {}
  },
  validate({ spec }) {
    const { attacher = '', nodeName = '' } = spec as Partial<typeof spec>
    const { source } = spec
    const one = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName'
    const errors: FieldError[] = attacher === '' ? [required('spec.attacher')] : []
    if (!source.inlineVolumeSpec && source.persistentVolumeName === undefined) errors.push(required('spec.source', one))
    else if (source.inlineVolumeSpec && source.persistentVolumeName !== undefined)
      errors.push(forbiddenField('spec.source', one))
    else if (source.persistentVolumeName === '')
      errors.push(required('spec.source.persistentVolumeName', 'must specify non empty persistentVolumeName'))
    return [...errors, ...dnsSubdomain(nodeName).map(problem => invalid('spec.nodeName', nodeName, problem))]
  },
  validateUpdate: ({ spec }, { spec: old }) => immutable(spec, old, 'spec'),
  columns: [
    nameColumn,
    { name: 'Attacher', format: 'name' },
    { name: 'PV' },
    { name: 'Node' },
    { name: 'Attached', type: 'boolean' },
    ageColumn
  ],
  cells: (object, context) => [
    nameOf(object),
    object.spec.attacher,
    object.spec.source.persistentVolumeName ?? '',
    object.spec.nodeName,
    object.status?.attached ?? false,
    ageCell(object, context)
  ]
})

const capacity = defineKind<CSIStorageCapacity>({
  resource: { group, resource: 'csistoragecapacities' },
  conditionalUpdateOnly: true,
  validate: ({
    storageClassName = '',
    nodeTopology,
    capacity: amount,
    maximumVolumeSize
  }: Partial<CSIStorageCapacity>) => [
    ...(storageClassName === '' ? [required('storageClassName')] : []),
    ...labelSelectorErrors(nodeTopology, 'nodeTopology'),
    ...(amount === undefined ? [] : nonNegativeQuantity(amount, 'capacity')),
    ...(maximumVolumeSize === undefined ? [] : nonNegativeQuantity(maximumVolumeSize, 'maximumVolumeSize'))
  ],
  validateUpdate: (object, old) => [
    ...immutable(object.nodeTopology, old.nodeTopology, 'nodeTopology'),
    ...immutable(object.storageClassName, old.storageClassName, 'storageClassName')
  ],
  columns: [nameColumn, { name: 'StorageClassName' }, { name: 'Capacity' }],
  cells: object => [nameOf(object), object.storageClassName, object.capacity ?? '<unset>']
})

/** VolumeAttributesClass of storage.k8s.io/v1, which the package of types does not have yet. */
interface VolumeAttributesClass {
  metadata?: CSIDriver['metadata']
  driverName?: string
  parameters?: Record<string, string>
}

const attributesClass = defineKind<VolumeAttributesClass>({
  resource: { group, resource: 'volumeattributesclasses' },
  validate: ({ driverName = '', parameters = {} }) => [
    ...driverNameErrors(driverName, 'driverName'),
    ...(Object.keys(parameters).length === 0
      ? [required('parameters', 'must contain at least one key/value pair')]
      : [])
  ],
  validateUpdate: (object, old) => [
    ...(object.driverName === old.driverName
      ? []
      : [forbiddenField('driverName', 'updates to driverName are forbidden.')]),
    ...(equalJson(object.parameters, old.parameters)
      ? []
      : [forbiddenField('parameters', 'updates to parameters are forbidden.')])
  ],
  columns: [nameColumn, { name: 'DriverName' }, ageColumn],
  cells: (object, context) => [nameOf(object), object.driverName ?? '', ageCell(object, context)]
})

export const csiKinds: readonly Kind[] = [driverKind, node, attachment, capacity, attributesClass]
