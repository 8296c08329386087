import type { Container } from 'kubernetes-types/core/v1.js'
import { selectorText } from '../../subresources/scale.ts'
import type { Column } from '../kind.ts'

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
