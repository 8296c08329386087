import type { Node, Taint } from 'kubernetes-types/core/v1.js'
import { addressOf } from '../../controllers/runtime/nodes.ts'
import { equalJson } from '../json.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../tables/cells.ts'
import { duplicate, forbiddenField, invalid, required, unsupported, type FieldError } from '../validation/field.ts'
import { labelValueProblems, qualifiedName } from '../validation/names.ts'
import { defineKind } from './kind.ts'

/** pkg/registry/core/node/strategy.go, and ValidateNode of pkg/apis/core/validation (v1.35). */
export const nodeKind = defineKind<Node>({
  resource: { group: '', resource: 'nodes' },
  statusOnCreate: true,
  statusDefaults(node) {
    const { status } = node
    if (status?.capacity && !status.allocatable) node.status = { ...status, allocatable: { ...status.capacity } }
  },
  validate: node => taintErrors(node.spec?.taints ?? [], 'spec.taints'),
  validateUpdate: changeErrors,
  selectableFields: { 'spec.unschedulable': node => String(node.spec?.unschedulable ?? false) },
  columns: [
    nameColumn,
    { name: 'Status' },
    { name: 'Roles' },
    ageColumn,
    { name: 'Version' },
    ...['Internal-IP', 'External-IP', 'OS-Image', 'Kernel-Version', 'Container-Runtime'].map(name => ({
      name,
      priority: 1
    }))
  ],
  cells(node, context) {
    const info = node.status?.nodeInfo
    return [
      nameOf(node),
      statusText(node),
      rolesOf(node).join(',') || '<none>',
      ageCell(node, context),
      info?.kubeletVersion ?? '',
      addressOf(node, 'InternalIP') ?? '<none>',
      addressOf(node, 'ExternalIP') ?? '<none>',
      info?.osImage || '<unknown>',
      info?.kernelVersion || '<unknown>',
      info?.containerRuntimeVersion || '<unknown>'
    ]
  },
  warnings: node =>
    node.spec?.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []
})

function statusText({ spec, status }: Node): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  const words = [ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown']
  if (spec?.unschedulable) words.push('SchedulingDisabled')
  return words.join(',')
}

const rolePrefix = 'node-role.kubernetes.io/'

/** Roles are labels: `node-role.kubernetes.io/ROLE`, or `kubernetes.io/role` with the role as its value. */
function rolesOf({ metadata }: Node): string[] {
  const roles = new Set<string>()
  for (const [key, value] of Object.entries(metadata?.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length))
    else if (key === 'kubernetes.io/role' && value !== '') roles.add(value)
  }
  return [...roles].sort()
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

function taintErrors(taints: readonly Taint[], field: string): FieldError[] {
  const seen = new Set<string>()
  return taints.flatMap((taint, index) => {
    const path = `${field}[${index}]`
    const { key = '', value = '', effect = '' } = taint as Partial<Taint>
    const errors = qualifiedName(key).map(problem => invalid(`${path}.key`, key, problem))
    const wrongValue = labelValueProblems(value)
    if (wrongValue.length > 0) errors.push(invalid(`${path}.value`, value, wrongValue.join(';')))
    if (effect === '') errors.push(required(`${path}.effect`))
    else if (!effects.includes(effect)) errors.push(unsupported(`${path}.effect`, effect, effects))
    const pair = `${key}:${effect}`
    if (seen.has(pair)) errors.push(duplicate(path, taint, 'taints must be unique by key and effect pair'))
    seen.add(pair)
    return errors
  })
}

/** Of a node's spec, only what says where it is and whether it takes pods may change. */
function changeErrors(node: Node, old: Node): FieldError[] {
  const errors: FieldError[] = []
  const before = old.spec ?? {}
  const after = node.spec ?? {}
  const addresses = node.status?.addresses ?? []
  for (const [index, address] of addresses.entries())
    if (addresses.slice(0, index).some(other => equalJson(other, address)))
      errors.push(duplicate(`status.addresses[${index}]`, address))
  if (before.podCIDRs?.length && !equalJson(before.podCIDRs, after.podCIDRs))
    errors.push(forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'))
  if (before.providerID && before.providerID !== after.providerID)
    errors.push(forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid'))
  const fixed = ({ externalID, configSource }: NonNullable<Node['spec']>): unknown => ({ externalID, configSource })
  if (!equalJson(fixed(before), fixed(after)))
    errors.push(forbiddenField('spec', 'node updates may only change labels, taints, or capacity'))
  return errors
}
