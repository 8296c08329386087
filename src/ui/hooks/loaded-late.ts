import { useEffect, useState } from 'react'

/**
 * Makes a hook for something that is loaded when it is first wanted, so that the first frame does not wait for it. Once
 * loaded it stays, for every component: what comes back after the outline or a resize is whole in its first frame.
 *
 * @param waitMs how long to wait first, where loading takes the event loop for a moment
 * @returns a hook that gives undefined until it is there; `wanted` begins the loading
 */
export function loadedLate<T extends object>(load: () => Promise<T>, waitMs = 0): (wanted: boolean) => T | undefined {
  let loaded: T | undefined
  return function useLoadedLate(wanted) {
    const [, setLoaded] = useState(loaded !== undefined)
    useEffect(() => {
      if (!wanted || loaded !== undefined) return
      let isCurrent = true
      const begin = (): void =>
        void load().then(value => {
          loaded = value
          if (isCurrent) setLoaded(true)
        })
      const timer = setTimeout(begin, waitMs)
      return () => {
        isCurrent = false
        clearTimeout(timer)
      }
    }, [wanted])
    return loaded
  }
}
