import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEvaluator } from '../../../src/check/cel/worker-evaluator.ts'
import { observe } from '../../../src/check/observe.ts'
import { noteSeen } from '../../../src/check/presence.ts'
import { targetArguments, targetKey } from '../../../src/check/target.ts'
import { Seen, type World } from '../../../src/check/world.ts'
import type { Check } from '../../../src/lab/lab.ts'
import type { CommandResult } from '../../../src/shell/shell.ts'
import { answering, daemonSet, node, pod } from './objects.ts'

const evaluator = createEvaluator()
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kubewalk-check-'))
})
afterAll(async () => {
  await evaluator.close()
  rmSync(folder, { recursive: true })
})

type Bare = Check extends infer C ? (C extends Check ? Omit<C, 'that' | 'withinMs' | 'line'> : never) : never
const check = (bare: Bare): Check => ({ that: 'it is so', withinMs: 1000, line: 1, ...bare })

function world(parts: Partial<World> = {}): World {
  return { kubectl: answering({}), folder, cwd: folder, results: [], seen: new Seen(), evaluator, ...parts }
}

function result(text: string, stdout: string, exit = 0, stderr = ''): CommandResult {
  return { text, exit, stdout, stderr, interrupted: false, milliseconds: 1, cwd: folder }
}

describe('targets', () => {
  it('are kubectl get arguments, quotes included', () =>
    expect(targetArguments(`pods -l "app in (a, b)" -n 'x'`)).toEqual(['pods', '-l', 'app in (a, b)', '-n', 'x']))

  it.each([
    ['ds/web', 'daemonset/web'],
    ['daemonsets web', 'daemonset/web'],
    ['daemonsets.apps/web -n shop', 'daemonset/web -n shop'],
    ['po -l app=web', 'pod -l app=web'],
    ['ingresses/a', 'ingress/a'],
    ['endpoints a', 'endpoints/a'],
    ['networkpolicies/a', 'networkpolicy/a']
  ])('%s is remembered as %s', (target, key) => expect(targetKey(target)).toBe(key))
})

describe('gone', () => {
  const gone = check({ kind: 'gone', target: 'daemonset/agent' })

  it('is waiting for what was never seen', async () => {
    const actual: unknown = expect.stringContaining('not seen before')
    expect(await observe(gone, world())).toMatchObject({ status: 'waiting', actual })
  })

  it('passes after presence, however the object was spelt when it was seen', async () => {
    const seen = new Seen()
    const present = answering({ 'ds agent': daemonSet() })
    await observe(check({ kind: 'exists', target: 'ds agent' }), world({ seen, kubectl: present }))
    expect(seen.entries()).toContainEqual(['daemonset/agent', 'ds-uid'])
    expect(await observe(gone, world({ seen }))).toMatchObject({ status: 'passed' })
    expect(await observe(gone, world({ seen: new Seen(seen.entries()) }))).toMatchObject({ status: 'passed' })
  })

  it('waits for what is on its way out', async () => {
    const kubectl = answering({ 'pods -l app=agent': [pod('a', 'node1', 'stopping')] })
    const pods = check({ kind: 'gone', target: 'pods -l app=agent' })
    expect(await observe(pods, world({ kubectl }))).toMatchObject({ status: 'waiting', actual: 'a: on the way out' })
  })

  it('is noted ahead for later steps', async () => {
    const told: string[] = []
    const seen = new Seen([], (key, uid) => told.push(`${key} ${uid}`))
    const present = world({ seen, kubectl: answering({ 'daemonset/agent': daemonSet() }) })
    await noteSeen([gone], present)
    await noteSeen([gone], present)
    expect(told).toEqual(['daemonset/agent ds-uid'])
  })
})

