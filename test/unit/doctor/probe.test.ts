import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { probeMachine } from '../../../src/doctor/probe.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-doctor-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('asks the real tools for their versions, and reads the names of contexts', async () => {
  const kubeconfig = path.join(folder, 'config')
  const cluster = { name: 'c', cluster: { server: 'https://127.0.0.1:1' } }
  const context = { name: 'workshop', context: { cluster: 'c', user: 'u' } }
  const config = { apiVersion: 'v1', kind: 'Config', clusters: [cluster], contexts: [context], users: [] }
  await writeFile(kubeconfig, JSON.stringify(config))
  vi.stubEnv('KUBECONFIG', kubeconfig)
  const machine = await probeMachine(() => Promise.resolve('not running'))
  expect(machine).toMatchObject({ node: process.versions.node, sandbox: 'not running', contexts: ['workshop'] })
  expect(`git version ${machine.git ?? ''}`).toBe(execFileSync('git', ['--version'], { encoding: 'utf8' }).trim())
  expect(machine.bash).toMatch(/^\d+\.\d+/)
  expect(machine.npm).toMatch(/^\d+\.\d+/)
  expect(machine.kubectl?.version).toMatch(/^v1\.\d+/)
  expect(path.isAbsolute(machine.kubectl?.path ?? '')).toBe(true)
})

it('finds nothing on an empty PATH, and fails at nothing', async () => {
  vi.stubEnv('PATH', folder)
  const machine = await probeMachine(() => Promise.resolve('not running'))
  expect(machine).toMatchObject({ contexts: [] })
  expect([machine.npm, machine.git, machine.bash, machine.kubectl]).toEqual(Array(4).fill(undefined))
})
