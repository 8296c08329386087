/** One entry of an annotation that holds one, or a list of them. */
export interface Entry {
  readonly value: unknown
  /** Line of its first key, counted from 1 in the file. */
  readonly line: number
  /** Line of one of its keys; that of the entry where the key is not found. */
  readonly lineOf: (key: string) => number
}

/**
 * The entries of an annotation, with the lines that they stand on.
 *
 * @param value what YAML made of the text.
 * @param first the line of the text's first line, counted from 1 in the file.
 */
export function entriesOf(yaml: string, value: unknown, first: number): Entry[] {
  const lines = yaml.split('\n')
  const starts = startsOf(lines, Array.isArray(value))
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.map((each, index) => {
    const start = starts[index] ?? 0
    const end = starts[index + 1] ?? lines.length
    return {
      value: each,
      line: first + start,
      lineOf(key) {
        const at = lines.slice(start, end).findIndex(line => keyAt(line) === key)
        return first + start + Math.max(0, at)
      }
    }
  })
}

function keyAt(line: string): string | undefined {
  const [, double, single, bare] = /^\s*(?:-\s+)?(?:"([^"]*)"|'([^']*)'|([^\s"'#][^:]*?))\s*:(?:\s|$)/.exec(line) ?? []
  return double ?? single ?? bare
}

/** Index of the line that each entry begins at. */
function startsOf(lines: readonly string[], list: boolean): number[] {
  const filled = lines.findIndex(line => line.trim() !== '')
  if (!list) return [Math.max(0, filled)]
  const dashes = lines.map(line => /^(\s*)-(\s|$)/.exec(line)?.[1]?.length ?? Infinity)
  const least = Math.min(...dashes)
  return dashes.flatMap((indent, index) => (indent === least && indent !== Infinity ? [index] : []))
}
