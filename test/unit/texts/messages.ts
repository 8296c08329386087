/** A text of a catalogue: words, a message as a function of what it tells, or a list that stands or falls as a whole. */
export type Text = string | ((...parameters: unknown[]) => string) | readonly unknown[]

/** Every text of a catalogue by its path, such as `keyTexts.quit`. */
export function textsOf(group: object, path = ''): Map<string, Text> {
  return new Map(
    Object.entries(group).flatMap(([key, value]: [string, Text | object]) => {
      const place = path === '' ? key : `${path}.${key}`
      return typeof value === 'object' && !Array.isArray(value)
        ? [...textsOf(value, place)]
        : [[place, value as Text] as const]
    })
  )
}

/** Numbers that are told apart in a sentence; one, none and more of them, for the forms of words. */
const samples = [
  [211, 307, 401, 503, 607],
  [1, 307, 401, 503, 607],
  [0, 307, 0, 503, 607],
  [307, 307, 401, 503, 607],
  [2, 1, 1, 1, 1]
]

/** What a message says of several values, all of which can be found again in what it says. */
export function saidOf(text: Text): string[] {
  if (typeof text !== 'function') return [JSON.stringify(text)]
  return samples.map(sample => text(...sample))
}

/** The values that a sentence tells, sorted. */
export function valuesIn(sentence: string): string[] {
  return [...sentence.matchAll(/\d+/g)].map(([value]) => value).sort()
}
