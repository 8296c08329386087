import { pluralsIn } from '../plurals.ts'

const of = pluralsIn('es')

export const counted = {
  steps: of({ one: 'paso', other: 'pasos' }),
  nodes: of({ one: 'nodo', other: 'nodos' }),
  pods: of({ one: 'pod', other: 'pods' }),
  lines: of({ one: 'línea', other: 'líneas' }),
  objects: of({ one: 'objeto', other: 'objetos' }),
  spaces: of({ one: 'espacio', other: 'espacios' }),
  findings: of({ one: 'hallazgo', other: 'hallazgos' })
}
