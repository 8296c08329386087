import { spawn } from 'node:child_process'
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let root: string

/** Runs one of the functions of src/cli/sandbox.ts in a process of its own, as `kubewalk sandbox …` does. */
function cli(call: string, onStdout?: (text: string, pid: number) => void) {
  const script = `
    import { sandboxRun, sandboxStart, sandboxStatus, sandboxStop } from ${JSON.stringify(path.resolve('src/cli/sandbox.ts'))}
    const outcome = await ${call}
    if (outcome.ok) process.exitCode = outcome.value
    else { console.error(outcome.failure.kind + ': ' + outcome.failure.message); process.exitCode = 2 }
  `
  const environment = { PATH: process.env.PATH, HOME: root, KUBEWALK_HOME: path.join(root, "kube'walk") }
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  return new Promise<{ code: number | null; stdout: string; stderr: string }>(resolve => {
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString()
      onStdout?.(stdout, child.pid ?? 0)
    })
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
    child.once('close', code => resolve({ code, stdout, stderr }))
  })
}

beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'kubewalk-cli-')))
})
afterEach(async () => {
  await cli('sandboxStop()')
  await rm(root, { recursive: true, force: true })
})

describe('sandbox run', () => {
  it('runs a command on a fresh sandbox and leaves nothing of it', async () => {
    const script = 'kubectl get nodes -o name; echo "$KUBECONFIG"; exit 7'
    const { code, stdout } = await cli(`sandboxRun(['bash', '-c', ${JSON.stringify(script)}], { nodes: 3 })`)
    expect(code).toBe(7)
    expect(stdout).toMatch(/^node\/node1\nnode\/node2\nnode\/node3\n\/.*kubeconfig\n$/)
    expect(await readdir(path.join(root, "kube'walk", 'data', 'sandbox'))).toEqual([])
  })

  it('has this kubewalk on the PATH of its command', async () => {
    const { stdout } = await cli(`sandboxRun(['bash', '-c', 'command -v kubewalk'], { nodes: 1 })`)
    expect(stdout).toBe(`${path.resolve('bin/kubewalk')}\n`)
  })

  it.each<[string, string, RegExp]>([
    ['no command', 'sandboxRun([], { nodes: 2 })', /^bad-input: There is no command/],
    [
      'a missing command',
      "sandboxRun(['no-such-program'], { nodes: 2 })",
      /^bad-input: The command "no-such-program" is not found/
    ],
    ['no nodes', "sandboxRun(['true'], { nodes: 0 })", /^bad-input: A sandbox has 1 to 100 nodes/]
  ])('says what is wrong with %s', async (_name, call, sentence) => {
    const { code, stderr } = await cli(call)
    expect(code).toBe(2)
    expect(stderr).toMatch(sentence)
  })

  it('hands signals on, and puts the sandbox away', async () => {
    const command = `trap 'echo got it; exit 9' TERM; echo ready; while :; do sleep 0.05; done`
    let sent = false
    const { code, stdout } = await cli(
      `sandboxRun(['bash', '-c', ${JSON.stringify(command)}], { nodes: 1 })`,
      (text, pid) => {
        if (!sent && text.includes('ready')) process.kill(pid, 'SIGTERM')
        sent ||= text.includes('ready')
      }
    )
    expect(stdout).toBe('ready\ngot it\n')
    expect(code).toBe(9)
    expect(await readdir(path.join(root, "kube'walk", 'data', 'sandbox'))).toEqual([])
  })

  it('gives 128 + n for a command that a signal ended', async () => {
    expect((await cli(`sandboxRun(['bash', '-c', 'kill -KILL $$'], { nodes: 1 })`)).code).toBe(137)
  })
})

describe('sandbox start, status and stop', () => {
  it('start prints the export line alone on stdout, quoted for a shell', async () => {
    const first = await cli('sandboxStart({ nodes: 2 })')
    const kubeconfig = path.join(root, "kube'walk", 'data', 'sandbox', 'default', 'kubeconfig')
    expect(first.stdout).toBe(`export KUBECONFIG='${kubeconfig.replace("'", `'\\''`)}'\n`)
    expect(first.stderr).toContain('Starting the sandbox')
    expect((await cli('sandboxStart({ nodes: 2 })')).stdout).toBe(first.stdout)
    const proxied = (await cli('sandboxStart({ nodes: 2, proxy: true })')).stdout
    expect(proxied.startsWith(first.stdout)).toBe(true)
    expect(proxied).toMatch(/^export http_proxy='http:\/\/kubewalk:[\w-]{43}@127\.0\.0\.1:\d+'$/m)
    expect(proxied).toContain("export no_proxy='localhost,127.0.0.1,::1'\n")
    expect((await cli('sandboxStatus()')).stdout).toMatch(/^The sandbox is running since .*https:\/\/127\.0\.0\.1:\d+/)
    expect((await cli('sandboxStop()')).stdout).toContain('has ended')
    expect((await cli('sandboxStatus()')).stdout).toBe('The sandbox is not running.\n')
    expect((await cli('sandboxStop()')).stdout).toBe('The sandbox is not running.\n')
  })
})
