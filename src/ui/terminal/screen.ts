import type { Instance } from 'ink'
import type { ReactNode } from 'react'
import { beginUpdate, endUpdate } from './paint.ts'

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Cursor to the first cell, everything erased (ECMA-48 8.3.21 CUP, 8.3.39 ED). */
const clearScreen = '\u001b[H\u001b[2J'

/** Cursor shown, the usual screen (xterm ctlseqs: DECTCEM, DECRST 1049). */
const leaveScreen = '\u001b[?25h\u001b[?1049l'

/** What is shown on the screen. */
export interface Shown {
  /** Puts the first picture on the alternate screen (`painted`), before Ink and React are loaded. */
  readonly first?: string
  readonly load: () => Promise<ReactNode>
}

/**
 * Shows an app on the alternate screen until it is told to end, and leaves the terminal as it was: also when a signal
 * comes, when the terminal goes away, and when the program crashes.
 *
 * @param begin makes the app; `end` is called with the result, once
 * @param interrupted the result when a signal ends the app
 */
export async function onScreen<T>(begin: (end: (result: T) => void) => Shown, interrupted: T): Promise<T> {
  let result = interrupted
  let instance: Instance | undefined
  let isPainted = false
  const ended = new AbortController()
  const end = (value: T): void => {
    ended.abort()
    result = value
    instance?.unmount()
  }
  const interrupt = (): void => end(interrupted)
  // A crash is told on the screen that the user comes back to: Node prints it after these listeners have run.
  const restore = (): void => {
    if (instance) instance.unmount()
    else if (isPainted) process.stdout.write(leaveScreen)
    isPainted = false
    if (process.stdin.isTTY) process.stdin.setRawMode(false)
  }
  const { first, load } = begin(end)
  let draw: (() => ReactNode) | undefined
  // Where a terminal leaves rows and cursor after a resize is its own affair: everything is drawn anew on an empty screen,
  // also when the size is the old one again, as it had another one in between. Raw mode is off while another program has
  // the terminal; Ink draws when it comes back.
  const redraw = (): void => {
    if (instance === undefined || draw === undefined) return
    if (!process.stdin.isRaw) {
      instance.rerender(draw())
      return
    }
    process.stdout.write(beginUpdate)
    instance.clear()
    process.stdout.write(clearScreen)
    instance.rerender(draw())
    void instance.waitUntilRenderFlush().then(() => process.stdout.write(endUpdate))
  }
  // The terminal may vanish before the signal comes: writing then fails (EIO), which is no crash.
  const vanish = (): void => end(interrupted)
  for (const signal of endingSignals) process.on(signal, interrupt)
  process.on('uncaughtExceptionMonitor', restore)
  process.stdout.on('error', vanish)
  // Node's own listener comes first: the size is known when this one is called.
  process.on('SIGWINCH', redraw)
  try {
    if (first !== undefined && !ended.signal.aborted) {
      // What is typed meanwhile waits for Ink, and must not be echoed onto the picture.
      if (process.stdin.isTTY) process.stdin.setRawMode(true)
      process.stdout.write(first)
      isPainted = true
    }
    const [{ render }, { sized }, app] = await Promise.all([import('ink'), import('../components/sized.tsx'), load()])
    draw = () => sized(app)
    if (ended.signal.aborted) return result
    // Ink enters the alternate screen once more, which clears it in some terminals, and in others leaves the cursor where
    // the first picture ended: Ink begins there. Neither is to be seen.
    if (isPainted) process.stdout.write(beginUpdate + clearScreen)
    const others = process.stdout.listeners('resize')
    instance = render(draw(), {
      alternateScreen: true,
      exitOnCtrlC: false,
      incrementalRendering: true,
      // A key may come just after output was drawn: with 30 it waited for up to 80 ms while output streamed.
      maxFps: 60
    })
    // Ink would draw the old picture into the new size first.
    for (const listener of process.stdout.listeners('resize'))
      if (!others.includes(listener)) process.stdout.off('resize', listener as () => void)
    await instance.waitUntilExit()
  } finally {
    restore()
    for (const signal of endingSignals) process.off(signal, interrupt)
    process.off('uncaughtExceptionMonitor', restore)
    process.stdout.off('error', vanish)
    process.off('SIGWINCH', redraw)
    // Ink lets go of the terminal with its last input hook; nothing else may keep the program waiting for keys.
    process.stdin.pause()
    process.stdin.unref()
  }
  return result
}
