import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { noMap, type ClusterMap } from '../../map/cluster-map.ts'
import type { ClusterPicture } from '../../map/picture.ts'
import type { SessionState } from '../../session/state.ts'
import { nextAgeIn } from '../map/age.ts'
import { loadedLate } from './loaded-late.ts'

/** The map of the session on the screen; given once at the top. */
export const MapContext = createContext<ClusterMap>(noMap)

/**
 * The cluster as the present step sees it, and the time by which its ages are told. The first component that uses it
 * begins the watch. While no age changes there is no timer.
 */
export function useMap(state: SessionState): { readonly picture: ClusterPicture | undefined; readonly now: number } {
  const map = use(MapContext)
  const objects = useSyncExternalStore(map.subscribe, map.objects)
  const changedAt = useSyncExternalStore(map.subscribe, map.changedAt)
  const pictureFor = usePictureFor(changedAt > 0)
  const picture = useMemo(
    () => pictureFor?.({ objects: () => objects, labelKeys: map.labelKeys }, state),
    [map, objects, state, pictureFor]
  )
  const [tickedAt, setTickedAt] = useState(0)
  const now = Math.max(tickedAt, changedAt)
  const wait = picture === undefined ? undefined : nextAgeIn(picture, now)
  useEffect(() => {
    if (wait === undefined) return
    const timer = setTimeout(() => setTickedAt(Date.now()), Math.min(wait, longestWaitMs))
    return () => clearTimeout(timer)
  }, [wait, now])
  return { picture, now }
}

const longestWaitMs = 3_600_000

/** What makes a picture of a cluster; loaded when there is something to make it from, long after the first frame. */
const usePictureFor = loadedLate(async () => (await import('../../map/picture-for.ts')).pictureFor)
