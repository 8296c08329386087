import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Cluster } from '../../../src/cluster/kubectl.ts'
import { openContext } from '../../../src/cluster/context.ts'
import { openSandboxCluster } from '../../../src/cluster/sandbox.ts'
import type { Outcome } from '../../../src/failure.ts'
import { stopSandbox } from '../../../src/sandbox/process/sandbox-process.ts'
import { walkUnattended } from '../../../src/session/walk.ts'
import type { Workspace } from '../../../src/shell/shell.ts'
import { openWorkspace } from '../../../src/shell/workspace.ts'
import { LabSessions, value } from '../walk/lab-session.ts'

let root: string
const opened: { close(): Promise<void> }[] = []

/** What was opened; it is closed after the test, the last one first. */
function opening<T extends { close(): Promise<void> }>(outcome: Outcome<T>): T {
  const each = value(outcome)
  opened.unshift(each)
  return each
}

const paths = () => ({
  data: path.join(root, 'data'),
  config: path.join(root, 'config'),
  cache: path.join(root, 'cache')
})

const workspaceOn = async (cluster: Cluster, home: 'private' | 'own' = 'private'): Promise<Workspace> => {
  const lab = path.join(root, 'lab')
  return opening(
    await openWorkspace({
      folder: path.join(root, 'data', 'workspaces', cluster.kind),
      labFolder: lab,
      repositories: [],
      kubeconfig: cluster.kubeconfig,
      cacheFolder: cluster.cacheFolder,
      home,
      resume: false
    })
  )
}

beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'kubewalk-lab-')))
})
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
  await stopSandbox({ paths: paths(), name: 'default' })
  await rm(root, { recursive: true, force: true })
})

it('commands of a lab and the app see the same sandbox, and a script that takes KUBECONFIG away sees no cluster', async () => {
  const cluster = opening(await openSandboxCluster({ paths: paths(), nodes: 2, temporary: true }))
  expect(cluster).toMatchObject({ kind: 'sandbox', id: 'sandbox', label: 'sandbox' })
  await mkdir(path.join(root, 'lab'))
  await writeFile(path.join(root, 'lab', 'labels'), 'by=lab')
  const { shell } = await workspaceOn(cluster)
  expect(await shell.run('kubectl label node node1 "$(cat labels)"').result).toMatchObject({ exit: 0 })
  expect(await cluster.kubectl.get(['node', 'node1'])).toMatchObject({
    ok: true,
    value: { metadata: { labels: { by: 'lab' } } }
  })
  expect(await cluster.kubectl.get(['node', 'none'])).toEqual({ ok: true, value: undefined })
  expect(await cluster.kubectl.get(['nosuchkind'])).toMatchObject({
    ok: false,
    failure: { message: expect.stringMatching(/^The cluster does not know this kind of object\..*nosuchkind/) }
  })
  const astray = await shell.run('unset KUBECONFIG; kubectl get nodes').result
  expect(astray.exit).not.toBe(0)
  expect(astray.stdout).toBe('')
  // The next command is on the lab's cluster again only when the learner says so: a shell keeps what was done in it.
  expect(await shell.run('echo "<$KUBECONFIG>"').result).toMatchObject({ stdout: '<>\n' })
})

it('the sandbox is reached by its context too, when that is named', async () => {
  const sandbox = opening(await openSandboxCluster({ paths: paths(), nodes: 1, temporary: false }))
  const environment = { PATH: process.env.PATH, HOME: root, KUBECONFIG: sandbox.kubeconfig }
  const context = opening(
    await openContext({
      name: 'kubewalk-sandbox',
      folder: path.join(root, 'contexts'),
      cacheFolder: path.join(root, 'cache', 'kubectl'),
      environment
    })
  )
  expect(await context.kubectl.get(['nodes'])).toMatchObject({
    ok: true,
    value: { items: [{ metadata: { name: 'node1' } }] }
  })
  expect(await readFile(context.kubeconfig, 'utf8')).toContain('kubewalk-sandbox')
})

it('what a lab makes in a namespace that it chooses is looked for there', async () => {
  const text = `# Shop
## Choose a namespace
\`\`\`shell
kubectl create namespace shop
kubectl config set-context --current --namespace=shop
\`\`\`
## Make a pod
\`\`\`shell
kubectl run web --image=nginx
\`\`\`
## Take it away
\`\`\`shell
kubectl delete pod web
\`\`\`
`
  await mkdir(path.join(root, 'lab'))
  const file = path.join(root, 'lab', 'README.md')
  await writeFile(file, text)
  const sessions = await LabSessions.make(file)
  opened.unshift(sessions)
  const session = await sessions.open('shop')
  opened.unshift(session)
  const walked = await walkUnattended(session, { signal: new AbortController().signal })
  expect(walked.map(({ status, reason }) => [status, reason])).toEqual(walked.map(() => ['passed', '']))
  expect(walked).toHaveLength(3)
})
