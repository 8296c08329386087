/** What one watcher has seen of objects whose `data.turn` counts the writes of each from 0. */
export interface WatchCheck {
  /** Takes the JSON text of one event. */
  readonly take: (line: string) => void
  /** How many events there were. */
  readonly count: number
  /** The first sentences about what was lost or out of order; none when all is well. */
  readonly problems: readonly string[]
}

const mostProblems = 10

/**
 * Checks that resourceVersions rise from event to event, and that of each object every write is seen, once and in order.
 * The texts are not parsed whole: what watches a lot must not be slower than what it watches.
 */
export function watchCheck(): WatchCheck {
  let revision = 0
  let count = 0
  const turns = new Map<string, number>()
  const problems: string[] = []
  const complain = (text: string): void => {
    if (problems.length < mostProblems) problems.push(text)
  }
  return {
    take(line) {
      const name = /"name":"([^"]+)"/.exec(line)?.[1] ?? ''
      const version = Number(/"resourceVersion":"(\d+)"/.exec(line)?.[1])
      const turn = Number(/"turn":"(\d+)"/.exec(line)?.[1])
      const expected = (turns.get(name) ?? -1) + 1
      if (!(version > revision)) complain(`resourceVersion ${version} of ${name} came after ${revision}`)
      if (turn !== expected) complain(`write ${turn} of ${name} came where ${expected} was expected`)
      revision = version
      turns.set(name, turn)
      count += 1
    },
    get count() {
      return count
    },
    problems
  }
}
