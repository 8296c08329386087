import { describe, expect, it } from 'vitest'
import { workQueue } from '../../../../src/sandbox/controllers/runtime/work-queue.ts'
import { fakeClock } from '../fake-clock.ts'

function drain(queue: ReturnType<typeof workQueue>): string[] {
  const taken: string[] = []
  for (let key = queue.next(); key !== undefined; key = queue.next()) {
    taken.push(key)
    queue.done(key)
  }
  return taken
}

describe('work queue', () => {
  it('gives a key once, however often it was added', () => {
    const queue = workQueue(fakeClock(), () => undefined)
    for (const key of ['a', 'b', 'a']) queue.add(key)
    expect(drain(queue)).toEqual(['a', 'b'])
  })

  it('gives keys of a higher rank first, and equals in the order in which they came', () => {
    const queue = workQueue(
      fakeClock(),
      () => undefined,
      key => key.length
    )
    for (const key of ['a', 'bb', 'c', 'dd', 'eee']) queue.add(key)
    expect(drain(queue)).toEqual(['eee', 'bb', 'dd', 'a', 'c'])
    expect(queue.length).toBe(0)
  })

  it('gives a key again that was added while it was processed, and not before it is done', () => {
    const queue = workQueue(fakeClock(), () => undefined)
    queue.add('a')
    expect(queue.next()).toBe('a')
    queue.add('a')
    expect(queue.next()).toBeUndefined()
    queue.done('a')
    expect(drain(queue)).toEqual(['a'])
  })

  it('waits twice as long after each failure, until the key is forgotten', () => {
    const clock = fakeClock()
    const queue = workQueue(clock, () => undefined)
    const waits: number[] = []
    for (const attempt of [1, 2, 3, 4]) {
      if (attempt === 4) queue.forget('a')
      queue.addRateLimited('a')
      const before = clock.now()
      while (queue.length === 0) clock.pass(1)
      waits.push(clock.now() - before)
      drain(queue)
    }
    expect(waits).toEqual([5, 10, 20, 5])
  })

  it('keeps the earliest of several times', () => {
    const clock = fakeClock()
    const queue = workQueue(clock, () => undefined)
    queue.addAfter('a', 100)
    queue.addAfter('a', 500)
    queue.addAfter('a', 50)
    clock.pass(50)
    expect(drain(queue)).toEqual(['a'])
    clock.pass(1000)
    expect(drain(queue)).toEqual([])
  })

  it('takes nothing after it was stopped', () => {
    const clock = fakeClock()
    const queue = workQueue(clock, () => undefined)
    queue.addAfter('a', 10)
    queue.stop()
    queue.add('b')
    clock.pass(20)
    expect(drain(queue)).toEqual([])
  })
})
