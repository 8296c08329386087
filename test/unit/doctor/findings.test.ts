import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderFindings } from '../../../src/cli/doctor.ts'
import { findingsOf } from '../../../src/doctor/findings.ts'
import type { Finding, Machine } from '../../../src/doctor/machine.ts'
import { speakLanguage } from '../../../src/texts/language.ts'

const machine: Machine = {
  platform: 'linux',
  arch: 'x64',
  node: '24.21.0',
  npm: '11.0.0',
  git: '2.31.0',
  bash: '5.2.15(1)-release',
  kubectl: { path: '/usr/bin/kubectl', version: 'v1.32.1' },
  terminal: { columns: 80, rows: 24, colourDepth: 8, unicode: true },
  sandbox: 'not running',
  contexts: []
}

function finding(change: Partial<Machine>, name: string): Finding | undefined {
  return findingsOf({ ...machine, ...change }).find(each => each.name === name)
}

function without(tool: 'npm' | 'git' | 'bash' | 'kubectl' | 'terminal', change: Partial<Machine> = {}): Machine {
  return Object.fromEntries(
    Object.entries({ ...machine, ...change }).filter(([name]) => name !== tool)
  ) as unknown as Machine
}

describe('what the doctor finds', () => {
  it('is nothing but "ok" on a machine with everything', () => {
    expect(findingsOf(machine).map(({ status }) => status)).toEqual(Array(8).fill('ok'))
  })

  it('is a missing tool where git or bash is not there, with the way to install it', () => {
    for (const tool of ['git', 'bash'] as const) {
      const found = findingsOf(without(tool)).find(({ name }) => name === tool)
      expect(found).toMatchObject({ status: 'missing', detail: 'not found' })
      expect(found?.todo).toContain(`apt-get install ${tool}`)
      const onMac = findingsOf(without(tool, { platform: 'darwin' })).find(({ name }) => name === tool)
      expect(onMac?.todo).toContain(`brew install ${tool}`)
    }
  })

  it('is a missing tool where git is older than 2.31', () => {
    expect(finding({ git: '2.30.9' }, 'git')).toMatchObject({ status: 'missing', detail: '2.30.9 is too old' })
    expect(finding({ git: '1.99.0' }, 'git')?.status).toBe('missing')
    expect(finding({ git: '3.0.0' }, 'git')?.status).toBe('ok')
    expect(finding({ git: '2.39.5 (Apple Git-154)' }, 'git')?.status).toBe('ok')
  })

  it('takes a missing kubectl lightly only where one can be fetched', () => {
    const status = (from: Machine) => findingsOf(from).find(({ name }) => name === 'kubectl')?.status
    expect(status(without('kubectl'))).toBe('note')
    expect(status(without('kubectl', { arch: 'arm64' }))).toBe('missing')
    expect(status(without('kubectl', { platform: 'darwin' }))).toBe('missing')
  })

  it('notes a small terminal, and none at all', () => {
    const small = { columns: 40, rows: 12, colourDepth: 1, unicode: false }
    expect(finding({ terminal: small }, 'terminal')).toMatchObject({
      status: 'note',
      detail: '40x12, no colours, no Unicode'
    })
    expect(findingsOf(without('terminal')).find(({ name }) => name === 'terminal')?.detail).toContain('line by line')
  })

  it('names a few contexts, and says that they stay untouched', () => {
    const contexts = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    expect(finding({ contexts }, 'contexts')?.detail).toMatch(/^a, b, c, d, e and 2 more: present, never touched/)
  })
})

describe('its lines', () => {
  it('say sign, word, what was found and what to do, and let no escape sequence through', () => {
    const text = renderFindings([
      { name: 'git', status: 'missing', detail: 'not found', todo: 'install it' },
      { name: 'contexts', status: 'ok', detail: 'x\u001b]0;t\u0007y', todo: '' }
    ])
    expect(text).toBe('! missing  git       not found; install it\n+ ok       contexts  xy\n')
  })
})

describe('in Spanish', () => {
  beforeAll(() => speakLanguage('es'))
  afterAll(() => speakLanguage('en'))

  it('says all but names and versions in Spanish words, in the same columns', () => {
    const found = findingsOf({ ...without('git'), sandbox: 'no está en marcha', contexts: ['a'] })
    expect(renderFindings(found).split('\n')).toEqual([
      '+ bien   Node       24.21.0',
      '+ bien   npm        11.0.0',
      '! falta  git        no se encuentra; instala git 2.31 o posterior: con tu gestor de paquetes, por ejemplo apt-get install git',
      '+ bien   bash       5.2.15(1)-release',
      '+ bien   kubectl    v1.32.1, /usr/bin/kubectl',
      '+ bien   terminal   80x24, 256 colores, Unicode',
      '+ bien   sandbox    no está en marcha',
      '+ bien   contextos  a: están ahí, y no se tocan si no nombras uno con --context',
      ''
    ])
  })

  it('keeps the names and states that other programs read', () => {
    expect(findingsOf(without('git')).map(({ name, status }) => [name, status])).toContainEqual(['git', 'missing'])
    expect(findingsOf(machine).at(-1)).toMatchObject({ name: 'contexts', status: 'ok' })
  })
})
