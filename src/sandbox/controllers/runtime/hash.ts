/** FNV-1a in 32 bits over UTF-8, as Go's `hash/fnv`. */
function fnv32a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash
}

/** Without vowels and look-alike digits, so that no words come about: k8s.io/apimachinery/pkg/util/rand. */
const safeCharacters = 'bcdfghjklmnpqrstvwxz2456789'

/** `rand.SafeEncodeString`: each character of `text` as one that may stand in a name. */
function safeEncode(text: string): string {
  return Array.from(text, character => safeCharacters[(character.codePointAt(0) ?? 0) % safeCharacters.length]).join('')
}

/**
 * The hash of a pod template that stands in `pod-template-hash` and `controller-revision-hash`. Kubernetes hashes a
 * dump of Go structures (controller.ComputeHash), which only Go can reproduce: the form is the same, the value is not.
 *
 * @param collisions how often the name that came out was already taken by another template.
 */
export function computeHash(value: unknown, collisions?: number): string {
  return hashOfText(canonicalJson(value), collisions)
}

/** The same of a text; see computeHash. */
export function hashOfText(text: string, collisions?: number): string {
  return safeEncode(String(fnv32a(text + (collisions === undefined ? '' : String(collisions)))))
}

/** JSON with keys in order and without absent or null values: equal objects give equal text. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined && field !== null)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`
  }
  return JSON.stringify(value ?? null)
}

/** The same value with the keys of all objects in order, as Go's `encoding/json` writes maps. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(fields.map(([name, field]) => [name, inOrder(field)]))
}

/** Whether two JSON values are equal, absent fields and the order of keys aside. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b)
}
