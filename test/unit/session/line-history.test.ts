import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isKept, openLineHistory } from '../../../src/session/line-history.ts'

let folder: string
const file = () => path.join(folder, 'data', 'history.jsonl')
const open = () => openLineHistory(path.join(folder, 'data'))

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kubewalk-history-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a history of lines', () => {
  it('gives what earlier sessions ran, each line once, to the user alone', () => {
    expect(open().lines).toEqual([])
    for (const line of ['ls', 'kubectl get pods', 'echo "a\nb"', 'ls ']) open().add(line)
    expect(open().lines).toEqual(['kubectl get pods', 'echo "a\nb"', 'ls'])
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(statSync(path.dirname(file())).mode & 0o777).toBe(0o700)
  })

  it('passes over a line that was half written', () => {
    open().add('ls')
    appendFileSync(file(), '"kubectl ge')
    expect(open().lines).toEqual(['ls'])
  })

  it('stays bounded', () => {
    const history = open()
    for (let index = 0; index < 1200; index++) history.add(`echo ${index}`)
    expect(open().lines).toHaveLength(500)
    expect(open().lines.at(-1)).toBe('echo 1199')
    expect(readFileSync(file(), 'utf8').split('\n')).toHaveLength(501)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })
})

describe('what is kept', () => {
  it.each([
    'kubectl get secrets',
    'kubectl describe secret db',
    'kubectl create token default',
    'kubectl get pods -l app=web -o jsonpath={.items[*].metadata.name}',
    'kubectl label node node1 disktype=ssd',
    'docker pull prom/node-exporter@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    'cat kubernetes/DaemonSet101/Manifests2/daemonset-with-tolerations.yml',
    'kubectl auth can-i list pods'
  ])('%s', line => expect(isKept(line)).toBe(true))

  it.each([
    ' ls',
    '',
    'kubectl --token=abc get pods',
    'kubectl --token abc get pods',
    'export DB_PASSWORD=hunter2',
    'PGPASSWORD=x psql',
    'kubectl create secret generic db --from-literal=user=x',
    'kubectl create secret docker-registry r --docker-password x',
    'curl -H "Authorization: Basic eHg6eQ==" localhost',
    'git clone https://me:pass@example.org/x',
    'curl -d \'{"password": "x"}\' localhost',
    'echo eyJhbGciOiJSUzI1NiIs.eyJpc3MiOiJr',
    'kubectl config set-credentials me x3Kd92LsQp8Zm4Vt7Rw1Yb6Nc5Xh0JfG'
  ])('not: %s', line => expect(isKept(line)).toBe(false))
})
