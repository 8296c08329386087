import { randomInt } from 'node:crypto'

// No vowels and nothing that looks like another sign: apimachinery/pkg/util/rand/rand.go.
const signs = 'bcdfghjklmnpqrstvwxz2456789'

/** A random suffix for names, as generateName appends it. */
export function randomSuffix(length = 5): string {
  let text = ''
  for (let i = 0; i < length; i++) text += signs.charAt(randomInt(signs.length))
  return text
}
