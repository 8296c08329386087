/**
 * Calls back once when nothing has used a server for a while.
 *
 * @param options.connections how many connections are open now; any counts as use.
 * @param options.onIdle called at most once, `idleMs` to `idleMs` plus a tenth after the last use.
 * @returns `used` notes a use; `stop` ends the watch.
 */
export function watchIdleness(options: {
  readonly idleMs: number
  readonly connections: () => number
  readonly onIdle: () => void
}): { used(): void; stop(): void } {
  let lastUse = performance.now()
  const timer = setInterval(
    () => {
      if (options.connections() > 0) lastUse = performance.now()
      if (performance.now() - lastUse < options.idleMs) return
      clearInterval(timer)
      options.onIdle()
    },
    Math.max(20, options.idleMs / 10)
  )
  return {
    used: () => {
      lastUse = performance.now()
    },
    stop: () => clearInterval(timer)
  }
}
