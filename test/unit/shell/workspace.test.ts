import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CommandResult, Workspace } from '../../../src/shell/shell.ts'
import { openWorkspace, type WorkspaceOptions } from '../../../src/shell/workspace.ts'

let root: string
let workspace: Workspace

const url = 'https://github.com/collabnix/kubelabs'

async function open(options: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  const opened = await openWorkspace({
    folder: path.join(root, 'data', 'session'),
    labFolder: path.join(root, 'source'),
    repositories: [{ url, path: 'DaemonSet101' }],
    kubeconfig: path.join(root, 'cluster.yaml'),
    cacheFolder: path.join(root, 'cache'),
    home: 'private',
    resume: false,
    ...options
  })
  if (!opened.ok) throw new Error(opened.failure.message)
  workspace = opened.value
  return workspace
}

const run = (text: string): Promise<CommandResult> => workspace.shell.run(text).result

beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'kubewalk-workspace-')))
  await mkdir(path.join(root, 'source', 'scripts'), { recursive: true })
  await writeFile(path.join(root, 'source', 'daemonset.yml'), 'kind: DaemonSet\n')
  await writeFile(path.join(root, 'source', 'scripts', 'go.sh'), '#!/bin/sh\necho went\n', { mode: 0o755 })
  await writeFile(path.join(root, 'source', '.gitignore'), '*.yml\n')
  await writeFile(path.join(root, 'cluster.yaml'), 'apiVersion: v1\nkind: Config\n', { mode: 0o600 })
})
afterEach(async () => {
  await workspace.close()
  await rm(root, { recursive: true, force: true })
})

