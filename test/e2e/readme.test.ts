import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseMarkdown } from '../../src/markdown/markdown.ts'
import { readLab } from '../../src/lab/read.ts'

const root = path.resolve(import.meta.dirname, '../..')
const documents = ['README.md', 'CONTRIBUTING.md', 'docs/commands.md', 'docs/architecture.md']

/**
 * Commands that would run these tests inside themselves, or for minutes: of these it is only proved that package.json has
 * the script, and that the files which it names are there.
 */
const recursive = /^npm (test|run (check|bench))$/

/** Walks the whole lab, as the learner or by itself: the second is what launcher.test.ts does in a fresh clone. */
const walksLab = /^npm start( <\/dev\/null)?$/

interface Script {
  readonly document: string
  readonly line: number
  readonly text: string
}

function scriptsOf(document: string): Script[] {
  return parseMarkdown(readFileSync(path.join(root, document), 'utf8')).flatMap(block =>
    block.type === 'code' && /^(shell|sh|bash|console)$/.test(block.language)
      ? [{ document, line: block.line, text: block.text.trim() }]
      : []
  )
}

const scripts = documents.flatMap(scriptsOf)
const lines = scripts.flatMap(({ document, line, text }) =>
  text.split('\n').map((command, index) => ({ document, line: line + index, command }))
)
const runnable = scripts
  .map(script => ({
    ...script,
    text: script.text
      .split('\n')
      .filter(line => !recursive.test(line) && !walksLab.test(line))
      .join('\n')
  }))
  .filter(({ text }) => text !== '')

/** A copy of this checkout that commands may write to, without setting it up again. */
let checkout: string
let temporary: string
beforeAll(async () => {
  temporary = await mkdtemp(path.join(tmpdir(), 'kubewalk-readme-'))
  checkout = path.join(temporary, 'kubewalk')
  const left = new Set(['node_modules', '.git', '.toolchain', 'coverage'])
  for (const name of readdirSync(root)) {
    // Dates are kept: a bundle that is up to date stays so.
    if (!left.has(name))
      cpSync(path.join(root, name), path.join(checkout, name), { recursive: true, preserveTimestamps: true })
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(checkout, 'node_modules'))
})
afterAll(async () => {
  run('bin/kubewalk sandbox stop')
  await rm(temporary, { recursive: true, force: true })
})

function run(script: string) {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(NODE_ENV$|KUBECONFIG$|VITEST)/.test(name))
  )
  return spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: checkout,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 240_000,
    env: {
      ...environment,
      PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
      KUBEWALK_HOME: path.join(temporary, 'home'),
      npm_config_cache: path.join(temporary, 'npm-cache')
    }
  })
}

describe('every command of the documents', () => {
  it('is found', () => {
    const commands = lines.map(({ command }) => command)
    expect(commands).toEqual(expect.arrayContaining(['npm start', 'npm test', 'npm start </dev/null', 'npm pack']))
    expect(commands.length).toBeGreaterThan(10)
  })

  it.each(lines.filter(({ command }) => recursive.test(command)))(
    'that would recurse names a script and files that are there: $command ($document:$line)',
    ({ command }) => {
      const name = command.replace(/^npm (run )?/, '')
      const { scripts: known } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
      const script: unknown = known[name]
      expect(script).toBeTypeOf('string')
      const files = String(script).match(/\S+\.(js|ts)\b/g) ?? []
      expect(files).not.toEqual([])
      for (const file of files) expect(existsSync(path.join(root, file)), file).toBe(true)
    }
  )

  it.each(runnable)(
    'runs: $document:$line',
    ({ text }) => {
      const { status, stdout, stderr } = run(text)
      expect(status, `${text}\n${stdout}${stderr}`).toBe(0)
    },
    300_000
  )
})

describe('what the README shows', () => {
  it('of a lab is one that kubewalk reads', async () => {
    const example = parseMarkdown(readFileSync(path.join(root, 'README.md'), 'utf8')).find(
      block => block.type === 'code' && block.language === 'markdown'
    )
    const file = path.join(temporary, 'example.md')
    await writeFile(file, example?.type === 'code' ? example.text : '')
    const lab = await readLab(file)
    rmSync(file)
    expect(lab).toMatchObject({ ok: true, value: { title: 'A Deployment', requires: { nodes: 2 } } })
    const steps = lab.ok ? lab.value.steps : []
    expect(steps.map(({ checks }) => checks.map(({ kind }) => kind))).toEqual([['ready', 'get'], ['gone']])
    expect(steps[0]).toMatchObject({ hints: [expect.anything()], solution: expect.anything() })
  })

  it('as links within the repository leads somewhere', () => {
    for (const document of documents) {
      const text = readFileSync(path.join(root, document), 'utf8')
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
        expect(existsSync(path.join(root, path.dirname(document), target)), `${document}: ${target}`).toBe(true)
      }
    }
  })
})
