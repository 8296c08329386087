import { connect } from 'node:net'
import { itemsOf, listAt, nameOf, textAt } from '../check/fields.ts'
import type { Cluster } from '../cluster/kubectl.ts'
import type { Need, Step } from '../lab/lab.ts'
import { requirementTexts } from '../texts/texts.ts'

type LackingCluster = Pick<Cluster, 'kind' | 'kubectl'>

/**
 * Why a step cannot be done on a cluster, in a sentence; undefined when nothing speaks against it. The sandbox has all
 * that a step may need but an older version; of another cluster it is found out by trying.
 */
export async function lackOf(step: Pick<Step, 'needs'>, cluster: LackingCluster): Promise<string | undefined> {
  for (const need of step.needs) {
    const lack = await lacks(need, cluster)
    if (lack !== undefined) return lack
  }
  return undefined
}

async function lacks(need: Need, cluster: LackingCluster): Promise<string | undefined> {
  if (typeof need === 'object') return versionLack(need.kubernetes, cluster)
  if (cluster.kind === 'sandbox') return undefined
  switch (need) {
    case 'machines':
      return requirementTexts.machines
    case 'images':
      return (await runsContainers(cluster)) ? undefined : requirementTexts.images
    case 'logs':
      return (await runsContainers(cluster)) ? undefined : requirementTexts.logs
    case 'traffic':
      return (await runsContainers(cluster)) && (await reachesNodes(cluster)) ? undefined : requirementTexts.traffic
  }
}

async function versionLack(
  [major, minor]: readonly [number, number],
  { kubectl }: LackingCluster
): Promise<string | undefined> {
  const { exit, stdout } = await kubectl.run(['version', '-o', 'json'])
  const server = /"serverVersion"[^]*?"major": *"(\d+)"[^]*?"minor": *"(\d+)/.exec(stdout)
  if (exit !== 0 || server === null) return undefined
  const found = [Number(server[1]), Number(server[2])] as const
  if (found[0] > major || (found[0] === major && found[1] >= minor)) return undefined
  return requirementTexts.version(`${major}.${minor}`, found.join('.'))
}

/** Whether a pod that is said to run has something to say: control planes are tested with nodes that only pretend. */
async function runsContainers({ kubectl }: LackingCluster): Promise<boolean> {
  const answer = await kubectl.get(['pods', '--all-namespaces', '--field-selector', 'status.phase=Running'])
  const [pod] = answer.ok ? itemsOf(answer.value) : []
  // Nobody can tell before anything runs.
  if (pod === undefined) return true
  const { exit } = await kubectl.run(
    ['logs', nameOf(pod), '-n', textAt(pod, 'metadata', 'namespace'), '--all-containers', '--tail=1'],
    { timeoutMs: 10_000 }
  )
  return exit === 0
}

const kubeletPort = 10_250
const patienceMs = 3000

/** Whether a node's address answers; its kubelet listens there. */
async function reachesNodes({ kubectl }: LackingCluster): Promise<boolean> {
  const answer = await kubectl.get(['nodes'])
  const [node] = answer.ok ? itemsOf(answer.value) : []
  const address = listAt(node, 'status', 'addresses').find(each => textAt(each, 'type') === 'InternalIP')
  const host = textAt(address, 'address')
  return host !== '' && (await answers(host, kubeletPort))
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port, timeout: patienceMs })
    const end = (reached: boolean) => (): void => {
      socket.destroy()
      resolve(reached)
    }
    socket.on('connect', end(true)).on('timeout', end(false)).on('error', end(false))
  })
}
