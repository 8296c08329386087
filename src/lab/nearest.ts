import { labMistakes } from '../texts/texts.ts'

/**
 * Number of insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal
 * string alignment distance).
 */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (rows[i - 1]?.[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let best = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1)
      row.push(best)
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}

/**
 * The known word that a misspelt one was probably meant to be: at most one slip in four letters. Undefined when none is
 * near enough to be offered.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 200) return undefined
  let best: { word: string; distance: number } | undefined
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    const allowed = Math.max(1, Math.ceil(candidate.length / 4))
    if (distance <= allowed && (!best || distance < best.distance)) best = { word: candidate, distance }
  }
  return best?.word
}

/** What to say behind a word that is none: the one that was probably meant, else all that there are. */
export function offerOf(word: string, known: readonly string[]): string {
  const meant = nearest(word, known)
  return meant === undefined ? labMistakes.knownAre(known.join(', ')) : labMistakes.didYouMean(meant)
}
