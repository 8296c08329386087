import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../../src/sandbox/object.ts'
import { openStore } from '../../../src/sandbox/store/store.ts'

const configMaps = { group: '', resource: 'configmaps' }
const pods = { group: '', resource: 'pods' }
const configMap = (name: string, data: Record<string, string> = {}, namespace = 'default'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data
})
const folder = () => path.join(mkdtempSync(path.join(tmpdir(), 'store-')), 'objects')

describe('store', () => {
  test('gives every change of any resource the next resourceVersion', () => {
    const store = openStore()
    expect(store.put(configMaps, configMap('a')).metadata.resourceVersion).toBe('1')
    expect(store.put(pods, configMap('a')).metadata.resourceVersion).toBe('2')
    expect(store.put(configMaps, configMap('a', { x: '1' })).metadata.resourceVersion).toBe('3')
    expect(store.remove(configMaps, configMap('a')).metadata.resourceVersion).toBe('4')
    expect(store.get(configMaps, 'default', 'a')).toBeUndefined()
    expect(store.revision).toBe(4)
  })

  test('lists by namespace and name, of one namespace or of all', () => {
    const store = openStore()
    for (const [name, namespace] of [
      ['b', 'one'],
      ['a', 'two'],
      ['a', 'one']
    ] as const)
      store.put(configMaps, configMap(name, {}, namespace))
    expect(store.list(configMaps).map(o => `${o.metadata.namespace}/${o.metadata.name}`)).toEqual([
      'one/a',
      'one/b',
      'two/a'
    ])
    expect(store.list(configMaps, 'two').map(o => o.metadata.name)).toEqual(['a'])
  })

  test('stored objects cannot be changed by whoever reads them', () => {
    const store = openStore()
    const stored = store.put(configMaps, configMap('a', { x: '1' }))
    expect(() => ((stored.data as Record<string, string>).x = '2')).toThrow(TypeError)
  })

  test('a listener that writes does not let others see its change first', () => {
    const store = openStore()
    const seen: string[] = []
    store.subscribe(configMaps, event => {
      if (event.object.metadata.name === 'a') store.put(configMaps, configMap('b'))
    })
    store.subscribe(configMaps, event => seen.push(event.object.metadata.name))
    store.put(configMaps, configMap('a'))
    expect(seen).toEqual(['a', 'b'])
  })

  test('changes since a resourceVersion, until the window has passed', () => {
    const store = openStore({ window: 5 })
    for (let i = 0; i < 4; i++) store.put(configMaps, configMap(`c${i}`))
    expect(store.since(configMaps, 2)).toMatchObject([{ type: 'ADDED', revision: 3 }, { revision: 4 }])
    expect(store.since(pods, 2)).toEqual([])
    for (let i = 0; i < 20; i++) store.put(configMaps, configMap('x', { i: String(i) }))
    expect(store.since(configMaps, 2)).toBe('expired')
    expect(store.since(configMaps, 24)).toEqual([])
  })

  test('goes on after a restart with the same objects and a later resourceVersion', () => {
    const where = folder()
    const first = openStore({ folder: where })
    first.put(configMaps, configMap('a', { x: 'é' }))
    first.put(configMaps, configMap('b'))
    first.remove(configMaps, configMap('b'))
    first.close()
    const second = openStore({ folder: where })
    expect(second.list(configMaps)).toMatchObject([{ data: { x: 'é' }, metadata: { resourceVersion: '1' } }])
    expect(second.put(configMaps, configMap('c')).metadata.resourceVersion).toBe('4')
    expect(second.since(configMaps, 1)).toBe('expired')
    second.close()
    expect(statSync(where).mode & 0o777).toBe(0o700)
    expect(statSync(path.join(where, 'objects.log')).mode & 0o777).toBe(0o600)
  })

  test('cuts off a last line that was torn, keeps it aside, and appends after it', () => {
    const where = folder()
    const first = openStore({ folder: where })
    first.put(configMaps, configMap('a'))
    first.close()
    appendFileSync(path.join(where, 'objects.log'), '12345678 {"key":"/configmaps","put":{"apiVer')
    const second = openStore({ folder: where })
    expect(second.damaged).toBe(path.join(where, 'objects.log.damaged-1'))
    expect(readFileSync(second.damaged!, 'utf8')).toBe('12345678 {"key":"/configmaps","put":{"apiVer')
    // Clients may have seen what was torn: no resourceVersion is given twice.
    expect(Number(second.put(configMaps, configMap('b')).metadata.resourceVersion)).toBeGreaterThan(1000)
    second.close()
    expect(
      openStore({ folder: where })
        .list(configMaps)
        .map(o => o.metadata.name)
    ).toEqual(['a', 'b'])
  })

  test('sets a damaged file aside, names it, and keeps every line that is sound', () => {
    const where = folder()
    const file = path.join(where, 'objects.log')
    const first = openStore({ folder: where })
    for (const name of ['a', 'b', 'c']) first.put(configMaps, configMap(name))
    first.close()
    const damaged = readFileSync(file, 'utf8').replace('"name":"b"', '"name":"B"')
    writeFileSync(file, damaged)
    const second = openStore({ folder: where })
    expect(second.damaged).toBe(`${file}.damaged-1`)
    expect(readFileSync(`${file}.damaged-1`, 'utf8')).toBe(damaged)
    expect(second.list(configMaps).map(o => o.metadata.name)).toEqual(['a', 'c'])
    expect(second.put(configMaps, configMap('d')).metadata.resourceVersion).toBe('4')
    second.close()
    const third = openStore({ folder: where })
    expect(third.damaged).toBeUndefined()
    expect(third.list(configMaps).map(o => o.metadata.name)).toEqual(['a', 'c', 'd'])
  })

  const sealed = (json: string): string => `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`

  test.each<[string, string | Buffer]>([
    ['lines that are no log', 'this\nis\nno log\n'],
    ['a line without its end', 'garbage'],
    ['bytes', Buffer.from(Array.from({ length: 3000 }, (_each, index) => (index * 97) % 256))],
    ['records of another shape', sealed('{"put":{"kind":"ConfigMap"},"key":"/configmaps"}') + sealed('7')],
    ['a form of a later version', sealed('{"format":2}') + sealed('{"revision":7}')],
    ['a form that is none', sealed('{"format":"x"}')]
  ])('%s in its place do not stop the start, and are set aside', (_what, content) => {
    const where = folder()
    const file = path.join(where, 'objects.log')
    openStore({ folder: where }).close()
    writeFileSync(file, content)
    const store = openStore({ folder: where })
    expect(store.damaged).toBe(`${file}.damaged-1`)
    expect(readFileSync(`${file}.damaged-1`)).toEqual(Buffer.from(content))
    expect(store.list(configMaps)).toEqual([])
    store.put(configMaps, configMap('a'))
    store.close()
    const again = openStore({ folder: where })
    expect(again.damaged).toBeUndefined()
    expect(again.list(configMaps)).toHaveLength(1)
  })

  test('a folder where the file is to be, and a file where the folder is to be, are set aside', () => {
    const where = folder()
    mkdirSync(path.join(where, 'objects.log'), { recursive: true })
    expect(openStore({ folder: where }).damaged).toBe(path.join(where, 'objects.log.damaged-1'))
    const other = folder()
    writeFileSync(other, 'no folder')
    expect(openStore({ folder: other }).damaged).toBe(`${other}.damaged-1`)
  })

  test('keeps what was written at the moment when the log is written anew', () => {
    const where = folder()
    const store = openStore({ folder: where })
    const big = 'x'.repeat(100_000)
    for (let i = 0; i < 100; i++) store.put(configMaps, configMap(`c${i}`, { big }))
    const file = path.join(where, 'objects.log')
    // One change after the other, until the file becomes shorter: the last one has caused it.
    for (let i = 0, size = 0; statSync(file).size >= size; i++) {
      size = statSync(file).size
      if (i % 2 === 1) store.put(configMaps, configMap(`d${i}`, { big }))
      else store.remove(configMaps, store.get(configMaps, 'default', `c${i}`) ?? store.list(configMaps)[0]!)
    }
    expect(openStore({ folder: where }).list(configMaps)).toEqual(store.list(configMaps))
  })

  test('writes the log anew when it has grown, and loses nothing', () => {
    const where = folder()
    const store = openStore({ folder: where })
    const big = 'x'.repeat(100_000)
    for (let i = 0; i < 300; i++) store.put(configMaps, configMap('big', { big, i: String(i) }))
    store.put(configMaps, configMap('small'))
    expect(statSync(path.join(where, 'objects.log')).size).toBeLessThan(17 << 20)
    expect(readdirSync(where)).toEqual(['objects.log'])
    const again = openStore({ folder: where })
    expect(again.get(configMaps, 'default', 'big')).toMatchObject({ data: { i: '299' } })
    expect(again.revision).toBe(301)
  })

  test('what was stored survives the end of the process by SIGKILL', async () => {
    const where = folder()
    const code = `
      import { openStore } from ${JSON.stringify(path.resolve('src/sandbox/store/store.ts'))}
      const store = openStore({ folder: process.argv[1] })
      for (let i = 0; i < 50; i++)
        store.put({ group: '', resource: 'configmaps' }, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' + i, namespace: 'default' } })
      process.kill(process.pid, 'SIGKILL')`
    const child = spawn(process.execPath, ['--input-type=module', '-e', code, where], { stdio: 'inherit' })
    const signal = await new Promise(resolve => child.on('exit', (_code, by) => resolve(by)))
    expect(signal).toBe('SIGKILL')
    expect(openStore({ folder: where }).list(configMaps)).toHaveLength(50)
  })
})
