import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Pod } from '../../controllers/types/core.ts'
import type { ContainerInstance } from '../../nodes/container-instance.ts'
import { startSession, type SessionProcess } from '../../nodes/session-process.ts'
import { runInteractive, runProgram, type Shell } from '../../nodes/shell/interpreter.ts'
import type { Steps } from '../../nodes/shell/process.ts'
import { promptOf } from '../../nodes/shell/tools.ts'
import { terminal } from '../../nodes/terminal.ts'
import { badRequest, methodNotSupported, type Status } from '../status.ts'
import { chosenContainer } from '../subresources/log.ts'
import { sendText } from './answer.ts'
import { reachContainers, type Containers } from './containers.ts'
import { verbOf, type ResourceRequest } from './resources.ts'
import { acceptStreams, wantedStreams, type RemoteStreams, type WantedStreams } from './streams/remote-streams.ts'

interface Target {
  readonly call: ResourceRequest
  readonly pod: Pod
  readonly container: string
  readonly containers: Containers
  readonly wanted: WantedStreams
}

/** Answers `pods/NAME/exec`: ExecREST of pkg/registry/core/pod/rest/subresources.go, and the kubelet behind it (v1.35). */
export async function serveExec(call: ResourceRequest, name: string): Promise<void> {
  const command = call.query.getAll('command').map(word => Buffer.from(word, 'utf8').toString('latin1'))
  if (command.length === 0) throw badRequest('you must specify at least one command for the container')
  const target = targetOf(call, name, 'exec')
  const opened = await open(target)
  if (opened === undefined) return
  const { remote, instance } = opened
  const { clock } = call.registry
  const shell = instance.shell(() => clock.now(), { lenient: false, terminal: target.wanted.tty })
  const problem = startProblem(command[0] ?? '', shell.around.tool)
  if (problem === undefined) run(target, remote, shell, runProgram(shell, command), exitStatus)
  else remote.finish(internalError(`error executing command in container: failed to exec in container: ${problem}`))
}

/**
 * Answers `pods/NAME/attach`: a container whose process is a shell that waits for input gets its input from here; of any
 * other, what it writes from now on is shown.
 */
export async function serveAttach(call: ResourceRequest, name: string): Promise<void> {
  const target = targetOf(call, name, 'attach')
  const opened = await open(target)
  if (opened === undefined) return
  const { remote, instance } = opened
  const { clock } = call.registry
  if (!instance.interactive || !target.wanted.stdin) {
    watch(target, remote, instance)
    return
  }
  const { tty } = target.wanted
  const shell = instance.shell(() => clock.now(), { lenient: false, terminal: tty })
  run(target, remote, shell, runInteractive(shell, tty ? promptOf : () => ''), exitCode => {
    instance.process.end(clock.now(), exitCode)
    target.containers.look(target.pod)
    return succeeded
  })
}

function targetOf(call: ResourceRequest, name: string, verb: 'exec' | 'attach'): Target {
  const { registry, request, target, query } = call
  if (request.method !== 'GET' && request.method !== 'POST')
    throw methodNotSupported(target.info, verbOf(request.method))
  const pod = registry.get(target.info, target.namespace, name) as Pod
  const container = chosenContainer(pod, query.get('container'))
  const wanted = wantedStreams(query)
  if (pod.spec.nodeName === undefined || pod.spec.nodeName === '')
    throw badRequest(`pod ${name} does not have a host assigned`)
  const containers = reachContainers(call, pod, `${verb}/${target.namespace ?? ''}/${name}/${container}`)
  return { call, pod, container, containers, wanted }
}

/** @returns undefined when the container does not run; the client was told. */
async function open(target: Target): Promise<{ remote: RemoteStreams; instance: ContainerInstance } | undefined> {
  const { call, pod, container, containers, wanted } = target
  const { request, response } = call
  const found = containers.run(pod, container, false)
  const status = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])].find(
    each => each.name === container
  )
  const running = found !== undefined && found.endedAt === undefined && status?.state.running !== undefined
  const sentence = `container not found ("${container}")`
  if (!running && (request.headers.upgrade ?? '').toLowerCase() === 'spdy/3.1') {
    sendText(response, 404, sentence, 'text/plain; charset=utf-8')
    return undefined
  }
  const remote = await acceptStreams(request, () => takeSocket(response), wanted)
  if (running) return { remote, instance: found.instance }
  remote.finish(internalError(`unable to upgrade connection: ${sentence}`))
  return undefined
}

