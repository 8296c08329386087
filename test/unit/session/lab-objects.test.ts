import { expect, test } from 'vitest'
import { cleanUpCommand, clearObjects, leftNotice, objectsIn } from '../../../src/session/lab-objects.ts'
import { success } from '../../../src/failure.ts'
import type { ClusterKubectl } from '../../../src/cluster/kubectl.ts'

const manifest = `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: web, namespace: shop }
---
apiVersion: v1
kind: Pod
metadata: { name: one }
---
apiVersion: v1
kind: Namespace
metadata: { name: kube-system }
---
apiVersion: v1
kind: Node
metadata: { name: node1 }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: own, namespace: kube-system }
`

/** A kubectl whose cluster holds these targets, and what was asked of it to change. */
function clusterWith(targets: string[]): { kubectl: ClusterKubectl; changes: string[] } {
  const changes: string[] = []
  return {
    changes,
    kubectl: {
      get: ([target = '']) => Promise.resolve(success(targets.includes(target) ? { kind: 'X' } : undefined)),
      run(args) {
        changes.push(args.join(' '))
        targets.splice(targets.indexOf(args[1] ?? ''), 1)
        return Promise.resolve({ exit: 0, stdout: '', stderr: '' })
      },
      start: () => {
        throw new Error('nothing is to be started')
      }
    }
  }
}

test('a manifest names what is the lab’s, never what is the cluster’s', () => {
  expect(objectsIn(manifest)).toEqual([
    { target: 'daemonset.v1.apps/web', name: 'daemonset/web', namespace: 'shop' },
    { target: 'pod/one', name: 'pod/one', namespace: undefined }
  ])
  expect(objectsIn('a: [')).toEqual([])
  expect(cleanUpCommand(objectsIn(manifest))).toBe('kubectl delete daemonset/web -n shop; kubectl delete pod/one')
})

test('a sandbox is cleared of what is there, a cluster of the learner’s is only told of', async () => {
  const sandbox = clusterWith(['pod/one'])
  expect(await clearObjects({ kind: 'sandbox', kubectl: sandbox.kubectl }, objectsIn(manifest))).toEqual([])
  expect(sandbox.changes).toEqual(['delete pod/one --ignore-not-found --timeout=20s'])

  const own = clusterWith(['pod/one'])
  const left = await clearObjects({ kind: 'context', kubectl: own.kubectl }, objectsIn(manifest))
  expect(own.changes).toEqual([])
  expect(leftNotice({ label: 'your own cluster x' }, left)).toContain('kubectl delete pod/one')
})
