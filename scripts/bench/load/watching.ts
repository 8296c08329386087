/** The process that watches; see watchers.ts. Its argument says where, and how often at once. */
import { apiOf } from '../../../test/e2e/process/api.ts'
import { watchCheck } from '../../../test/e2e/process/watch-check.ts'
import type { ServedAt } from '../../../src/sandbox/process/places.ts'

export interface WatchReport {
  /** The events of all watchers. */
  readonly events: number
  readonly problems: readonly string[]
}

const { served, watchers } = JSON.parse(process.argv[2] ?? '') as { served: ServedAt; watchers: number }
const api = apiOf(served)
const checks = Array.from({ length: watchers }, watchCheck)
let expected = Infinity

function reportWhenDone(): void {
  if (checks.some(({ count }) => count < expected)) return
  const events = checks.reduce((sum, { count }) => sum + count, 0)
  process.send?.({ events, problems: checks.flatMap(({ problems }) => problems) } satisfies WatchReport)
}

// What is there before the first write is not watched.
const { body } = await api.send('GET', '/api/v1/namespaces/default/configmaps?labelSelector=none')
const { resourceVersion } = body['metadata'] as { resourceVersion: string }
const path = `/api/v1/namespaces/default/configmaps?watch=true&resourceVersion=${resourceVersion}`
for (const check of checks) {
  await api.watch(path, line => {
    check.take(line)
    if (check.count >= expected) reportWhenDone()
  })
}
process.on('message', (told: { writes: number }) => {
  expected = told.writes
  reportWhenDone()
})
process.on('disconnect', () => process.exit(0))
process.send?.({ events: 0, problems: [] } satisfies WatchReport)
