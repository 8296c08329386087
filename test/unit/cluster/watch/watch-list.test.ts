import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WatchEvent } from '../../../../src/cluster/watch/events.ts'
import { watchList } from '../../../../src/cluster/watch/watch-list.ts'

let folder: string
let server: Server
let signal: AbortController
let events: Exclude<WatchEvent, { type: 'asked' }>[]
let requests: string[]
/** What the server answers to each request, in order; the last one stays open. */
let answers: ((response: ServerResponse) => void)[]

const pod = (name: string) => ({ kind: 'Pod', metadata: { name, uid: `uid-${name}` } })
const list =
  (version: string, ...names: string[]) =>
  (response: ServerResponse) =>
    void response.end(
      JSON.stringify({
        kind: 'PodList',
        metadata: { resourceVersion: version },
        items: names.map(name => ({ metadata: pod(name).metadata }))
      })
    )
const lines =
  (...told: object[]) =>
  (response: ServerResponse) =>
    void response.end(told.map(each => `${JSON.stringify(each)}\n`).join(''))
const told = () =>
  events.map(event => {
    if (event.type === 'lost') return `lost: ${event.why}`
    const objects = event.type === 'listed' ? event.objects : [event.object]
    return `${event.type} ${objects.map(each => `${each.kind ?? ''}/${each.metadata?.name ?? ''}`).join(' ')}`
  })

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-watch-list-'))
  events = []
  requests = []
  answers = []
  signal = new AbortController()
  server = createServer((request, response) => {
    requests.push(request.url ?? '')
    answers.shift()?.(response)
  })
  await new Promise<void>(resolve => server.listen(path.join(folder, 'api'), resolve))
})
afterEach(async () => {
  signal.abort()
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

function start(): Promise<void> {
  return watchList({
    socket: path.join(folder, 'api'),
    list: { kind: 'Pod', namespace: 'shop' },
    tell: event => {
      if (event.type !== 'asked') events.push(event)
    },
    signal: signal.signal,
    firstPauseMs: 1
  })
}

it('lists, then watches from the version of the list, and says of what kind the objects are', async () => {
  answers = [
    list('7', 'a', 'b'),
    lines({ type: 'ADDED', object: pod('c') }, { type: 'BOOKMARK', object: {} }, { type: 'DELETED', object: pod('a') })
  ]
  const ended = start()
  await expect.poll(told).toEqual(['listed Pod/a Pod/b', 'changed Pod/c', 'deleted Pod/a'])
  await expect
    .poll(() => requests.slice(0, 3))
    .toEqual([
      '/api/v1/namespaces/shop/pods?',
      '/api/v1/namespaces/shop/pods?watch=true&resourceVersion=7',
      '/api/v1/namespaces/shop/pods?'
    ])
  signal.abort()
  await ended
})

it('begins anew when the server has forgotten the version, so that nothing that went meanwhile stays', async () => {
  answers = [
    list('7', 'a', 'b'),
    lines({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }),
    list('90', 'b')
  ]
  void start()
  await expect.poll(told).toEqual(['listed Pod/a Pod/b', 'listed Pod/b'])
})

it('puts an object together that comes in pieces, also when a character is cut in two', async () => {
  const whole = Buffer.from(`${JSON.stringify({ type: 'ADDED', object: pod('für-dich') })}\n`)
  const cut = whole.indexOf('ü') + 1
  answers = [
    list('1'),
    response => {
      response.write(whole.subarray(0, cut))
      setTimeout(() => response.write(whole.subarray(cut)), 20)
    }
  ]
  void start()
  await expect.poll(told).toEqual(['listed ', 'changed Pod/für-dich'])
})

it('tells in the words of the cluster why it does not say, and goes on as soon as it does', async () => {
  const message = 'pods is forbidden: User "learner" cannot list resource "pods"'
  answers = [
    response => void response.writeHead(403).end(JSON.stringify({ kind: 'Status', message })),
    response => void response.writeHead(502).end('<html>'),
    list('3', 'a')
  ]
  void start()
  await expect.poll(told).toEqual([`lost: ${message}`, 'lost: The cluster does not answer.', 'listed Pod/a'])
})

it('survives an answer that breaks off', async () => {
  answers = [
    response => {
      response.write('{"items":[')
      setTimeout(() => response.destroy(), 10)
    },
    list('3', 'a')
  ]
  void start()
  await expect.poll(told).toEqual([expect.stringMatching(/^lost: The cluster broke off/), 'listed Pod/a'])
})
