import { spawnSync } from 'node:child_process'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ShellState } from '../../../src/shell/bash.ts'
import { openShell, type ShellOptions } from '../../../src/shell/session.ts'
import type { CommandResult, Shell } from '../../../src/shell/shell.ts'

let folder: string
let shell: Shell
const shells: Shell[] = []

function open(options: Partial<ShellOptions> = {}): Shell {
  const environment = { PATH: process.env.PATH ?? '', HOME: folder, TERM: 'xterm-256color', EXTRA: 'x' }
  const opened = openShell({ cwd: folder, environment, ...options })
  shells.push(opened)
  return opened
}

const run = (text: string): Promise<CommandResult> => shell.run(text).result
const out = async (text: string): Promise<string> => (await run(text)).stdout

/** Whether a process runs; one that has ended and that nobody has waited for does not. */
function alive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' })
  return stdout.trim() !== '' && !stdout.startsWith('Z')
}

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'kubewalk-shell-')))
  shell = open()
})
afterEach(async () => {
  await Promise.all(shells.splice(0).map(each => each.close()))
  await rm(folder, { recursive: true, force: true })
})

describe('a command', () => {
  it('gives its exit code and both streams, and shows them live in order', async () => {
    const shown: [string, string][] = []
    const running = shell.run('echo out; echo err >&2; (exit 7)', {
      onOutput: (text, from) => shown.push([from, text])
    })
    expect(await running.result).toMatchObject({
      exit: 7,
      stdout: 'out\n',
      stderr: 'err\n',
      interrupted: false,
      cwd: folder,
      text: 'echo out; echo err >&2; (exit 7)'
    })
    expect(shown.toSorted()).toEqual([
      ['stderr', 'err\n'],
      ['stdout', 'out\n']
    ])
  })

  it('shows output before it ends', async () => {
    let first: (text: string) => void = () => undefined
    const shown = new Promise<string>(resolve => (first = resolve))
    const running = shell.run('echo early; read -r < <(tail -f /dev/null)', { onOutput: text => first(text) })
    expect(await shown).toBe('early\n')
    running.interrupt()
    expect((await running.result).interrupted).toBe(true)
  })

  it('shows colours and nothing else that acts on a terminal; checks read plain text', async () => {
    let shown = ''
    const text = String.raw`printf '\033[31mred\033[0m \033]0;title\007\342\202\254'`
    const result = await shell.run(text, { onOutput: chunk => (shown += chunk) }).result
    expect(shown).toBe('\u001b[31mred\u001b[0m €')
    expect(result.stdout).toBe('red €')
  })

  it('keeps the beginning of a long output for checks and shows all of it', async () => {
    shell = open({ capturedCharacters: 1000 })
    let shown = 0
    const result = await shell.run('seq 1 100000', { onOutput: text => (shown += text.length) }).result
    expect(shown).toBe(588_895)
    expect(result.stdout).toHaveLength(1000)
    expect(result.stdout.startsWith('1\n2\n')).toBe(true)
  })

  it('has no standard input and no terminal to wait for', async () => {
    expect(await run('cat; read -r x; echo "$?"; tty')).toMatchObject({ stdout: '1\nnot a tty\n' })
  })

  it('reports errors with the line of the command', async () => {
    expect((await run('echo x\nno-such-program')).stderr).toContain('line 2: no-such-program')
    expect((await run('if')).exit).toBe(2)
    expect(await out('echo "$?"')).toBe('2\n')
  })

  it('may hold here-documents, quotes of every kind and several lines', async () => {
    expect(await out(`cat <<'EOF' > f\na 'b' "c" $d\nEOF\nx='it'"'"'s'\necho "$(cat f) $x"`)).toBe(
      `a 'b' "c" $d it's\n`
    )
  })

  it('ends when its own process does, although a child holds its output', async () => {
    const result = await run('sleep 300 & echo $!')
    expect(result.exit).toBe(0)
    expect(alive(Number(result.stdout))).toBe(true)
    await shell.close()
    expect(alive(Number(result.stdout))).toBe(false)
  })

  it('ends although a child in the background never stops printing', async () => {
    const result = await run('yes & echo started')
    expect(result.exit).toBe(0)
    expect(result.stdout).toContain('started')
  })

  it('says so when there is no bash', async () => {
    shell = open({ bash: path.join(folder, 'no-bash') })
    expect(await run('echo x')).toMatchObject({ exit: 127, stderr: expect.stringContaining('cannot start bash') })
  })

  it('runs after the one before it', async () => {
    const results = ['sleep 0.2; x=1', 'echo $x'].map(text => shell.run(text).result)
    expect((await Promise.all(results)).map(result => result.stdout)).toEqual(['', '1\n'])
  })
})

