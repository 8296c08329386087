import type { Container, Node, Pod } from '../../controllers/types/core.ts'
import type { ContainerInstance } from '../../nodes/container-instance.ts'
import type { ImageEntry } from '../../nodes/images.ts'
import type { PodAnswer, PodRequest } from '../exchange.ts'

/** Where a server runs, and for whom it answers. */
export interface Serving {
  readonly pod: Pod
  readonly container: Container
  readonly image: ImageEntry
  readonly tag: string
  readonly node: Node | undefined
  readonly instance: ContainerInstance
  /** The address at the other end of the connection. */
  readonly client: string
  readonly port: number
  /** Milliseconds of the sandbox's clock. */
  readonly now: number
  /** Writes a line to the container's log. */
  readonly log: (line: string, stream?: 'stdout' | 'stderr') => void
}

/** Answers one request; undefined closes the connection without a word. */
export type Server = (request: PodRequest, serving: Serving) => PodAnswer | undefined
