import type { Pod } from '../../controllers/types/core.ts'
import type { ContainerRun } from '../../nodes/container-run.ts'
import { methodNotSupported } from '../status.ts'
import {
  checkLogStatus,
  chosenContainer,
  entriesText,
  logOptions,
  selectEntries,
  type LogOptions
} from '../subresources/log.ts'
import { reachContainers } from './containers.ts'
import { verbOf, type ResourceRequest } from './resources.ts'

/** How often a log that is followed is looked at, in milliseconds of the machine. */
const followInterval = 150

/** Answers `pods/NAME/log`. */
export function serveLog(call: ResourceRequest, name: string): Promise<void> {
  const { registry, request, response, target, query, watches } = call
  if (request.method !== 'GET') throw methodNotSupported(target.info, verbOf(request.method))
  const pod = registry.get(target.info, target.namespace, name) as Pod
  const container = chosenContainer(pod, query.get('container'))
  const options = logOptions(query, name, registry.clock.now())
  const head = { 'Content-Type': 'text/plain', 'Cache-Control': 'no-cache, private' }
  if (pod.spec.nodeName === undefined || pod.spec.nodeName === '') {
    response.writeHead(200, head)
    response.end()
    return Promise.resolve()
  }
  const containers = reachContainers(call, pod, `containerLogs/${target.namespace ?? ''}/${name}/${container}`)
  checkLogStatus(pod, container, options.previous)
  const run = containers.run(pod, container, options.previous)
  response.writeHead(200, head)
  if (run === undefined) {
    response.end()
    return Promise.resolve()
  }
  const reader = logReader(run, options, () => registry.clock.now())
  response.write(reader.first())
  if (!options.follow || run.endedAt !== undefined) {
    response.end()
    return Promise.resolve()
  }
  response.flushHeaders()
  const stop = (): void => {
    clearInterval(timer)
    watches.delete(stop)
    response.end()
  }
  const timer = setInterval(() => {
    const present = registry.find(target.info, target.namespace, name) as Pod | undefined
    const now = present?.metadata.uid === pod.metadata.uid ? containers.run(pod, container, false) : undefined
    const endedAt = now?.instance === run.instance ? now.endedAt : registry.clock.now()
    response.write(reader.more(endedAt))
    if (endedAt !== undefined) stop()
  }, followInterval)
  watches.add(stop)
  response.on('close', stop)
  return Promise.resolve()
}

/** Reads a log on from where it was read to. */
function logReader({ instance, endedAt }: ContainerRun, options: LogOptions, now: () => number) {
  const { process } = instance
  let next = 0
  let left = options.limitBytes ?? Infinity
  const read = (select: LogOptions, until: number): Buffer => {
    process.advance(until)
    const entries = selectEntries(process.log, select, until).filter(({ number }) => number >= next)
    next = (process.log.entries.at(-1)?.number ?? -1) + 1
    const bytes = entriesText(entries, options)
    const given = bytes.subarray(0, left)
    left -= given.length
    return given
  }
  return {
    first: () => read(options, endedAt ?? now()),
    more: (ended: number | undefined) => read({ ...options, tailLines: undefined }, ended ?? now())
  }
}
