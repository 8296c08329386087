import { createServer, type Server } from 'node:http'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openContext } from '../../../src/cluster/context.ts'
import type { Cluster } from '../../../src/cluster/kubectl.ts'
import { openKubectl } from '../../../src/cluster/run-kubectl.ts'
import { findKubectl } from '../../../src/cluster/tool.ts'

let folder: string
let server: Server
let status = 200
const requests: string[] = []

const kubeconfig = (address: string): string => `apiVersion: v1
kind: Config
current-context: first
clusters:
- name: here
  cluster: { server: '${address}' }
- name: nowhere
  cluster: { server: 'http://127.0.0.1:1' }
contexts:
- { name: first, context: { cluster: here, user: one } }
- { name: second, context: { cluster: here, user: two, namespace: lab } }
- { name: dead, context: { cluster: nowhere, user: one } }
- { name: broken, context: { cluster: not-there, user: one } }
users:
- { name: one, user: { username: a, password: b } }
- { name: two, user: { token: secret-token } }
`

const environment = () => ({ PATH: process.env.PATH, HOME: folder, KUBECONFIG: path.join(folder, 'config') })
const open = (name: string) =>
  openContext({
    name,
    folder: path.join(folder, 'app'),
    cacheFolder: path.join(folder, 'cache'),
    environment: environment()
  })

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-context-'))
  status = 200
  requests.length = 0
  server = createServer((request, response) => {
    requests.push(request.url ?? '')
    response.writeHead(status, { 'content-type': 'application/json' })
    const reason = { 401: 'Unauthorized', 403: 'Forbidden' }[status]
    response.end(
      JSON.stringify(
        reason
          ? { kind: 'Status', apiVersion: 'v1', status: 'Failure', message: reason, reason, code: status }
          : {
              major: '1',
              minor: '35',
              gitVersion: 'v1.35.0',
              gitCommit: '',
              buildDate: '',
              goVersion: '',
              compiler: '',
              platform: ''
            }
      )
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  await writeFile(path.join(folder, 'config'), kubeconfig(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
})
afterEach(async () => {
  await new Promise(resolve => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

describe('openContext', () => {
  it('gives a private copy with the named context alone, and leaves the learner’s as it is', async () => {
    const before = await readFile(path.join(folder, 'config'), 'utf8')
    const opened = await open('second')
    if (!opened.ok) throw new Error(opened.failure.message)
    const cluster: Cluster = opened.value
    expect(cluster).toMatchObject({ kind: 'context', id: 'context:second', label: 'your own cluster second' })
    const copy = await readFile(cluster.kubeconfig, 'utf8')
    expect(copy).toContain('secret-token')
    expect(copy).toMatch(/current-context: "?second"?/)
    expect(copy).not.toMatch(/password|first|nowhere/)
    expect(((await stat(cluster.kubeconfig)).mode & 0o777).toString(8)).toBe('600')
    expect(((await stat(path.dirname(cluster.kubeconfig))).mode & 0o777).toString(8)).toBe('700')
    await cluster.kubectl.run(['config', 'set-context', '--current', '--namespace=other'])
    expect(await readFile(path.join(folder, 'config'), 'utf8')).toBe(before)
    await cluster.close()
    expect(await readdir(path.join(folder, 'app'))).toEqual([])
  })

  it('refuses a context that is not there, names those that are, and asks no cluster', async () => {
    const opened = await open('thrid\u001b]0;x\u0007')
    expect(opened).toEqual({
      ok: false,
      failure: {
        kind: 'bad-input',
        message: `There is no context "thrid" in your kubeconfig (${folder}/config): it has broken, dead, first, second.`
      }
    })
    expect(requests).toEqual([])
  })

  it.each([
    ['dead', /The context dead cannot be used\. The cluster does not answer: nothing listens at its address\./],
    ['broken', /The context broken/]
  ])('says why %s cannot be used, and leaves nothing behind', async (name, message) => {
    expect(await open(name)).toMatchObject({
      ok: false,
      failure: { kind: 'bad-input', message: expect.stringMatching(message) }
    })
    expect(await readdir(path.join(folder, 'app')).catch(() => [])).toEqual([])
  })

  it.each([
    [401, /does not accept the credentials/],
    [403, /does not allow/]
  ])('says what an answer of %i means', async (code, message) => {
    status = code
    expect(await open('second')).toMatchObject({ ok: false, failure: { message: expect.stringMatching(message) } })
  })

  it('says that a kubeconfig is missing or damaged', async () => {
    await writeFile(path.join(folder, 'config'), '{ : bad')
    expect(await open('first')).toMatchObject({
      failure: { message: expect.stringMatching(/config cannot be read: .+\.$/) }
    })
    await rm(path.join(folder, 'config'))
    expect(await open('first')).toMatchObject({ failure: { message: expect.stringContaining('it names none') } })
  })
})

describe('findKubectl', () => {
  it('gives the one on PATH, or how to install it', () => {
    expect(findKubectl()).toMatchObject({ ok: true, value: expect.stringMatching(/^\/.*kubectl$/) })
    expect(findKubectl({ PATH: folder })).toMatchObject({
      ok: false,
      failure: {
        kind: 'tool-missing',
        message: expect.stringMatching(/^kubectl is missing: install it \(.+\) and start again\.$/)
      }
    })
  })
})

describe('openKubectl', () => {
  it('ends a call that takes too long, and says that a program does not start', async () => {
    const options = {
      kubeconfig: path.join(folder, 'config'),
      cacheFolder: folder,
      environment: { PATH: process.env.PATH }
    }
    const slow = openKubectl({ ...options, program: '/bin/sh' })
    const result = await slow.run(['-c', 'echo begun; sleep 60'], { timeoutMs: 300 })
    expect(result).toEqual({ exit: 124, stdout: 'begun\n', stderr: 'kubectl did not answer within 0.3 s.\n' })
    const missing = openKubectl({ ...options, program: path.join(folder, 'none') })
    expect(await missing.run(['get'])).toMatchObject({
      exit: 127,
      stderr: expect.stringContaining('cannot be started')
    })
    expect(await missing.get(['pods'])).toMatchObject({ ok: false })
  })

  it('gives failures of a get in clear words with kubectl’s own behind them', async () => {
    const kubectl = openKubectl({
      program: (findKubectl() as { value: string }).value,
      kubeconfig: path.join(folder, 'config'),
      cacheFolder: path.join(folder, 'cache'),
      environment: { PATH: process.env.PATH, HOME: folder }
    })
    await kubectl.run(['config', 'use-context', 'dead'])
    expect(await kubectl.get(['pods'])).toMatchObject({
      ok: false,
      failure: { message: expect.stringMatching(/^The cluster does not answer: nothing listens.*\(kubectl: .*refused/) }
    })
  })
})
