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

/** Stands for a value that a message tells, and can be found in what it says. */
const mark = '\u0001'

/**
 * The sentences of a catalogue, or the parts of them that stand between the values they tell: three words or more, so that
 * no other language has them by chance.
 */
export function sentencesOf(group: object): string[] {
  return [...textsOf(group).values()]
    .flatMap(text => (typeof text === 'string' ? text.split('\n') : typeof text === 'function' ? partsOf(text) : []))
    .map(part => oneLine(part))
    .filter(part => /\p{L}+ \p{L}+ \p{L}+/u.test(part))
}

/** Which sentences of a language stand in a text, however that is wrapped. */
export function foundIn(text: string, sentences: readonly string[]): string[] {
  const line = oneLine(text)
  return sentences.filter(sentence => line.includes(sentence))
}

function partsOf(message: (...parameters: unknown[]) => string): string[] {
  try {
    return message(...Array<unknown>(6).fill(mark)).split(mark)
  } catch {
    // A message that counts cannot be given a mark.
    return message(211, 307, 401, 503, 607).split(/\d+/)
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
