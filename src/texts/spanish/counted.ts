import { pluralsIn } from '../plurals.ts'

const of = pluralsIn('es')

export const counted = {
  steps: of({ one: 'paso', other: 'pasos' }),
  nodes: of({ one: 'nodo', other: 'nodos' }),
  pods: of({ one: 'pod', other: 'pods' }),
  lines: of({ one: 'línea', other: 'líneas' }),
  objects: of({ one: 'objeto', other: 'objetos' }),
  spaces: of({ one: 'espacio', other: 'espacios' }),
  tabs: of({ one: 'tabulador', other: 'tabuladores' }),
  rows: of({ one: 'fila', other: 'filas' }),
  seconds: of({ one: 'segundo', other: 'segundos' }),
  minutes: of({ one: 'minuto', other: 'minutos' }),
  hours: of({ one: 'hora', other: 'horas' }),
  days: of({ one: 'día', other: 'días' }),
  years: of({ one: 'año', other: 'años' }),
  findings: of({ one: 'hallazgo', other: 'hallazgos' })
}
