import { pictureFor } from '../map/picture-for.ts'
import type { SessionFace } from '../session/state.ts'
import { promptTexts } from '../texts/texts.ts'
import { mapSentences } from '../ui/map/sentences.ts'

/** Tells the map at the plain prompt. The cluster is watched from the first time that somebody asks. */
export class ToldMap {
  readonly #session: SessionFace
  readonly #say: (text: string) => void
  #unsubscribe: (() => void) | undefined
  /** The map was asked for, and the cluster has not told yet what is on it. */
  #isAwaited = false

  constructor(session: SessionFace, say: (text: string) => void) {
    this.#session = session
    this.#say = say
  }

  /** Says the map, now or when the cluster has told what is on it. */
  ask(): void {
    this.#unsubscribe ??= this.#session.map.subscribe(() => {
      if (this.#isAwaited) this.#isAwaited = !this.#tell()
    })
    this.#isAwaited = !this.#tell()
    if (this.#isAwaited) this.#say(promptTexts.lookingAtCluster)
  }

  close(): void {
    this.#unsubscribe?.()
  }

  #tell(): boolean {
    const picture = pictureFor(this.#session.map, this.#session.state)
    if (picture === undefined) return false
    this.#say(mapSentences(picture).join('\n'))
    return true
  }
}
