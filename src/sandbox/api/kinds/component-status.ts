import type { ComponentStatus } from 'kubernetes-types/core/v1.js'
import { nameColumn, nameOf } from '../tables/cells.ts'
import { defineKind } from './kind.ts'

/** pkg/registry/core/componentstatus (v1.35). Nobody writes these: they are part of a new cluster. */
export const componentStatusKind = defineKind<ComponentStatus>({
  resource: { group: '', resource: 'componentstatuses' },
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
  columns: [nameColumn, { name: 'Status' }, { name: 'Message' }, { name: 'Error' }],
  cells(component) {
    const healthy = component.conditions?.find(({ type }) => type === 'Healthy')
    const status = healthy ? (healthy.status === 'True' ? 'Healthy' : 'Unhealthy') : 'Unknown'
    return [nameOf(component), status, healthy?.message ?? '', healthy?.error ?? '']
  }
})
