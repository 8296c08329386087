import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { WatchEvent } from '../../../src/cluster/watch/events.ts'
import { noObjects, reduceObjects, type ClusterObjects } from '../../../src/cluster/watch/objects.ts'
import type { Focus } from '../../../src/map/focus.ts'
import { clusterPicture, type ClusterPicture } from '../../../src/map/picture.ts'

export type RecordingName = 'kubernetes-1.20' | 'sandbox'

/** What a cluster's watches told; see test/fixtures/map/README.md. */
export function recording(name: RecordingName): WatchEvent[] {
  const file = path.resolve(import.meta.dirname, `../../fixtures/map/${name}.jsonl`)
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map(line => JSON.parse(line) as WatchEvent)
}

/** What is known after each event. */
export function objectsOfRecording(name: RecordingName): ClusterObjects[] {
  let objects = noObjects
  return recording(name).map(event => (objects = reduceObjects(objects, event)))
}

export const plainFocus: Focus = { labelKeys: new Set(), marks: () => false }

/** The pictures that a recording gives, of which those that differ. */
export function picturesOf(name: RecordingName, focus: Focus = plainFocus): ClusterPicture[] {
  const pictures = objectsOfRecording(name).map(objects => clusterPicture(objects, focus))
  return pictures.filter(
    (picture, index): picture is ClusterPicture =>
      picture !== undefined && JSON.stringify(picture) !== JSON.stringify(pictures[index - 1])
  )
}

export function lastPicture(name: RecordingName, focus: Focus = plainFocus): ClusterPicture {
  const picture = picturesOf(name, focus).at(-1)
  if (picture === undefined) throw new Error(`${name} gives no picture`)
  return picture
}