describe('exists and ready', () => {
  const ready = check({ kind: 'ready', target: 'daemonset/agent' })

  it('offer the nearest name, or the other namespace', async () => {
    const kubectl = answering({ 'daemonset --all-namespaces': [daemonSet()] })
    const misspelt = check({ kind: 'ready', target: 'daemonset/agnet' })
    expect(await observe(misspelt, world({ kubectl }))).toMatchObject({
      status: 'waiting',
      why: 'There is no daemonset agnet, but there is agent.'
    })
    const elsewhere = check({ kind: 'exists', target: 'daemonset/agent -n shop' })
    expect(await observe(elsewhere, world({ kubectl }))).toMatchObject({
      why: 'agent is in the namespace default, and this looks elsewhere.',
      hint: expect.stringContaining('-n default')
    })
  })

  it('fail at once where waiting cannot help, with the author’s hint before ours', async () => {
    const kubectl = answering({
      'daemonset/agent': daemonSet(),
      nodes: [node('node1')],
      'pods -l app=agent -n default': [pod('a', 'node1', 'no image')]
    })
    expect(await observe(ready, world({ kubectl }))).toMatchObject({
      status: 'failed',
      expected: '1 node with a ready pod of this version (node1)',
      actual: '0 of 1 ready; node1: ErrImagePull',
      why: 'node1 cannot pull x:v9: no such image is there.'
    })
    expect(await observe({ ...ready, hint: 'ours' }, world({ kubectl }))).toMatchObject({ hint: 'ours' })
  })

  it('tell the quota that keeps a controller from making pods', async () => {
    const kubectl = answering({
      'daemonset/agent': daemonSet(),
      nodes: [node('node1')],
      'events -n default --field-selector involvedObject.uid=ds-uid,type=Warning': [
        {
          kind: 'Event',
          metadata: {},
          reason: 'FailedCreate',
          message: 'pods "agent-x" is forbidden: exceeded quota: few, requested: pods=1, used: pods=3, limited: pods=3'
        }
      ]
    })
    expect(await observe(ready, world({ kubectl }))).toMatchObject({
      status: 'failed',
      why: 'The quota few allows pods=3, and pods=3 are used: the controller could not create another pod.',
      hint: '`kubectl describe quota` shows the limit; raise it or delete what you no longer need.'
    })
  })

  it('wait for a cluster that does not answer', async () => {
    const kubectl = answering({ 'daemonset/agent': 'The connection to the server was refused' })
    expect(await observe(ready, world({ kubectl }))).toMatchObject({
      status: 'waiting',
      why: 'The cluster does not answer.'
    })
  })
})

describe('onNodes', () => {
  const on = (nodes: readonly string[] | { selector: string }) =>
    check({ kind: 'onNodes', target: 'pods -l app=agent', nodes })

  it('wants exactly these nodes', async () => {
    const leaving = answering({ 'pods -l app=agent': [pod('a', 'node1', 'ready'), pod('b', 'node2', 'stopping')] })
    expect(await observe(on(['node1']), world({ kubectl: leaving }))).toMatchObject({
      status: 'waiting',
      actual: 'b is on node2 (Terminating)'
    })
    const kubectl = answering({
      'pods -l app=agent': [pod('a', 'node1', 'ready')],
      'nodes -l disk=ssd': [node('node1')]
    })
    expect(await observe(on({ selector: 'disk=ssd' }), world({ kubectl }))).toMatchObject({ status: 'passed' })
    expect(await observe(on(['node1', 'node2']), world({ kubectl }))).toMatchObject({ actual: 'node2: no pod' })
    const why = 'No node is labelled disk=hdd.'
    expect(await observe(on({ selector: 'disk=hdd' }), world({ kubectl }))).toMatchObject({ why })
  })
})

describe('get', () => {
  const get = (target: string, expected: string) => check({ kind: 'get', target, expect: expected })

  it('is not satisfied by all over nothing', async () => {
    const all = get('pods', 'items.all(p, p.metadata.name == "a")')
    expect(await observe(all, world())).toMatchObject({ status: 'waiting' })
    expect(await observe(get('pods', 'size(items) == 0'), world())).toMatchObject({ status: 'passed' })
    expect(await observe(get('pod/a', '!has(it.x)'), world())).toMatchObject({
      status: 'waiting',
      actual: 'pod/a is not there'
    })
  })

  it('waits for a status that is older than the object', async () => {
    const kubectl = answering({ 'daemonset/agent': daemonSet({ generation: 2, observed: 1 }) })
    const updated = get('daemonset/agent', 'it.status.updatedNumberScheduled == 2')
    expect(await observe(updated, world({ kubectl }))).toMatchObject({ status: 'waiting' })
  })

  it('tells why the objects are not as they should be', async () => {
    const kubectl = answering({ pods: [pod('a', 'node1', 'no image')] })
    expect(await observe(get('pods', 'size(items) == 2'), world({ kubectl }))).toMatchObject({
      status: 'failed',
      actual: 'size(items) is 1',
      why: 'node1 cannot pull x:v9: no such image is there.'
    })
  })

  it('tells the lab’s own mistake', async () => {
    const kubectl = answering({ pods: [pod('a', 'node1', 'ready')] })
    expect(await observe(get('pods', 'items[0].kind + 1 == 2'), world({ kubectl }))).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('is wrong at 1:1')
    })
  })
})

