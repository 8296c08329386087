import type { Clock } from '../clock.ts'
import { Interrupted, type Steps } from './shell/process.ts'

/** What a process that somebody watches is connected with. Texts are byte strings (latin1). */
export interface SessionEnds {
  write(stream: 'stdout' | 'stderr', text: string): void
  /** Called once. */
  ended(exitCode: number): void
  /** Called instead when the sandbox itself failed. */
  failed(error: unknown): void
}

export interface SessionProcess {
  /** A piece of the standard input; undefined is its end. */
  input(text: string | undefined): void
  /** Ctrl-C. */
  interrupt(): void
  /** Leaves it as it is, for a client that is gone. */
  stop(): void
}

/** So many commands in a row are followed by a rest, so that a loop leaves time to others. */
const stepsInTurn = 500
const rest = 5

/**
 * Runs a program for somebody who watches: its sleeps take the sandbox's time, and its reads wait for input.
 */
export function startSession(program: Steps<number>, clock: Clock, ends: SessionEnds): SessionProcess {
  let buffered = ''
  let closed = false
  let reading = false
  let over = false
  let cancel: () => void = () => undefined

  function end(exitCode: number): void {
    if (over) return
    over = true
    cancel()
    ends.ended(exitCode)
  }

  function go(move: () => IteratorResult<{ kind: string }, number>): void {
    try {
      let next = move() as ReturnType<typeof program.next>
      for (let count = 0; !over; count += 1) {
        if (next.done === true) {
          end(next.value)
          return
        }
        const action = next.value
        if (action.kind === 'write') ends.write(action.stream, action.text)
        else if (action.kind === 'sleep' || count > stepsInTurn) {
          cancel = clock.after(action.kind === 'sleep' ? action.milliseconds : rest, () =>
            go(() => program.next(undefined))
          )
          return
        } else if (action.kind === 'read') {
          const line = takeLine()
          if (line === undefined && !closed) {
            reading = true
            return
          }
          next = program.next(line)
          continue
        }
        next = program.next(undefined)
      }
    } catch (error) {
      if (error instanceof Interrupted) end(130)
      else if (!over) {
        over = true
        ends.failed(error)
      }
    }
  }

  function takeLine(): string | undefined {
    const at = buffered.indexOf('\n')
    if (at < 0 && (!closed || buffered === '')) return undefined
    const line = at < 0 ? buffered : buffered.slice(0, at + 1)
    buffered = buffered.slice(line.length)
    return line
  }

  function resume(): void {
    if (!reading) return
    const line = takeLine()
    if (line === undefined && !closed) return
    reading = false
    go(() => program.next(line))
  }

  queueMicrotask(() => go(() => program.next(undefined)))
  return {
    input(text) {
      if (over) return
      if (text === undefined) closed = true
      else buffered += text
      resume()
    },
    interrupt() {
      if (over) return
      cancel()
      buffered = ''
      reading = false
      go(() => program.throw(new Interrupted()))
    },
    stop() {
      over = true
      cancel()
    }
  }
}
