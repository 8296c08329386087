import { isRecord } from './json.ts'

/** A decoded JSON value as Go's `%+v` prints it: `map[spec:map[replicas:2]]`, `[a b]`, `<nil>`; keys are sorted. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`
  if (!isRecord(value)) return typeof value === 'string' ? value : JSON.stringify(value)
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `map[${entries.map(([key, part]) => `${key}:${goText(part)}`).join(' ')}]`
}