describe('the session goes on', () => {
  it('in the folder, by its logical path', async () => {
    await run('mkdir -p real && ln -s real link && cd link')
    expect(shell.cwd).toBe(path.join(folder, 'link'))
    expect(await out('pwd; cd - >/dev/null; pwd')).toBe(`${folder}/link\n${folder}\n`)
    expect(await out('echo $OLDPWD')).toBe(`${folder}/link\n`)
  })

  it('in folders with odd names', async () => {
    await run(`mkdir -p -- $'-o d'"d's"$'\\n"x' && cd -- ./-*`)
    expect(shell.cwd).toBe(path.join(folder, `-o dd's\n"x`))
    expect(await out('pwd')).toBe(`${shell.cwd}\n`)
  })

  it('in its first folder when the present one is gone', async () => {
    const result = await run('mkdir gone; cd gone; rmdir ../gone')
    expect(result.cwd).toBe(path.join(folder, 'gone'))
    expect(await run('pwd')).toMatchObject({ cwd: folder, stderr: expect.stringContaining('is gone') })
  })

  it('with the folder stack', async () => {
    await run('mkdir a b; pushd a >/dev/null; pushd ../b >/dev/null')
    expect(await out('popd >/dev/null; pwd; popd >/dev/null; pwd')).toBe(`${folder}/a\n${folder}\n`)
  })

  it('with variables, plain, exported, arrays and unset ones', async () => {
    await run(String.raw`ip=10.0.0.1; export many=$'a\nb "c" \'d\' $e \\'; list=(1 "2 3"); declare -i n=4; unset EXTRA`)
    expect(await out('echo "$ip|$many|${list[1]}|${#list[@]}"; n=n+1; echo $n; echo "${EXTRA-none}"')).toBe(
      `10.0.0.1|a\nb "c" 'd' $e \\|2 3|2\n5\nnone\n`
    )
    expect(await out('env | grep -c "^ip="')).toBe('0\n')
    expect(shell.environment.many).toBe(`a\nb "c" 'd' $e \\`)
    expect(shell.environment).not.toHaveProperty('ip')
    expect(shell.environment).not.toHaveProperty('EXTRA')
  })

  it('with functions, exported ones too, and aliases', async () => {
    await run(`greet() { echo "hello $1"; }; export -f greet; alias k='echo kubectl' gp='k get pods'`)
    expect(await out(`greet you; bash -c 'greet child'; gp -o wide`)).toBe(
      'hello you\nhello child\nkubectl get pods -o wide\n'
    )
  })

  it('with shopt and set options, tracing included', async () => {
    await run('shopt -s nullglob extglob; set -o pipefail; set +B; set -u')
    expect(await out('false | true; echo $? *.none {a,b}; [[ ab == @(ab|c) ]] && echo yes')).toBe('1 {a,b}\nyes\n')
    expect((await run('echo $missing')).exit).not.toBe(0)
    expect(await run('set +u; set -x')).toMatchObject({ exit: 0 })
    const traced = await run('echo seen')
    expect(traced.stderr).toBe('+ echo seen\n'.replace('+', '++'))
  })

  it('with IFS and noglob, which its own bookkeeping must survive', async () => {
    await run('IFS=:; set -f; x="a:b"')
    expect(await out('printf "<%s>" $x *')).toBe('<a><b><*>')
  })

  it('with $? of the command before', async () => {
    await run('(exit 42)')
    expect(await out('echo $?')).toBe('42\n')
  })

  it.each([
    ['exit', 'x=1; cd sub; exit 3', 3],
    ['set -e and a failure', 'x=1; cd sub; set -e; (exit 3); echo not reached', 3],
    ['an unset variable', 'x=1; cd sub; set -u; (exit 3) || echo $nothing', undefined],
    ['a signal', 'x=1; cd sub; kill -TERM $$; sleep 5', 143]
  ])('after %s', async (_name, text, exit) => {
    await run('mkdir sub')
    const result = await run(text)
    if (exit !== undefined) expect(result.exit).toBe(exit)
    expect(result.stdout).toBe('')
    expect(await out('set +eu; echo "$x $PWD"')).toBe(`1 ${folder}/sub\n`)
  })

  it('after exec and SIGKILL, from before them', async () => {
    await run('x=1')
    expect(await out('x=2; exec echo replaced')).toBe('replaced\n')
    expect((await run('kill -KILL $$')).exit).toBe(137)
    expect(await out('echo $x $?')).toBe('1 137\n')
  })

  it('although the learner names functions and aliases like builtins', async () => {
    await run(`cd() { echo no; }; printf() { echo no; }; set() { echo no; }; alias eval='echo no' builtin='echo no'`)
    await run('y=2')
    expect(await out('echo $y')).toBe('2\n')
  })

  it('although a command uses low descriptors, its own EXIT trap, or empties PATH', async () => {
    await run('exec 3>f 4>g; a=1')
    await run(`trap 'echo bye' EXIT; b=2`)
    await run('OLD=$PATH; PATH=')
    expect(await out('PATH=$OLD; echo $a$b')).toBe('12\n')
  })

  it('although the machine is busy as commands end', async () => {
    const shells = Array.from({ length: 24 }, () => open({}))
    const lost = shells.map(async each => {
      for (let count = 1; count <= 6; count++) {
        await each.run(`x=${count}`).result
        const { stdout } = await each.run('echo $x').result
        if (stdout !== `${count}\n`) return count
      }
      return 'nothing'
    })
    expect(new Set(await Promise.all(lost))).toEqual(new Set(['nothing']))
  })

  it('in another process, from the saved state, with the environment of then where it must be', async () => {
    let saved: ShellState | undefined
    const environment = { PATH: process.env.PATH ?? '', KUBECONFIG: '/old' }
    shell = open({ environment, onState: state => void (saved = state) })
    await run('mkdir sub; cd sub; x=1; export y=2; f() { echo f; }')
    const restored = JSON.parse(JSON.stringify(saved)) as ShellState
    shell = open({ environment: { ...environment, KUBECONFIG: '/new' }, state: restored })
    expect(shell.cwd).toBe(path.join(folder, 'sub'))
    expect(await out('echo $x $y $KUBECONFIG; f; pwd')).toBe(`1 2 /new\nf\n${folder}/sub\n`)
    expect(await out('export KUBECONFIG=/mine; echo')).toBe('\n')
    expect(await out('echo $KUBECONFIG')).toBe('/mine\n')
  })
})