describe('file', () => {
  const file = (name: string) => check({ kind: 'file', file: name, expect: 'it.spec.n == 1' })
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text)

  it('looks at the YAML', async () => {
    write('good.yml', 'spec: { n: 1 }\n')
    expect(await observe(file('good.yml'), world())).toMatchObject({ status: 'passed' })
    write('other.yml', 'spec: { n: 2 }\n')
    expect(await observe(file('other.yml'), world())).toMatchObject({ status: 'waiting', actual: 'it.spec.n is 2' })
  })

  it.each([
    ['a tab', 'spec:\n\tn: 1\n', 'Line 2 of bad.yml is indented with a tab'],
    ['a tab after spaces', 'spec:\n    \tn: 1\n', 'Line 2 of bad.yml is indented with a tab'],
    ['a key twice', 'spec: { n: 1 }\nspec: { n: 1 }\n', 'Line 2 of bad.yml sets spec a second time'],
    ['nonsense', 'spec: [\n', 'of bad.yml is no valid YAML']
  ])('tells %s at once', async (_name, text, words) => {
    write('bad.yml', text)
    const why: unknown = expect.stringContaining(words)
    expect(await observe(file('bad.yml'), world())).toMatchObject({ status: 'failed', why })
  })

  it('says where it is instead', async () => {
    mkdirSync(path.join(folder, 'deep/er'), { recursive: true })
    write('deep/er/lost.yml', 'spec: { n: 1 }\n')
    expect(await observe(file('lost.yml'), world())).toMatchObject({ status: 'waiting', hint: '`cd deep/er`' })
    const why = 'There is good.yml, but no god.yml.'
    expect(await observe(file('god.yml'), world())).toMatchObject({ why })
  })

  it('never looks outside the workspace', async () => {
    symlinkSync('/etc/hosts', path.join(folder, 'link.yml'))
    for (const name of ['/etc/hosts', '../../etc/hosts', 'link.yml'])
      expect(await observe(file(name), world())).toMatchObject({ status: 'waiting', actual: `${name} is not there` })
  })
})

describe('result', () => {
  const kubectl = answering({
    'pods -l app=agent': [pod('agent-1', 'node1', 'ready'), pod('agent-2', 'node2', 'ready')]
  })
  const named = check({ kind: 'result', expect: 'exit == 0', names: 'pods -l app=agent' })

  it('is not yet before a command ran', async () => {
    expect(await observe(named, world({ kubectl }))).toMatchObject({ status: 'not yet' })
    const only = check({ kind: 'result', expect: 'exit == 0', command: 'describe' })
    const results = [result('kubectl get pods', '')]
    expect(await observe(only, world({ results }))).toMatchObject({ status: 'not yet' })
  })

  it('wants every live object named, as a word of its own', async () => {
    const look = (...results: CommandResult[]) => observe(named, world({ kubectl, results }))
    expect(await look(result('kubectl get po', 'agent-1 1/1\nagent-2 1/1\n'))).toMatchObject({ status: 'passed' })
    expect(await look(result('kubectl get po -o name', 'pod/agent-1\npod/agent-2\n'))).toMatchObject({
      status: 'passed'
    })
    expect(await look(result('x', 'agent-1 agent-22'))).toMatchObject({ actual: 'the output does not name agent-2' })
    expect(await look(result('x', '', 1, 'error: no\n'))).toMatchObject({ status: 'waiting', why: 'error: no.' })
  })

  it('takes any command of the step', async () => {
    const results = [result('kubectl get po', 'agent-1 agent-2'), result('ls', 'x')]
    expect(await observe(named, world({ kubectl, results }))).toMatchObject({ status: 'passed' })
  })

  it('passes for what runs beside the lesson once it names them, also when it is ended then', async () => {
    const watch = { ...result('kubectl get po -w', 'agent-1 1/1\n'), beside: true, running: true } as const
    const { running: _over, ...ended } = { ...watch, exit: 130, interrupted: true }
    const look = (...results: CommandResult[]) => observe(named, world({ kubectl, results }))
    expect(await look({ ...watch, stdout: '' })).toMatchObject({
      status: 'waiting',
      actual: 'it has shown nothing so far'
    })
    expect(await look(watch)).toMatchObject({ status: 'waiting', actual: 'the output does not name agent-2' })
    expect(await look({ ...watch, stdout: 'agent-1\nagent-2\n' })).toMatchObject({ status: 'passed' })
    expect(await look({ ...ended, stdout: 'agent-1\nagent-2\n' })).toMatchObject({ status: 'passed' })
    expect(await look({ ...ended, stdout: '' })).toMatchObject({ status: 'not yet' })
    expect(await look({ ...ended, exit: 1, interrupted: false, stderr: 'error: no\n' })).toMatchObject({
      status: 'waiting',
      why: 'error: no.'
    })
  })

  it('does not pass when there is nothing to be named', async () => {
    const results = [result('kubectl get po', 'No resources found')]
    expect(await observe(named, world({ results }))).toMatchObject({ status: 'waiting' })
  })
})