describe('git clone without a network', () => {
  it.each([
    url,
    `${url}.git`,
    `${url}/`,
    'http://github.com/collabnix/kubelabs',
    'git@github.com:collabnix/kubelabs.git',
    'git@github.com:collabnix/kubelabs',
    'ssh://git@github.com/collabnix/kubelabs.git',
    'git://github.com/collabnix/kubelabs'
  ])('serves %s', async address => {
    await open()
    const result = await run(`git clone ${address} && cd kubelabs/DaemonSet101 && cat daemonset.yml && ./scripts/go.sh`)
    expect(result).toMatchObject({ exit: 0, stdout: 'kind: DaemonSet\nwent\n' })
    expect(workspace.shell.cwd).toBe(path.join(workspace.folder, 'kubelabs', 'DaemonSet101'))
    expect(await run('git remote get-url origin && git log --format=%an')).toMatchObject({ exit: 0 })
  })

  it('does as git does when the folder is there already', async () => {
    await open()
    await run(`git clone ${url}`)
    const again = await run(`git clone ${url}`)
    expect(again.exit).toBe(128)
    expect(again.stderr).toContain('already exists')
  })

  it('honours --depth, a folder name, and either branch', async () => {
    await open()
    expect(await run(`git clone --depth 1 -b main ${url} mine && ls mine`)).toMatchObject({
      exit: 0,
      stdout: 'DaemonSet101\n'
    })
    expect((await run('cd mine && git checkout master 2>&1; git commit --allow-empty -m x')).exit).toBe(0)
  })

  it('serves only that repository, not one whose name begins like it', async () => {
    await open()
    const rewritten = await run(`git ls-remote --get-url ${url}-extra; git ls-remote --get-url ${url}_2`)
    expect(rewritten.stdout).toBe(`${url}-extra\n${url}_2\n`)
    expect((await run(`git ls-remote --get-url ${url}`)).stdout).toMatch(/^file:\/\//)
  })

  it('gives the same commit each time', async () => {
    await open()
    const first = await run(`git clone ${url} && git -C kubelabs rev-parse HEAD`)
    await workspace.close()
    await open()
    const second = await run(`git clone ${url} && git -C kubelabs rev-parse HEAD`)
    expect(first.stdout).toMatch(/^[0-9a-f]{40}\n$/)
    expect(second.stdout).toBe(first.stdout)
  })

  it('is not led astray by variables of git in the environment, and keeps settings made that way', async () => {
    const other = path.join(root, 'other')
    execFileSync('git', ['init', '--quiet', other])
    const before = execFileSync('find', [other], { encoding: 'utf8' })
    await open({
      environment: {
        ...process.env,
        GIT_DIR: path.join(other, '.git'),
        GIT_WORK_TREE: other,
        GIT_INDEX_FILE: path.join(other, 'index'),
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'kubewalk.test',
        GIT_CONFIG_VALUE_0: 'kept'
      }
    })
    expect((await run(`git clone ${url}`)).exit).toBe(0)
    expect(await run('git config kubewalk.test')).toMatchObject({ stdout: 'kept\n' })
    expect(execFileSync('find', [other], { encoding: 'utf8' })).toBe(before)
  })

  it('says what is missing without git, and with a path that leads out', async () => {
    await open()
    const options = {
      folder: path.join(root, 'data', 'other'),
      labFolder: path.join(root, 'source'),
      kubeconfig: path.join(root, 'cluster.yaml'),
      cacheFolder: path.join(root, 'cache'),
      home: 'private',
      resume: false
    } as const
    const repositories = [{ url, path: 'x' }]
    expect(await openWorkspace({ ...options, repositories, environment: { PATH: root } })).toMatchObject({
      ok: false,
      failure: { kind: 'tool-missing', message: expect.stringContaining('git is missing') }
    })
    expect(await openWorkspace({ ...options, repositories: [{ url, path: '../../x' }] })).toMatchObject({
      ok: false,
      failure: { kind: 'bad-input' }
    })
  })
})

describe('the folder', () => {
  it('is private, with a kubeconfig of its own', async () => {
    await open()
    const mode = async (...names: string[]) =>
      ((await stat(path.join(root, 'data', 'session', ...names))).mode & 0o777).toString(8)
    await run('true')
    expect([await mode(), await mode('home'), await mode('kubeconfig'), await mode('shell.json')]).toEqual([
      '700',
      '700',
      '600',
      '600'
    ])
    await run('echo changed >> $KUBECONFIG')
    expect(await readFile(path.join(root, 'cluster.yaml'), 'utf8')).toBe('apiVersion: v1\nkind: Config\n')
  })

  it('holds a copy of the lab when nothing is cloned, without links that lead out of it', async () => {
    await writeFile(path.join(root, 'secret'), 'secret')
    await symlink(path.join(root, 'secret'), path.join(root, 'source', 'out'))
    await symlink('daemonset.yml', path.join(root, 'source', 'link.yml'))
    await symlink('..', path.join(root, 'source', 'scripts', 'loop'))
    await open({ repositories: [] })
    const listing = await run('find . -type f | sort; echo more >> daemonset.yml')
    expect(listing.stdout).toBe('./.gitignore\n./daemonset.yml\n./link.yml\n./scripts/go.sh\n')
    expect(await readFile(path.join(root, 'source', 'daemonset.yml'), 'utf8')).toBe('kind: DaemonSet\n')
  })

  it('is found again with its files, the present folder and variables; changed files stay changed', async () => {
    await open({ repositories: [] })
    await run('echo mine > daemonset.yml; mkdir sub; cd sub; x=1; export PATH="$HOME/bin:$PATH"')
    await workspace.close()
    await open({ repositories: [], resume: true })
    expect(workspace.shell.cwd).toBe(path.join(workspace.folder, 'sub'))
    const result = await run('echo $x; cat ../daemonset.yml; echo "${PATH%%:*}"')
    expect(result.stdout).toBe(`1\nmine\n${root}/data/session/home/bin\n`)
    await workspace.close()
    await open({ repositories: [] })
    expect((await run('ls')).stdout).toBe('daemonset.yml\nscripts\n')
  })

  it('keeps the namespace that was chosen, on a cluster that has another address by now', async () => {
    const config = (server: string) =>
      JSON.stringify({
        'current-context': 'lab',
        contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'me' } }],
        clusters: [{ name: 'lab', cluster: { server } }]
      })
    await writeFile(path.join(root, 'cluster.yaml'), config('https://127.0.0.1:1'))
    await open({ repositories: [] })
    expect(await workspace.namespace()).toBeUndefined()
    await run('kubectl config set-context --current --namespace=shop')
    expect(await workspace.namespace()).toBe('shop')
    await workspace.close()
    await writeFile(path.join(root, 'cluster.yaml'), config('https://127.0.0.1:2'))
    await open({ repositories: [], resume: true })
    expect(await workspace.namespace()).toBe('shop')
    const now = await run(`kubectl config view -o jsonpath='{..namespace} {..server}'`)
    expect(now.stdout).toBe('shop https://127.0.0.1:2')
    await workspace.close()
    await open({ repositories: [] })
    expect(await workspace.namespace()).toBeUndefined()
  })

  it('is opened although the saved state is damaged', async () => {
    await open()
    await run('x=1')
    await workspace.close()
    await writeFile(path.join(root, 'data', 'session', 'shell.json'), '{"cwd": 5')
    await open({ resume: true })
    expect((await run('echo "<$x>"')).stdout).toBe('<>\n')
  })
})

describe('the environment', () => {
  const environment = {
    ...process.env,
    HOME: '/home/learner',
    KUBECONFIG: '/home/learner/.kube/config',
    AWS_PROFILE: 'work',
    API_TOKEN: 'secret',
    BASH_ENV: '/home/learner/.bash_env',
    LC_ALL: 'C.UTF-8',
    TERM: 'xterm-256color'
  }

  it('has nothing of the learner’s but the terminal, the language and the tools', async () => {
    await open({ environment })
    const { stdout } = await run('env')
    expect(stdout).toContain(`KUBECONFIG=${root}/data/session/kubeconfig\n`)
    expect(stdout).toContain(`KUBECACHEDIR=${root}/cache\n`)
    expect(stdout).toContain(`HOME=${root}/data/session/home\n`)
    expect(stdout).toContain('LC_ALL=C.UTF-8\n')
    expect(stdout).toContain('TERM=xterm-256color\n')
    expect(stdout).not.toMatch(/API_TOKEN|AWS_PROFILE|BASH_ENV|\.kube\/config/)
  })

  it('keeps the learner’s own for a cluster of their own, never their KUBECONFIG', async () => {
    await open({ environment, home: 'own' })
    const { stdout } = await run('env')
    expect(stdout).toContain('HOME=/home/learner\n')
    expect(stdout).toContain('AWS_PROFILE=work\n')
    expect(stdout).not.toMatch(/BASH_ENV|\.kube\/config/)
  })
})
