import type { ControllerRevision } from 'kubernetes-types/apps/v1.js'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { required } from '../../validation/field.ts'
import { immutable, nonNegative } from '../../validation/values.ts'
import { defineKind } from '../kind.ts'

/** pkg/registry/apps/controllerrevision/strategy.go and pkg/apis/apps (v1.35): what it holds stays as it was. */
export const controllerRevisionKind = defineKind<ControllerRevision>({
  resource: { group: 'apps', resource: 'controllerrevisions' },
  validate: ({ data, revision }) => [
    ...(data === undefined ? [required('data', 'data is mandatory')] : []),
    ...nonNegative(revision, 'revision')
  ],
  validateUpdate: ({ data }, old) => immutable(data, old.data, 'data'),
  columns: [nameColumn, { name: 'Controller' }, { name: 'Revision', type: 'integer' }, ageColumn],
  cells(revision, context) {
    const owner = revision.metadata?.ownerReferences?.find(({ controller }) => controller)
    const group = owner?.apiVersion.includes('/') ? `.${owner.apiVersion.replace(/\/.*$/, '')}` : ''
    const controller = owner ? `${owner.kind.toLowerCase()}${group}/${owner.name}` : '<none>'
    return [nameOf(revision), controller, revision.revision, ageCell(revision, context)]
  }
})
