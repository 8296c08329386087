/** One run of a container: its files, its environment, its main process, and shells that are opened in it. */
import type { Client } from '../client.ts'
import type { Container, Pod } from '../controllers/types/core.ts'
import type { Network } from '../network/network.ts'
import { mainProcess, type MainProcess } from './main-process.ts'
import { environmentOf, expand } from './pod-view/environment.ts'
import { mountsOf, type PodVolumes } from './pod-view/mounts.ts'
import { networkOf } from './pod-view/network.ts'
import { rootOf } from './pod-view/root.ts'
import { programOf } from './processes.ts'
import type { PulledImage } from './registry.ts'
import { containerFiles, type Files } from './shell/files.ts'
import type { Shell } from './shell/interpreter.ts'
import type { Surroundings } from './shell/process.ts'
import { findTool } from './shell/tools.ts'

export interface ContainerInstance {
  readonly startedAt: number
  readonly process: MainProcess
  /** Whether its process is a shell that waits for input, which who attaches to it can give. */
  readonly interactive: boolean
  readonly hostname: string
  readonly files: Files
  readonly environment: ReadonlyMap<string, string>
  /**
   * A shell in the container.
   *
   * @param options.lenient see findTool.
   * @param options.terminal whether it has one, which its environment tells.
   */
  shell(now: () => number, options: { readonly lenient: boolean; readonly terminal?: boolean }): Shell
}

export interface InstanceOptions {
  readonly client: Client
  readonly network: Network
  /** With the addresses that it has by now. */
  readonly pod: Pod
  readonly container: Container
  readonly image: PulledImage
  readonly volumes: PodVolumes
  readonly startedAt: number
}

export function containerInstance(options: InstanceOptions): ContainerInstance {
  const { client, network, pod, image, volumes, startedAt } = options
  const environment = environmentOf(client, pod, options.container)
  const expanded = (words: readonly string[] | undefined): string[] | undefined =>
    words?.map(word => bytes(expand(word, environment)))
  const container: Container = {
    ...options.container,
    command: expanded(options.container.command),
    args: expanded(options.container.args)
  }
  const files = containerFiles(mountsOf(client, pod, container, volumes, rootOf(pod, image.entry)))
  const hostname = pod.spec.hostname ?? pod.metadata.name
  const program = programOf(container, image)

  function shell(now: () => number, { lenient, terminal = false }: { lenient: boolean; terminal?: boolean }): Shell {
    const variables = new Map([...environment].map(([key, value]) => [key, bytes(value)]))
    if (terminal) variables.set('TERM', 'xterm')
    else variables.delete('TERM')
    return {
      name: 'sh',
      state: {
        variables,
        cwd: typeof container['workingDir'] === 'string' ? container['workingDir'] : '/',
        status: 0,
        parameters: [],
        errexit: false
      },
      around: {
        files,
        hostname,
        node: pod.spec.nodeName ?? '',
        address: pod.status?.podIP ?? '',
        now,
        size: { columns: 80, rows: 24 },
        tool: name => (image.entry.shell === false && !lenient ? undefined : findTool(name, files, lenient)),
        processes: () => [program.title],
        dnsTool: dnsToolOf(image),
        ...networkOf(network, pod, now)
      }
    }
  }

  const process = mainProcess(time => program.steps(shell(time, { lenient: true })), startedAt, program)
  return { startedAt, process, shell, interactive: program.interactive === true, hostname, files, environment }
}

/** busybox wrote it otherwise before 1.29; images with more than busybox have BIND's. */
function dnsToolOf({ entry, reference }: PulledImage): Surroundings['dnsTool'] {
  if (!/\/(busybox|alpine|curl|nginx)$/.test(entry.name)) return 'bind'
  return /\/busybox:1\.(1?\d|2[0-8])(\.\d+)?(-|$)/.test(reference) ? 'old-busybox' : 'busybox'
}

/** Texts of objects as byte strings. */
function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
