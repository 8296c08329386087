/** How long the stages of a pod take, in milliseconds of the sandbox's clock. */
export interface Timeline {
  /** @param size bytes of the image. @param cached whether the node has it and only asks the registry again. */
  pull(size: number, cached: boolean): number
  /** Setting up the pod's network namespace. */
  readonly sandbox: number
  readonly create: number
  readonly start: number
  /** How long a process takes to end after SIGTERM; the grace period cuts it short. */
  readonly stop: number
  /** How often the kubelet looks again at a container that waits for its image or configuration. */
  readonly resync: number
}

/** What learners see: every stage is there to be noticed, none is waited for. */
export const learnersTimeline: Timeline = {
  // 300 ms for the smallest image and 800 ms for one of half a gigabyte.
  pull: (size, cached) => (cached ? 120 : Math.round(300 + 500 * Math.min(1, size / 500_000_000))),
  sandbox: 60,
  create: 40,
  start: 60,
  stop: 250,
  resync: 2000
}

/** No waiting at all, for tests and benchmarks. */
export const zeroTimeline: Timeline = { pull: () => 0, sandbox: 0, create: 0, start: 0, stop: 0, resync: 2000 }
