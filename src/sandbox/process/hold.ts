import { request } from 'node:https'
import type { ServedAt } from './places.ts'

const againMs = 1000

/**
 * Keeps a lasting sandbox from ending for idleness, by an open watch: a session counts as use although its learner only
 * reads. It is opened again when the sandbox ends it.
 *
 * @returns a function that lets the sandbox go.
 */
export function holdSession(served: ServedAt): () => void {
  let held = true
  let current: ReturnType<typeof request> | undefined
  let again: NodeJS.Timeout | undefined
  const open = () => {
    if (!held) return
    const call = request(`${served.url}/api/v1/namespaces?watch=true&fieldSelector=metadata.name%3Dkubewalk-held`, {
      ca: served.certificateAuthority,
      headers: { authorization: `Bearer ${served.token}` },
      agent: false
    })
    current = call
    call.on('response', response => response.resume())
    call.on('error', () => undefined)
    call.on('close', () => {
      if (!held) return
      again = setTimeout(open, againMs)
      again.unref()
    })
    // The hold must not keep the app alive.
    call.on('socket', socket => socket.unref())
    call.end()
  }
  open()
  return () => {
    held = false
    clearTimeout(again)
    current?.destroy()
  }
}
