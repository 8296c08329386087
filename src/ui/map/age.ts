import type { ClusterPicture } from '../../map/picture.ts'
import type { MapState } from '../../map/map-state.ts'
import { humanDuration } from '../../sandbox/api/tables/duration.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
/** What moves is told by the second, but not for ever: a pod that does not start stays on its way. */
const movingMs = 2 * minute

/** In what steps an age grows: the seconds count while something moves, and nobody watches them afterwards. */
function stepOf(ageMs: number, moves: boolean): number {
  if (moves && ageMs < movingMs) return second
  if (ageMs < minute) return 10 * second
  return ageMs < hour ? minute : hour
}

function moves(state: MapState): boolean {
  return state === 'coming' || state === 'stopping'
}

/** An age as kubectl writes it, rounded down to the step in which it grows. */
export function ageText(created: number, now: number, state: MapState): string {
  const ageMs = Math.max(0, now - created)
  if (Number.isNaN(ageMs)) return ''
  const step = stepOf(ageMs, moves(state))
  return ageMs < step ? `<${humanDuration(step)}` : humanDuration(Math.floor(ageMs / step) * step)
}

/** In how many milliseconds an age on the map will read otherwise; undefined when there is none. */
export function nextAgeIn({ nodes, unplaced, events }: ClusterPicture, now: number): number | undefined {
  const pods = [...nodes.flatMap(node => node.pods), ...unplaced]
  const said = events.map(({ at }) => ({ created: at, state: 'ready' as const }))
  const waits = [...pods, ...said]
    .filter(({ created }) => !Number.isNaN(created))
    .map(({ created, state }) => {
      const ageMs = Math.max(0, now - created)
      const step = stepOf(ageMs, moves(state))
      return step - (ageMs % step)
    })
  return waits.length === 0 ? undefined : Math.min(...waits)
}
