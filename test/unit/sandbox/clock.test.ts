import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { machineClock } from '../../../src/sandbox/clock.ts'

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => vi.useRealTimers())

describe('the clock of a sandbox', () => {
  it('runs with the machine', () => {
    const clock = machineClock()
    vi.advanceTimersByTime(5000)
    expect(clock.now()).toBe(1_005_000)
    expect(clock.ahead).toBe(0)
  })

  it('lets what waits already wait shorter when it is sped up, and never jumps', () => {
    const clock = machineClock()
    const called: number[] = []
    clock.after(60_000, () => called.push(clock.now()))
    vi.advanceTimersByTime(10_000)
    clock.setSpeed(50)
    expect(clock.now()).toBe(1_010_000)
    vi.advanceTimersByTime(999)
    expect(called).toEqual([])
    vi.advanceTimersByTime(1)
    expect(called).toEqual([1_060_000])
    clock.setSpeed(1)
    expect(clock.now()).toBe(1_060_000)
    expect(clock.ahead).toBe(49_000)
  })

  it('forgets what was cancelled, also after a change of speed', () => {
    const clock = machineClock()
    const called = vi.fn()
    const cancel = clock.after(1000, called)
    clock.setSpeed(10)
    cancel()
    vi.advanceTimersByTime(10_000)
    expect(called).not.toHaveBeenCalled()
  })

  it('goes on where an earlier one was', () => {
    expect(machineClock({ ahead: 7000 }).now()).toBe(1_007_000)
  })

  it('waits longer than a timer of the machine can', () => {
    const clock = machineClock()
    const called = vi.fn()
    const days = 24 * 3600 * 1000
    clock.after(60 * days, called)
    vi.advanceTimersByTime(59 * days)
    expect(called).not.toHaveBeenCalled()
    vi.advanceTimersByTime(days)
    expect(called).toHaveBeenCalledOnce()
  })
})
