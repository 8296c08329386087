import { expect, test } from 'vitest'
import type { Kubectl, KubernetesObject } from '../../../src/cluster/kubectl.ts'
import { lackOf } from '../../../src/session/lacks.ts'
import { obstaclesOf } from '../../../src/session/requirements.ts'
import { answering, node } from '../check/objects.ts'

type Answers = Parameters<typeof answering>[0]
type Said = Record<string, { readonly exit: number; readonly stdout: string; readonly stderr?: string }>

function cluster(answers: Answers, said: Said = {}) {
  const kubectl: Kubectl = {
    ...answering(answers),
    run: args => Promise.resolve({ exit: 1, stdout: '', stderr: '', ...said[args.join(' ')] })
  }
  const start = (): never => {
    throw new Error('nothing is started here')
  }
  return { kind: 'context' as const, kubectl: { ...kubectl, start } }
}

const requires = { nodes: 2, rights: ['patch nodes'], podSecurity: 'privileged' as const }
const namespace = (level?: string): KubernetesObject => ({
  kind: 'Namespace',
  metadata: { name: 'default', labels: level === undefined ? {} : { 'pod-security.kubernetes.io/enforce': level } }
})

test('what a lab requires is looked for, and each obstacle has a way out', async () => {
  const tainted = node('node2', {}, [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }])
  const poor = cluster(
    { nodes: [node('node1'), tainted], 'namespace default': namespace('baseline') },
    { 'auth can-i patch nodes': { exit: 1, stdout: 'no\n' } }
  )
  const found = await obstaclesOf({ requires }, poor)
  expect(found).toEqual([
    'This lab needs 2 nodes that take pods, and the cluster has 1. Leave out `--context`: the sandbox has them.',
    expect.stringContaining('needs the right to patch nodes, which this user lacks.'),
    expect.stringContaining('kubectl label namespace default pod-security.kubernetes.io/enforce-')
  ])
})

test('a cluster that has all of it, or does not tell, is no obstacle', async () => {
  const rich = cluster(
    { nodes: [node('node1'), node('node2')], 'namespace default': namespace() },
    { 'auth can-i patch nodes': { exit: 0, stdout: 'yes\n' } }
  )
  expect(await obstaclesOf({ requires }, rich)).toEqual([])
  expect(await obstaclesOf({ requires }, cluster({ nodes: 'forbidden', 'namespace default': 'forbidden' }))).toEqual([])
})

test('what a step needs is found out by trying', async () => {
  const explained = (exit: number, stderr: string) => ({ 'explain daemonset.spec.surge': { exit, stdout: '', stderr } })
  const fieldNeeded = { needs: [{ field: 'daemonset.spec.surge' }] }
  expect(await lackOf(fieldNeeded, cluster({}, explained(1, 'error: field "surge" does not exist')))).toBe(
    'It needs daemonset.spec.surge, and this cluster’s Kubernetes is too old to know it.'
  )
  expect(await lackOf(fieldNeeded, cluster({}, explained(0, '')))).toBeUndefined()
  expect(await lackOf(fieldNeeded, cluster({}, explained(1, 'connection refused')))).toBeUndefined()
  const pods = 'pods --all-namespaces --field-selector status.phase=Running'
  const running = { [pods]: [{ kind: 'Pod', metadata: { name: 'a', namespace: 'shop' } }] }
  const logs = 'logs a -n shop --all-containers --tail=1'
  expect(await lackOf({ needs: ['logs'] }, cluster(running))).toContain('write none')
  expect(await lackOf({ needs: ['traffic'] }, cluster(running))).toContain('cannot be reached')
  expect(
    await lackOf({ needs: ['logs'] }, cluster(running, { [logs]: { exit: 0, stdout: 'hello\n' } }))
  ).toBeUndefined()
})
