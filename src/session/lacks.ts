import { connect } from 'node:net'
import { itemsOf, listAt, nameOf, textAt } from '../check/fields.ts'
import type { Cluster } from '../cluster/kubectl.ts'
import type { Need, Step } from '../lab/lab.ts'
import { requirementTexts } from '../texts/texts.ts'

type LackingCluster = Pick<Cluster, 'kind' | 'kubectl'>

/**
 * Why a step cannot be done on a cluster, in a sentence; undefined when nothing speaks against it. The sandbox has all
 * that a step may need but fields of later versions; of another cluster it is found out by trying.
 */
export async function lackOf(step: Pick<Step, 'needs'>, cluster: LackingCluster): Promise<string | undefined> {
  for (const need of step.needs) {
    const lack = await lacks(need, cluster)
    if (lack !== undefined) return lack
  }
  return undefined
}

async function lacks(need: Need, cluster: LackingCluster): Promise<string | undefined> {
  if (typeof need === 'object') return fieldLack(need.field, cluster)
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

/** Asked of the API itself: what a server says of its version tells little of what was built into it, or switched on. */
async function fieldLack(field: string, { kubectl }: LackingCluster): Promise<string | undefined> {
  const { exit, stderr } = await kubectl.run(['explain', field])
  return exit !== 0 && /field .* does not exist/.test(stderr) ? requirementTexts.field(field) : undefined
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
