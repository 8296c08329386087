import { describe, expect, it } from 'vitest'
import { runLoop } from '../../../../src/sandbox/controllers/runtime/run-loop.ts'

/** Work of `pieces` steps, each of which notes its name. */
function work(name: string, pieces: number, done: string[], each: () => unknown = () => undefined): () => boolean {
  let left = pieces
  return () => {
    if (left === 0) return false
    each()
    done.push(name)
    left -= 1
    return left > 0
  }
}

/** A clock that only the work moves: how fast the machine is makes no difference. */
function workClock(): { readonly now: () => number; readonly busy: (milliseconds: number) => void } {
  let time = 0
  return { now: () => time, busy: milliseconds => void (time += milliseconds) }
}

describe('the run loop', () => {
  it('gives each work one step in turn', async () => {
    const loop = runLoop(workClock().now)
    const done: string[] = []
    const wakes = [loop.register(work('a', 3, done)), loop.register(work('b', 2, done))]
    for (const wake of wakes) wake()
    await loop.idle()
    expect(done).toEqual(['a', 'b', 'a', 'b', 'a'])
  })

  it('lets others go on while a long piece rests', async () => {
    const clock = workClock()
    const loop = runLoop(clock.now)
    const done: string[] = []
    loop.register(work('long', 2, done, () => clock.busy(10)))()
    // The last of these outlasts the rest of the long one, so that it has its turn again.
    loop.register(work('short', 5, done, () => done.length === 5 && clock.busy(50)))()
    await loop.idle()
    expect(done).toEqual(['long', 'short', 'short', 'short', 'short', 'short', 'long'])
  })

  it('leaves the thread to others between its turns', async () => {
    const clock = workClock()
    const loop = runLoop(clock.now)
    const done: string[] = []
    loop.register(work('step', 10_000, done, () => clock.busy(0.02)))()
    let turns = 0
    const count = (): void => {
      turns += 1
      if (done.length < 10_000) setImmediate(count)
    }
    setImmediate(count)
    await loop.idle()
    expect(turns).toBeGreaterThan(5)
  })

  it('does nothing after it was stopped', async () => {
    const loop = runLoop()
    const done: string[] = []
    loop.register(work('a', 1, done))()
    loop.stop()
    await loop.idle()
    await new Promise(resolve => setImmediate(resolve))
    expect(done).toEqual([])
  })
})
