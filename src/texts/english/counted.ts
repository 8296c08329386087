import { pluralsIn } from '../plurals.ts'

const of = pluralsIn('en')

/** Numbers with the word for what is counted: `1 node`, `2 nodes`. */
export const counted = {
  steps: of({ one: 'step', other: 'steps' }),
  nodes: of({ one: 'node', other: 'nodes' }),
  pods: of({ one: 'pod', other: 'pods' }),
  lines: of({ one: 'line', other: 'lines' }),
  objects: of({ one: 'object', other: 'objects' }),
  spaces: of({ one: 'space', other: 'spaces' }),
  tabs: of({ one: 'tab', other: 'tabs' }),
  rows: of({ one: 'row', other: 'rows' }),
  seconds: of({ one: 'second', other: 'seconds' }),
  minutes: of({ one: 'minute', other: 'minutes' }),
  hours: of({ one: 'hour', other: 'hours' }),
  days: of({ one: 'day', other: 'days' }),
  years: of({ one: 'year', other: 'years' }),
  findings: of({ one: 'finding', other: 'findings' })
}
