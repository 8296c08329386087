import type { SessionState } from '../session/state.ts'
import type { ClusterMap } from './cluster-map.ts'
import { focusOf } from './focus.ts'
import { clusterPicture, type ClusterPicture } from './picture.ts'

/** The picture of a cluster as the present step of a session sees it; undefined while nothing is known. */
export function pictureFor(
  map: Pick<ClusterMap, 'objects' | 'labelKeys'>,
  state: SessionState
): ClusterPicture | undefined {
  const ran = state.steps.flatMap(view => view.commands.map(command => command.text))
  const focus = focusOf(state.lab, state.steps[state.current]?.step, ran)
  return clusterPicture(map.objects(), { ...focus, labelKeys: new Set([...focus.labelKeys, ...map.labelKeys()]) })
}
