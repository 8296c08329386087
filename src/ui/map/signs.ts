import type { Line, Run } from '../../markdown/styled.ts'
import type { MapState } from '../../map/map-state.ts'
import { mapSigns } from '../../texts/texts.ts'

/** The sign of a state in its colour. */
export function signRun(state: MapState): Run {
  return { text: mapSigns[state].sign, ...styleOf(state) }
}

/** What colour repeats of a state; what is as it should be stays quiet. */
export function styleOf(state: MapState): Omit<Run, 'text'> {
  switch (state) {
    case 'ready':
      return { colour: 'good' }
    case 'coming':
      return { colour: 'waiting' }
    case 'failing':
      return { colour: 'bad', bold: true }
    case 'stopping':
    case 'empty':
      return { dim: true }
  }
}

/** The column before a row: whether the present step is about what it says. */
export function markRun(marked: boolean): Run {
  return marked ? { text: '>', colour: 'accent', bold: true } : { text: ' ' }
}

/** What the signs mean, on as few rows as fit. */
export function legendRows(columns: number, hasMarks: boolean): Line[] {
  const entries = [
    ...(['ready', 'coming', 'failing', 'stopping'] as const).map(state => ({
      sign: signRun(state),
      word: mapSigns[state].word
    })),
    ...(hasMarks ? [{ sign: markRun(true), word: mapSigns.marked }] : [])
  ]
  const rows: Line[] = []
  const wide = Math.max(...entries.map(({ word }) => word.length)) + 4
  const each = Math.max(1, Math.floor((columns - 1) / wide))
  for (let at = 0; at < entries.length; at += each)
    rows.push([
      { text: ' ' },
      ...entries
        .slice(at, at + each)
        .flatMap(({ sign, word }): Line => [sign, { text: ` ${word}`.padEnd(wide - 1), dim: true }])
    ])
  return rows
}
