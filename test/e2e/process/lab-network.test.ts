import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { kubewalk } from '../sandbox/cli.ts'
import { script, service, workload } from '../sandbox/objects.ts'

/** A sandbox, a shell and several images to wait for, on a machine that may have other work. */
vi.setConfig({ testTimeout: 120_000 })

const hasCurl = spawnSync('curl', ['--version']).status === 0

let root: string

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'kubewalk-lab-network-'))
  mkdirSync(path.join(root, 'lab'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

interface Report {
  readonly labs: readonly { readonly steps: readonly { readonly title: string; readonly status: string }[] }[]
}

/** Writes a lab, runs `kubewalk test` on it, and gives the steps that did not pass. */
async function testLab(readme: string, files: Readonly<Record<string, unknown>>): Promise<unknown> {
  for (const [name, content] of Object.entries({ 'README.md': readme, ...files }))
    writeFileSync(path.join(root, 'lab', name), typeof content === 'string' ? content : JSON.stringify(content))
  const args = ['test', path.join(root, 'lab'), '--report', 'json', '--trust', 'all']
  const { exit, stdout, stderr } = await kubewalk(args, { KUBEWALK_HOME: path.join(root, 'home') })
  const steps = stdout === '' ? [] : (JSON.parse(stdout) as Report).labs.flatMap(lab => lab.steps)
  return {
    exit,
    stderr,
    passed: steps.filter(({ status }) => status === 'passed').length,
    others: steps.filter(({ status }) => status !== 'passed')
  }
}

const list = (...items: object[]): object => ({ apiVersion: 'v1', kind: 'List', items })
const fields = (name: string) => ({ valueFrom: { fieldRef: { fieldPath: name } } })

it.skipIf(!hasCurl)('a lab reaches its own images, by names and by ports of nodes', async () => {
  const images = `
- image: shop/frontend
  ports: [8080]
  pages:
    /: 'frontend on $(NODE)'
    /healthz: ok
- image: shop/queue
  ports: [4222]
  answers: nothing
`
  const frontend = {
    image: 'shop/frontend:v1',
    env: [{ name: 'NODE', ...fields('spec.nodeName') }],
    ports: [{ containerPort: 8080, hostPort: 8000 }],
    readinessProbe: { httpGet: { path: '/healthz', port: 8080 } }
  }
  const objects = list(
    workload('DaemonSet', 'frontend', frontend),
    service('frontend', 'frontend', { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30500 }] }),
    workload('Deployment', 'queue', { image: 'shop/queue', livenessProbe: { tcpSocket: { port: 4222 } } })
  )
  const address = (node: string): string => `$(kubectl get node ${node} -o jsonpath='{.status.addresses[0].address}')`
  const readme = `# Reach

## Apply

\`\`\`shell
kubectl apply -f objects.json
\`\`\`

<!-- check
- ready: daemonset/frontend
- ready: deployment/queue
-->

## Each node

\`\`\`shell
curl -s http://${address('node1')}:8000/ http://${address('node2')}:8000/
\`\`\`

<!-- check
- that: each node answers with its own pod
  result: exit == 0 && stdout == "frontend on node1\\nfrontend on node2\\n"
-->

## One door

\`\`\`shell
for i in 1 2 3 4; do curl -s http://${address('node1')}:30500/; done | sort | uniq -c; curl -s http://frontend/nothing
\`\`\`

<!-- check
- that: the pods took turns
  result: |
    stdout.contains('2 frontend on node1\\n') && stdout.contains('2 frontend on node2\\n') && stdout.contains('404')
-->
`
  const tested = await testLab(readme, { 'images.yml': images, 'objects.json': objects })
  expect(tested).toEqual({ exit: 0, stderr: '', passed: 3, others: [] })
})

it('a collector takes what a script and an agent push from every node', async () => {
  const push =
    'while true; do wget -q -O /dev/null --header "Content-Type: application/json" ' +
    '--post-data "{\\"node\\":\\"$NODE\\"}" http://collector:9200/script/_doc; sleep 1; done'
  const objects = list(
    workload('Deployment', 'collector', { image: 'elasticsearch:8.19.7' }),
    service('collector', 'collector', { ports: [{ port: 9200 }] }),
    workload('DaemonSet', 'script', { ...script(push), env: [{ name: 'NODE', ...fields('spec.nodeName') }] }),
    workload('DaemonSet', 'agent', {
      image: 'fluent/fluentd-kubernetes-daemonset:v1-debian-elasticsearch',
      env: [{ name: 'FLUENT_ELASTICSEARCH_HOST', value: 'collector' }]
    })
  )
  const readme = `# Push

## Apply

\`\`\`shell
kubectl apply -f objects.json
\`\`\`

<!-- check
- ready: deployment/collector
- ready: daemonset/script
- ready: daemonset/agent
-->

## A record from every node

\`\`\`shell
kubectl logs deploy/collector | head -n 3
\`\`\`

<!-- check
- that: your command showed what the collector wrote
  result: exit == 0
- that: a record came from each node, by both ways
  within: 60s
  run: kubectl logs deploy/collector
  expect: |
    ['node1', 'node2'].all(node, stdout.matches('from 10[.][0-9.]+: [{]"node":"' + node + '"') && stdout.contains('record 1 of ' + node))
-->

## Ask it

\`\`\`shell
kubectl exec deploy/collector -- curl -s 'localhost:9200/_cat/indices'
\`\`\`

<!-- check
- that: it keeps an index of each
  result: stdout.contains(' logs ') && stdout.contains(' script ')
-->
`
  const tested = await testLab(readme, { 'objects.json': objects })
  expect(tested).toEqual({ exit: 0, stderr: '', passed: 3, others: [] })
})
