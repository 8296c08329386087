import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Session } from '../../../src/session/session.ts'
import { root } from './home.ts'
import { LabSessions } from './lab-session.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

/** A mistake in a step of labs/daemonset101: what comes before it, the lines with it, and what the app says. */
interface Planted {
  readonly mistake: string
  readonly step: string
  readonly before?: string
  readonly lines: readonly string[]
  readonly why: RegExp
  readonly hint: RegExp
}

const oneSelector = (label: string) =>
  String.raw`printf '      nodeSelector:\n${label}\n' >> daemonset.yml; kubectl apply -f daemonset.yml`

const mistakes: readonly Planted[] = [
  {
    mistake: 'a typo in the kind',
    step: 'run-one-pod-on-every-node',
    lines: ['sed -i s/DaemonSet/DaemonSett/ daemonset.yml', 'kubectl apply -f daemonset.yml'],
    why: /^The cluster knows no kind DaemonSett, so nothing was created of it\.$/,
    hint: /^Line 2 of daemonset\.yml: `kind: DaemonSet`, apply again\.$/
  },
  {
    mistake: 'a wrong namespace',
    step: 'find-its-pods',
    before: 'kubectl apply -f daemonset.yml; kubectl rollout status ds/prometheus-daemonset',
    lines: ['kubectl get pods -l name=prometheus-exporter -n lab'],
    why: /^Your 2 pods are in the namespace default; this command looked in lab\.$/,
    hint: /^Leave out `-n lab`\.$/
  },
  {
    mistake: 'a tab',
    step: 'choose-one-node',
    before: 'kubectl apply -f daemonset.yml; kubectl rollout status ds/prometheus-daemonset',
    lines: [oneSelector(String.raw`\tkubernetes.io/hostname: node1`)],
    why: /^Line 22 of daemonset\.yml is indented with a tab; YAML allows only spaces there, so nothing was sent\.$/,
    hint: /^Replace it with 8 spaces, two more than `nodeSelector:`\.$/
  },
  {
    mistake: 'a wrong label in the selector',
    step: 'three-kinds-of-agents',
    lines: ['sed -i "0,/app: logs-agent/s//app: logs/" logs.yml', 'kubectl apply -f logs.yml'],
    why: /^The selector asks for `app=logs`, the pod template says `app=logs-agent`: the cluster refused it\.$/,
    hint: /^Make .* equal/
  },
  {
    mistake: 'a selector that matches no node',
    step: 'choose-one-node',
    before:
      'kubectl apply -f daemonset.yml; kubectl label node node2 disk=ssd; kubectl rollout status ds/prometheus-daemonset',
    lines: ['sed -i s/ssd$/sdd/ agent-ssd.yml; kubectl apply -f agent-ssd.yml', oneSelector('        disk: sdd')],
    why: /^No node has disk=sdd, so 0 pods are wanted: nothing is broken, nothing runs\.$/,
    hint: /disk=ssd: correct the node selector, then apply\.$/
  },
  {
    mistake: 'a cordon, which is no fence',
    step: 'keep-it-off-a-node',
    before: 'kubectl apply -f daemonset.yml; kubectl rollout status ds/prometheus-daemonset',
    lines: ['kubectl cordon node2', 'kubectl delete pods -l name=prometheus-exporter'],
    why: /^node2 is cordoned, but pods of a DaemonSet tolerate that, so prometheus-daemonset-\w{5} stays\.$/,
    hint: /^To keep it off, taint node2 or use a node selector; then `kubectl uncordon node2`$/
  },
  {
    mistake: 'a toleration of another taint',
    step: 'let-it-in',
    before:
      'kubectl apply -f daemonset.yml; kubectl taint node node2 dedicated=db:NoSchedule; kubectl delete pods -l name=prometheus-exporter',
    lines: ['sed -i "s/value: db/value: web/" tolerant.yml; kubectl apply -f tolerant.yml'],
    why: /^node2 has the taint dedicated=db:NoSchedule and the toleration says dedicated=web:NoSchedule, so node2 is not counted\.$/,
    hint: /^Make the toleration fit dedicated=db:NoSchedule, then apply\.$/
  },
  {
    mistake: 'an image that does not exist',
    step: 'a-careful-update',
    before: 'kubectl create -f daemonset.yml; kubectl rollout status ds/prometheus-daemonset',
    lines: ['sed -i s/v1.9.0/v9.9.9/ update.yml; kubectl apply -f update.yml'],
    why: /^node\d cannot pull prom\/node-exporter:v9\.9\.9: no such image is there\.$/,
    hint: /^Correct `image:`/
  },
  {
    mistake: 'a port that is taken',
    step: 'the-port-is-taken',
    lines: ['kubectl apply -f hostport.yml; kubectl rollout status ds/node-agent', 'kubectl apply -f second.yml'],
    why: /^second-agent cannot start on node\d: node-agent-\w{5} holds port 9100 of that node\.$/,
    hint: /^Give second-agent another `hostPort`, then apply\.$/
  },
  {
    mistake: 'a request that is too large',
    step: 'two-kinds-of-hardware',
    before: 'kubectl label node node1 hw=small; kubectl label node node2 hw=big',
    lines: [
      'sed -i "s/memory: .*/memory: 64Gi/" exporter-big.yml; kubectl apply -f exporter-big.yml -f exporter-small.yml'
    ],
    why: /^exporter-big wants 64Gi memory, node2 has \d+[GM]i free: its pod will stay Pending\.$/,
    hint: /^Make `requests\.memory` smaller, then apply\.$/
  },
  {
    mistake: 'a quota that is used up',
    step: 'run-one-pod-on-every-node',
    lines: ['kubectl create quota few --hard=pods=1', 'kubectl apply -f daemonset.yml'],
    why: /^The quota few allows pods=1, and pods=1 are used: the controller could not create another pod\.$/,
    hint: /^`kubectl describe quota` shows the limit; raise it or delete/
  }
]

let sessions: LabSessions
let session: Session

beforeAll(async () => {
  sessions = await LabSessions.make(path.join(root, 'labs/daemonset101/README.md'))
})

beforeEach(async ({ task }) => {
  session = await sessions.open(task.id)
  await session.execute('git clone https://github.com/collabnix/kubelabs; cd kubelabs/DaemonSet101')
})

afterEach(async () => {
  await session.execute(
    [
      'kubectl delete ds,pods,quota --all',
      'kubectl taint node node2 dedicated-; kubectl uncordon node2',
      'kubectl label node node1 node2 hw- disk-'
    ].join('; ')
  )
  await session.close()
})

afterAll(() => sessions.close())

/** What the app says of the present step: of its last command that failed, and of its checks that do. */
function said(): { readonly why: string; readonly hint: string }[] {
  const view = session.state.steps[session.state.current]
  const found = [view?.commands.at(-1), ...(view?.checks.map(({ verdict }) => verdict) ?? [])]
  return found.map(each => ({ why: each?.why ?? '', hint: each?.hint ?? '' }))
}

it.each(mistakes)('$mistake in the step $step is named, with one thing to try', async planted => {
  if (planted.before !== undefined) await session.execute(planted.before)
  session.goTo(sessions.lab.steps.findIndex(({ id }) => id === planted.step))
  for (const line of planted.lines) await session.execute(line)
  const isSaid = () => said().some(({ why, hint }) => planted.why.test(why) && planted.hint.test(hint))
  await expect.poll(() => isSaid() || JSON.stringify(said()), { timeout: 60_000 }).toBe(true)
})
