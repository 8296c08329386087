import { goneTargets } from '../check/presence.ts'
import { beginningKeys } from '../check/replaced.ts'
import { targetKey } from '../check/target.ts'
import type { Lab } from '../lab/lab.ts'
import type { SessionEvent } from './events.ts'
import { initialState, reduce } from './reduce.ts'
import type { SessionState } from './state.ts'

/** What a journal says of the session it belongs to. */
export interface Resumption {
  readonly state: SessionState
  /** Objects seen by checks on absence: target and UID. */
  readonly sightings: readonly (readonly [target: string, uid: string])[]
  /** Identity of the cluster that the session last worked on. */
  readonly clusterUid?: string
}

/**
 * Folds a journal into the state that the learner left; pure.
 *
 * A command that was running when the program died has ended with it. Steps are found by their ids, so an edited lab
 * keeps what was done in the steps that it still has.
 */
export function resume(lab: Lab, clusterLabel: string, events: readonly SessionEvent[]): Resumption {
  const state = events.reduce(reduce, initialState(lab, clusterLabel))
  const sightings = events.reduce<Resumption['sightings']>((known, event) => sightingsAfter(lab, known, event), [])
  const seen = events.findLast(event => event.type === 'cluster-seen')
  return {
    state: { ...state, busy: false, steps: state.steps.map(endCommands) },
    sightings,
    ...(seen === undefined ? {} : { clusterUid: seen.uid })
  }
}

/** What was seen before a reset counts no more for what the step wants gone. */
function sightingsAfter(lab: Lab, known: Resumption['sightings'], event: SessionEvent): Resumption['sightings'] {
  switch (event.type) {
    case 'sighted':
      return [...known, [event.target, event.uid]]
    case 'lab-reset':
      return []
    case 'step-reset': {
      const forgotten = goneKeys(lab, event.step)
      return known.filter(([target]) => !forgotten.includes(target))
    }
    default:
      return known
  }
}

/** What a step's checks on absence and replacement remember, as `Seen` spells it. */
export function goneKeys(lab: Lab, step: string): string[] {
  const checks = lab.steps.find(({ id }) => id === step)?.checks ?? []
  return [...goneTargets(checks).map(targetKey), ...beginningKeys(checks)]
}

function endCommands(view: SessionState['steps'][number]): SessionState['steps'][number] {
  if (!view.commands.some(command => command.running)) return view
  const commands = view.commands.map(command =>
    command.running ? { ...command, running: false, interrupted: true } : command
  )
  return { ...view, commands }
}