/** The connection of a request that is answered by other means than HTTP. */
export function takeSocket(response: ServerResponse): Duplex {
  const { socket } = response
  if (socket === null) throw new TypeError('a response without a connection has none to give')
  response.detachSocket(socket)
  return socket
}

/** Connects a program with a client until one of them ends. */
function run(
  { call, pod, containers, wanted }: Target,
  remote: RemoteStreams,
  shell: Shell,
  program: Steps<number>,
  statusOf: (exitCode: number) => Status
): void {
  const { watches, registry } = call
  const show = (stream: 'stdout' | 'stderr', text: string): void => remote.write(stream, Buffer.from(text, 'latin1'))
  const line = terminal({
    echo: text => show('stdout', text),
    line: text => session.input(text),
    interrupt: () => session.interrupt()
  })
  const finish = (status: Status): void => {
    watches.delete(stop)
    remote.finish(status)
    // What was done in there may show in what the container answers.
    containers.look(pod)
  }
  const session: SessionProcess = startSession(program, registry.clock, {
    write: (stream, text) => (wanted.tty ? show('stdout', line.written(text)) : show(stream, text)),
    ended: exitCode => finish(statusOf(exitCode)),
    failed(error) {
      process.stderr.write(`exec: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
      finish(internalError('the sandbox failed to run the command; this is a bug in kubewalk'))
    }
  })
  const stop = (): void => {
    session.stop()
    watches.delete(stop)
  }
  watches.add(stop)
  remote.listen({
    input(bytes) {
      if (!wanted.stdin) return
      const text = bytes?.toString('latin1')
      if (wanted.tty && text !== undefined) line.typed(text)
      else session.input(text)
    },
    resize: (columns, rows) => void Object.assign(shell.around.size, { columns, rows }),
    closed: stop
  })
  if (!wanted.stdin) session.input(undefined)
}

const watchInterval = 150

/** Shows what a container writes until it ends. */
function watch(
  { call, pod, container, containers, wanted }: Target,
  remote: RemoteStreams,
  instance: ContainerInstance
): void {
  const { registry, watches } = call
  const { process: main } = instance
  main.advance(registry.clock.now())
  let next = (main.log.entries.at(-1)?.number ?? -1) + 1
  const stop = (): void => {
    clearInterval(timer)
    watches.delete(stop)
  }
  const timer = setInterval(() => {
    const present = registry.find(call.target.info, pod.metadata.namespace, pod.metadata.name) as Pod | undefined
    const found = present?.metadata.uid === pod.metadata.uid ? containers.run(pod, container, false) : undefined
    const over = found?.instance !== instance || found.endedAt !== undefined
    main.advance(found?.endedAt ?? registry.clock.now())
    for (const { number, stream, text } of main.log.entries)
      if (number >= next) remote.write(wanted.tty ? 'stdout' : stream, Buffer.from(text, 'latin1'))
    next = Math.max(next, (main.log.entries.at(-1)?.number ?? -1) + 1)
    if (!over) return
    stop()
    remote.finish(succeeded)
  }, watchInterval)
  watches.add(stop)
  remote.listen({ input: () => undefined, resize: () => undefined, closed: stop })
}

/** What the runtime says of a program that it cannot start. */
function startProblem(name: string, tool: (name: string) => unknown): string | undefined {
  if (tool(name) !== undefined) return undefined
  const why = name.includes('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH'
  const id = Buffer.from(name.padEnd(32, '0')).toString('hex').slice(0, 64)
  return `failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: exec: "${name}": ${why}: unknown`
}

const succeeded: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' }

function exitStatus(exitCode: number): Status {
  if (exitCode === 0) return succeeded
  return {
    ...succeeded,
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: `command terminated with non-zero exit code: exit status ${exitCode}`,
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] }
  }
}

function internalError(message: string): Status {
  const text = `Internal error occurred: ${message}`
  const details = { causes: [{ message }] }
  return { ...succeeded, status: 'Failure', reason: 'InternalError', message: text, details, code: 500 }
}
