import type { ReplicaSet } from 'kubernetes-types/apps/v1.js'
import type { Container, ReplicationController } from 'kubernetes-types/core/v1.js'
import { selectorText } from '../../subresources/scale.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import type { Cell, Column, KindContext } from '../kind.ts'

// What the rows of all workloads have in common (pkg/printers/internalversion/printers.go, v1.35).

export const containerColumns: readonly Column[] = [
  { name: 'Containers', priority: 1 },
  { name: 'Images', priority: 1 }
]

export const selectorColumn: Column = { name: 'Selector', priority: 1 }

/** layoutContainerCells: names and images. */
export function containerCells(containers: readonly Container[] = []): [string, string] {
  return [containers.map(({ name }) => name).join(','), containers.map(({ image = '' }) => image).join(',')]
}

/** metav1.FormatLabelSelector. */
export function selectorCell(selector: unknown): string {
  return selectorText(selector) || '<none>'
}

/** The columns of what keeps a number of pods: printReplicaSet and printReplicationController have the same. */
export const replicaColumns: readonly Column[] = [
  nameColumn,
  { name: 'Desired', type: 'integer' },
  { name: 'Current', type: 'integer' },
  { name: 'Ready', type: 'integer' },
  ageColumn,
  ...containerColumns,
  selectorColumn
]

/** @param selector the last cell: the two kinds have selectors of different forms. */
export function replicaCells(
  object: ReplicaSet | ReplicationController,
  context: KindContext,
  selector: string
): Cell[] {
  const { spec, status } = object
  return [
    nameOf(object),
    spec?.replicas ?? 0,
    status?.replicas ?? 0,
    status?.readyReplicas ?? 0,
    ageCell(object, context),
    ...containerCells(spec?.template?.spec?.containers),
    selector
  ]
}
