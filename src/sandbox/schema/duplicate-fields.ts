/**
 * The keys that stand more than once in one object of a JSON text, as sigs.k8s.io/json tells them (apimachinery
 * v1.35): `duplicate field "spec.containers[0].name"`, each once, in the order of the text.
 *
 * @param text JSON that parses; JSON.parse itself keeps the last value of a key without a word
 */
export function duplicateFields(text: string): string[] {
  const found = new Set<string>()
  const stack: Level[] = []
  let expectsKey = false
  let key = ''
  for (const [token] of text.matchAll(tokens)) {
    const level = stack.at(-1)
    if (token === '{' || token === '[') {
      const path = level === undefined ? '' : childPath(level, key)
      stack.push({ path, keys: token === '{' ? new Set() : undefined, index: 0 })
      expectsKey = token === '{'
    } else if (token === '}' || token === ']') {
      stack.pop()
      expectsKey = false
    } else if (token === ',') {
      if (level?.keys === undefined) {
        if (level !== undefined) level.index++
      } else expectsKey = true
    } else if (expectsKey && level?.keys !== undefined) {
      key = JSON.parse(token) as string
      expectsKey = false
      if (level.keys.has(key)) found.add(`duplicate field ${JSON.stringify(childPath(level, key))}`)
      level.keys.add(key)
    }
  }
  return [...found]
}

/** Texts, brackets and commas: all that tells where a key stands. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],]/g

interface Level {
  readonly path: string
  /** The keys of an object so far; a list has none. */
  readonly keys: Set<string> | undefined
  index: number
}

function childPath({ path, keys, index }: Level, key: string): string {
  if (keys === undefined) return `${path}[${index}]`
  return path === '' ? key : `${path}.${key}`
}
