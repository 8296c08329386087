import type { RuntimeClass } from 'kubernetes-types/node/v1.js'
import { ageCell, ageColumn, nameColumn, nameOf } from '../tables/cells.ts'
import { invalid } from '../validation/field.ts'
import { dnsLabel, labelErrors } from '../validation/names.ts'
import { containerResourceNameErrors, resourceQuantityErrors } from '../validation/quantities.ts'
import { immutable } from '../validation/values.ts'
import { defineKind } from './kind.ts'

/** pkg/registry/node/runtimeclass/strategy.go, and pkg/apis/node/validation (v1.35). */
export const runtimeClassKind = defineKind<RuntimeClass>({
  resource: { group: 'node.k8s.io', resource: 'runtimeclasses' },
  allowCreateOnUpdate: true,
  conditionalUpdateOnly: true,
  validate: ({ handler = '', overhead, scheduling }: Partial<RuntimeClass>) => [
    ...dnsLabel(handler).map(problem => invalid('handler', handler, problem)),
    ...Object.entries(overhead?.podFixed ?? {}).flatMap(([name, amount]) => [
      ...containerResourceNameErrors(name, `overhead.limits[${name}]`),
      ...resourceQuantityErrors(name, amount, `overhead.limits[${name}]`)
    ]),
    ...labelErrors(scheduling?.nodeSelector, 'scheduling.nodeSelector')
  ],
  validateUpdate: (runtime, old) => immutable(runtime.handler, old.handler, 'handler'),
  columns: [nameColumn, { name: 'Handler' }, ageColumn],
  cells: (runtime, context) => [nameOf(runtime), runtime.handler, ageCell(runtime, context)]
})
