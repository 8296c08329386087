import { line, truncate, type Line } from '../../markdown/styled.ts'
import type { EventPicture } from '../../map/latest-events.ts'
import { plain } from '../../shell/sanitise.ts'
import { mapTexts } from '../../texts/texts.ts'
import { ageText } from './age.ts'
import type { MapOptions } from './rows.ts'

/** Fewer are not worth a heading. */
const fewest = 2
const ageColumns = 5

/**
 * The latest events under the map, below a row of air and a heading; nothing where there is no room for two of them.
 *
 * @param room rows that are left.
 */
export function eventRows(
  events: readonly EventPicture[],
  { columns, now, ellipsis }: MapOptions,
  room: number
): Line[] {
  const shown = events.slice(0, Math.max(0, room - 2))
  if (shown.length < fewest) return []
  return [
    [],
    line(` ${mapTexts.latestEvents}`, { dim: true }),
    ...shown.map(({ pod, reason, message, warning, at }) =>
      truncate(
        [
          { text: ` ${ageText(at, now, 'ready').padStart(ageColumns)}  `, dim: true },
          { text: plain(reason), ...(warning && { colour: 'bad' as const }) },
          { text: `  ${plain(pod)}: ${plain(message).replace(/\s+/g, ' ').trim()}`, dim: true }
        ],
        columns - 1,
        ellipsis
      )
    )
  ]
}
