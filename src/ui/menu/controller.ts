import type { KeyPress } from '../keys.ts'
import { singly } from '../walk/respond.ts'
import { pressInMenu, type LabEntry, type Menu } from './menu.ts'

/** Holds the menu's state outside of React, so that each of several keys in one chunk sees what the one before it did. */
export class MenuController {
  readonly #labs: readonly LabEntry[]
  readonly #choose: (name: string | undefined) => void
  readonly #listeners = new Set<() => void>()
  #menu: Menu
  #hasChosen = false

  constructor(labs: readonly LabEntry[], choose: (name: string | undefined) => void) {
    this.#labs = labs
    this.#choose = choose
    // The lab that was begun and not finished is the likely one.
    const begun = labs.findIndex(lab => lab.done > 0 && lab.done < lab.of)
    this.#menu = { marked: Math.max(0, begun), digits: '' }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly menu = (): Menu => this.#menu

  press(key: KeyPress): void {
    for (const single of singly(key)) {
      if (this.#hasChosen) return
      const answer = pressInMenu(this.#menu, single, this.#labs)
      if ('menu' in answer) {
        this.#menu = answer.menu
        for (const listener of this.#listeners) listener()
      } else {
        this.#hasChosen = true
        this.#choose(answer.chosen)
      }
    }
  }
}
