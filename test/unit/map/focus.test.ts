import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../../../src/lab/lab.ts'
import { parseLab } from '../../../src/lab/parse.ts'
import { readLab } from '../../../src/lab/read.ts'
import { focusOf } from '../../../src/map/focus.ts'
import { namespacesOf } from '../../../src/map/open-map.ts'

const pod = (labels: Record<string, string>, name = 'a') => ({ kind: 'Pod', metadata: { name, labels } })
const object = (kind: string, name: string) => ({ kind, metadata: { name } })

function lab(markdown: string): Lab {
  const read = parseLab(markdown, { file: '/lab/README.md' })
  if (!read.ok) throw new Error(read.failure.message)
  return read.value
}
function marks(command: string, check = ''): ReturnType<typeof focusOf>['marks'] {
  const read = lab(`## Step\n\n\`\`\`shell\n${command}\n\`\`\`\n${check}`)
  return focusOf(read, read.steps[0], []).marks
}

describe('a step is about', () => {
  it.each([
    ['kubectl get nodes', [object('Node', 'node1')], [object('Pod', 'a')]],
    ['kubectl get ds,pods', [object('DaemonSet', 'a'), object('Pod', 'b')], [object('Node', 'c')]],
    ['kubectl get pods -l app=web', [pod({ app: 'web' })], [pod({ app: 'db' }), pod({})]],
    ["kubectl get po -l 'app in (web, db),!old'", [pod({ app: 'db' })], [pod({ app: 'db', old: '1' })]],
    [
      'kubectl describe ds/web',
      [object('DaemonSet', 'web')],
      [object('DaemonSet', 'other'), object('Deployment', 'web')]
    ],
    ['kubectl cordon node2', [object('Node', 'node2')], [object('Node', 'node1')]],
    ['kubectl taint node node2 gpu=true:NoSchedule', [object('Node', 'node2')], [object('Node', 'node1')]],
    ['kubectl label node node2 disk=ssd', [object('Node', 'node2')], [object('Node', 'node1')]],
    ['kubectl rollout status deploy/web', [object('Deployment', 'web')], [object('Pod', 'web')]],
    ['kubectl logs web-1', [object('Pod', 'web-1')], [object('Pod', 'web-2')]],
    ['kubectl delete pod $POD', [], [object('Pod', 'a')]]
  ])('what `%s` names', (command, about, others) => {
    const isMarked = marks(command)
    expect(about.map(isMarked)).toEqual(about.map(() => true))
    expect(others.map(isMarked)).toEqual(others.map(() => false))
  })

  it('what its checks look at', () => {
    const isMarked = marks(
      'echo',
      '<!-- check\n- onNodes: pods -l app=web\n  nodes: disk=ssd\n- ready: daemonset/web -n shop\n-->'
    )
    expect(isMarked(pod({ app: 'web' }))).toBe(true)
    expect(isMarked({ kind: 'Node', metadata: { name: 'a', labels: { disk: 'ssd' } } })).toBe(true)
    expect(isMarked(object('Node', 'a'))).toBe(false)
    expect(isMarked(object('DaemonSet', 'web'))).toBe(true)
  })
})

describe('the lab of this repository', () => {
  let own: Lab
  beforeAll(async () => {
    const read = await readLab(path.resolve(import.meta.dirname, '../../fixtures/labs/daemonset101/README.md'))
    if (!read.ok) throw new Error(read.failure.message)
    own = read.value
  })

  it.each([
    ['run-one-pod-on-every-node', ['DaemonSet', 'Pod']],
    ['meet-the-nodes', ['Node']],
    ['get-the-files', []]
  ])('marks at %s: %s', (id, kinds) => {
    const step = own.steps.find(each => each.id === id)
    const { marks: isMarked } = focusOf(own, step, [])
    const objects = [
      object('Node', 'node1'),
      object('DaemonSet', 'prometheus-daemonset'),
      pod({ name: 'prometheus-exporter' }),
      pod({ name: 'other' }),
      object('DaemonSet', 'other')
    ]
    expect(objects.filter(isMarked).map(({ kind }) => kind)).toEqual(kinds)
  })
})

it('node labels that a lab or its learner names matter, and labels of pods do not', () => {
  const text =
    '## A\n\n```shell\nkubectl label node node1 disk=ssd tier-\nkubectl label pod x app=web\nkubectl get nodes -l zone=a\n```\n'
  const ran = ['kubectl label nodes/node2 rack=7']
  expect([...focusOf(lab(text), undefined, ran).labelKeys]).toEqual(['zone', 'disk', 'tier', 'rack'])
})

it('the namespaces of a lab are its own and those that it names', () => {
  const text =
    '## A\n\n```shell\nkubectl get pods -n shop\nkubectl get pods -n $NS\n```\n<!-- check\n- ready: deploy/web -n store\n-->'
  expect(namespacesOf(lab(text), 'default')).toEqual(['default', 'store', 'shop'])
})