describe('interrupt', () => {
  /** Runs a command and interrupts it as soon as it has printed. */
  async function interrupted(text: string): Promise<CommandResult> {
    const running = shell.run(text, { onOutput: () => running.interrupt() })
    return running.result
  }

  it('ends the command and keeps the session', async () => {
    await run('x=1')
    expect(await interrupted('x=2; echo go; sleep 300; echo not reached')).toMatchObject({
      exit: 130,
      interrupted: true,
      stdout: 'go\n'
    })
    expect(await out('echo $x')).toBe('2\n')
  })

  it('lets a program end in its own way', async () => {
    const result = await interrupted(`bash -c 'trap "echo cleaned; exit 5" INT; echo go; while :; do sleep 0.05; done'`)
    expect(result.stdout).toBe('go\ncleaned\n')
  })

  it('ends what ignores SIGINT', async () => {
    const result = await interrupted(`bash -c 'trap "" INT; echo $$; sleep 300'; echo next`)
    expect(alive(Number.parseInt(result.stdout, 10))).toBe(false)
  })

  it('ends children in the background, and those that left the process group', async () => {
    const pids = path.join(folder, 'pids')
    const text = `sleep 300 & echo $! > ${pids}; setsid bash -c 'echo $$ >> ${pids}; exec sleep 300' & sleep 0.3; echo go; wait`
    await interrupted(text)
    const children = (await out(`cat ${pids}`)).trim().split('\n').map(Number)
    expect(children).toHaveLength(2)
    expect(children.filter(alive)).toEqual([])
  })

  it('leaves children of earlier commands alone', async () => {
    const child = Number(await out('sleep 300 >/dev/null 2>&1 & echo $!'))
    await interrupted('echo go; sleep 300')
    expect(alive(child)).toBe(true)
  })
})

describe('a command beside the others', () => {
  it('begins with their state, does not hold them up, leaves them nothing, and tells how it stands', async () => {
    await run('x=1')
    const spoke = Promise.withResolvers<undefined>()
    const watch = shell.run('x=2; cd /; echo "at $PWD"; sleep 300', {
      beside: true,
      onOutput: () => spoke.resolve(undefined)
    })
    expect(await out('echo $x $PWD')).toBe(`1 ${folder}\n`)
    await spoke.promise
    expect(watch.soFar()).toMatchObject({ running: true, beside: true, exit: 0, stdout: 'at /\n' })
    expect(await out('echo $x $PWD')).toBe(`1 ${folder}\n`)
    watch.interrupt()
    expect(await watch.result).toMatchObject({ exit: 130, interrupted: true, beside: true })
    expect(watch.soFar()).not.toHaveProperty('running')
    expect(await out('echo $x $?')).toBe('1 0\n')
  })

  it('ends with the session', async () => {
    const spoke = Promise.withResolvers<number>()
    shell.run('echo $$; sleep 300', { beside: true, onOutput: text => spoke.resolve(Number(text)) })
    const pid = await spoke.promise
    expect(alive(pid)).toBe(true)
    await shell.close()
    expect(alive(pid)).toBe(false)
  })
})

describe('close', () => {
  it('ends every child, also one that ignores SIGTERM and left the group', async () => {
    const child = Number(
      await out(`setsid bash -c 'trap "" TERM; echo $$; while :; do sleep 0.1; done' & sleep 0.3; true`)
    )
    expect(alive(child)).toBe(true)
    await shell.close()
    expect(alive(child)).toBe(false)
    expect(() => shell.run('true')).toThrow('closed')
  })
})
