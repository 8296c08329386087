import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { Lab } from '../../../src/lab/lab.ts'
import { readLab } from '../../../src/lab/read.ts'
import { speakLanguage } from '../../../src/texts/language.ts'

const root = path.resolve(import.meta.dirname, '../../..')
let folder: string
let file: string
let entries: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kubewalk-parsed-'))
  file = path.join(folder, 'lab', 'README.md')
  entries = path.join(folder, 'home', 'cache', 'labs')
  mkdirSync(path.dirname(file))
  writeFileSync(file, '# Two\n\n## Apply\n\n```\nkubectl apply -f web.yml\n```\n')
  writeFileSync(path.join(folder, 'lab', 'web.yml'), manifest('web'))
  vi.stubEnv('KUBEWALK_HOME', path.join(folder, 'home'))
  vi.stubEnv('KUBEWALK_BUILD', 'one')
  onTestFinished(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })
})

function manifest(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`
}

async function read(markdown = file): Promise<Lab> {
  const lab = await readLab(markdown)
  if (!lab.ok) throw new Error(lab.failure.message)
  return lab.value
}

/** Changes the title in what is kept, which shows whether a lab came from there. */
function mark(): void {
  for (const name of readdirSync(entries)) {
    const entry = path.join(entries, name)
    const kept = JSON.parse(readFileSync(entry, 'utf8')) as { lab: { title: string } }
    kept.lab.title = 'kept'
    writeFileSync(entry, JSON.stringify(kept))
  }
}

test('a lab comes back from the cache as it was parsed', async () => {
  const shipped = path.join(root, 'labs/daemonset101/README.md')
  for (const each of [file, shipped]) {
    const parsed = await read(each)
    expect(await read(each)).toEqual(parsed)
  }
  mark()
  expect((await read()).title).toBe('kept')
})

test('an edit of the tutorial or of a file beside it, or another build, parses it again', async () => {
  await read()
  mark()
  writeFileSync(path.join(folder, 'lab', 'web.yml'), manifest('other'))
  const edited = await read()
  expect(edited.title).toBe('Two')
  expect(JSON.stringify(edited.steps[0]?.checks)).toContain('other')
  mark()
  writeFileSync(file, readFileSync(file, 'utf8').replace('Two', 'Three'))
  expect((await read()).title).toBe('Three')
  mark()
  vi.stubEnv('KUBEWALK_BUILD', 'two')
  expect((await read()).title).toBe('Three')
})

test('a damaged or unwritable cache costs nothing but time', async () => {
  await read()
  for (const name of readdirSync(entries)) writeFileSync(path.join(entries, name), '{"build":"one"')
  expect((await read()).title).toBe('Two')
  rmSync(entries, { recursive: true })
  writeFileSync(entries, 'no folder')
  expect((await read()).title).toBe('Two')
})

test('nothing is kept when kubewalk runs from its sources', async () => {
  vi.stubEnv('KUBEWALK_BUILD', undefined)
  await read()
  expect(() => readdirSync(entries)).toThrow()
})

test('each language has its own, because the parser says what checks assert', async () => {
  const sentences = async () => (await read()).steps.flatMap(({ checks }) => checks.map(({ that }) => that))
  expect(await sentences()).toEqual(['configmap/web exists'])
  onTestFinished(() => speakLanguage('en'))
  await speakLanguage('es')
  expect(await sentences()).toEqual(['existe configmap/web'])
})
