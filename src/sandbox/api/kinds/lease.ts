import type { Lease } from 'kubernetes-types/coordination/v1.js'
import { ageCell, ageColumn, nameColumn, nameOf } from '../tables/cells.ts'
import { invalid } from '../validation/field.ts'
import { defineKind } from './kind.ts'

/** pkg/registry/coordination/lease/strategy.go, and pkg/apis/coordination/validation (v1.35). */
export const leaseKind = defineKind<Lease>({
  resource: { group: 'coordination.k8s.io', resource: 'leases' },
  allowCreateOnUpdate: true,
  conditionalUpdateOnly: true,
  validate({ spec = {} }) {
    const { leaseDurationSeconds: seconds, leaseTransitions: transitions } = spec
    return [
      ...(seconds !== undefined && seconds <= 0
        ? [invalid('spec.leaseDurationSeconds', seconds, 'must be greater than 0')]
        : []),
      ...(transitions !== undefined && transitions < 0
        ? [invalid('spec.leaseTransitions', transitions, 'must be greater than or equal to 0')]
        : [])
    ]
  },
  columns: [nameColumn, { name: 'Holder' }, ageColumn],
  cells: (lease, context) => [nameOf(lease), lease.spec?.holderIdentity ?? '', ageCell(lease, context)]
})
