import { describe, expect, it } from 'vitest'
import { containerFiles, type Mount, type Tree } from '../../../../../src/sandbox/nodes/shell/files.ts'
import { runProgram, type Shell } from '../../../../../src/sandbox/nodes/shell/interpreter.ts'
import { findTool } from '../../../../../src/sandbox/nodes/shell/tools.ts'

const root = (): Tree =>
  new Map([
    ['tmp', null],
    ['etc/hostname', 'web-0\n'],
    ['data/b.txt', 'two\nthree\n'],
    ['data/a.txt', 'one\n']
  ])

function shell(mounts: readonly Mount[] = [], tree = root()): Shell {
  const files = containerFiles([{ path: '', readOnly: false, tree: () => tree }, ...mounts])
  return {
    name: 'sh',
    state: { variables: new Map([['GREETING', 'hello  world']]), cwd: '/', status: 0, parameters: [], errexit: false },
    around: {
      files,
      hostname: 'web-0',
      node: 'node1',
      address: '10.244.0.2',
      size: { columns: 80, rows: 24 },
      now: () => Date.parse('2030-01-01T12:00:00Z'),
      tool: name => findTool(name, files, false),
      processes: () => ['nginx'],
      lookup: name =>
        name === 'web' ? { name: 'web.default.svc.cluster.local', addresses: ['10.96.0.7'] } : undefined,
      fetch: () => ({ kind: 'unknown-name', address: '' }),
      reach: () => ({ kind: 'unknown-name', address: '' }),
      dnsTool: 'busybox'
    }
  }
}

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly slept: number
}

function run(text: string, { input = '', within = shell() }: { input?: string; within?: Shell } = {}): Ran {
  const steps = runProgram(within, ['sh', '-c', text])
  const lines = input.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const out = { stdout: '', stderr: '' }
  let slept = 0
  let reply: string | undefined
  for (let count = 0; count < 10_000; count += 1) {
    const next = steps.next(reply)
    reply = undefined
    if (next.done === true) return { code: next.value, ...out, slept }
    const action = next.value
    if (action.kind === 'write') out[action.stream] += action.text
    if (action.kind === 'sleep') slept += action.milliseconds
    if (action.kind === 'read') reply = lines.shift()
  }
  return { code: -1, ...out, slept }
}

describe('the shell of a container', () => {
  it.each<[string, string]>([
    ['echo a b', 'a b\n'],
    [`echo 'a  b' "c $GREETING" $GREETING`, 'a  b c hello  world hello world\n'],
    ['echo -n x; echo -e "a\\tb"', 'xa\tb\n'],
    ['true && echo yes || echo no', 'yes\n'],
    ['false && echo yes || echo no', 'no\n'],
    ['! false && echo negated', 'negated\n'],
    ['if [ -f /etc/hostname ]; then cat /etc/hostname; else echo none; fi', 'web-0\n'],
    ['if false; then echo 1; elif true; then echo 2; else echo 3; fi', '2\n'],
    ['for x in 1 2 3; do echo $x; done', '1\n2\n3\n'],
    ['i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done', '0\n1\n2\n'],
    ['for x in 1 2 3; do [ $x = 2 ] && continue; [ $x = 3 ] && break; echo $x; done', '1\n'],
    ['x=$(echo inner; echo lines); echo "$x"', 'inner\nlines\n'],
    ['echo `hostname`', 'web-0\n'],
    ['echo ${MISSING:-fallback} ${GREETING:+x}${#GREETING}', 'fallback x12\n'],
    ['echo one > /tmp/f; echo two >> /tmp/f; cat < /tmp/f', 'one\ntwo\n'],
    ['cat /data/*.txt | sort | head -n 2', 'one\nthree\n'],
    ['ls /data; cd data; pwd', 'a.txt\nb.txt\n/data\n'],
    ['echo $((2 + 3 * (4 - 1)))', '11\n'],
    ['(cd /tmp; x=1; pwd); pwd; echo [$x]', '/tmp\n/\n[]\n'],
    ['{ echo a; echo b; } | wc -l', '2\n'],
    ['echo a # comment', 'a\n'],
    ['date +%Y-%m-%d', '2030-01-01\n'],
    ['printf "%s-%s\\n" a b', 'a-b\n'],
    ['read x; echo got $x', 'got typed\n'],
    ['nslookup web | grep Address | tail -n 1', 'Address: 10.96.0.7\n'],
    ['sh -c "echo nested; exit 3"; echo $?', 'nested\n3\n'],
    ['A=1 env | grep ^A=', 'A=1\n'],
    ['echo hidden 2>/dev/null >/dev/null; echo shown', 'shown\n'],
    ['command -v sh && which cat', '/bin/sh\n/bin/cat\n'],
    ['echo aGk= | base64 -d', 'hi']
  ])('%s', (text, stdout) => {
    expect(run(text, { input: 'typed\n' })).toMatchObject({ stdout })
  })

  it.each<[string, number, string]>([
    ['foo', 127, 'sh: foo: not found\n'],
    ['exit 7', 7, ''],
    ['false', 1, ''],
    ['set -e; false; echo never', 1, ''],
    ['cat /nothing', 1, "cat: can't open '/nothing': No such file or directory\n"],
    ['ls /nothing', 1, 'ls: /nothing: No such file or directory\n'],
    ['rm /data', 1, "rm: can't remove '/data': Is a directory\n"],
    ['cd /nowhere', 2, "sh: cd: can't cd to /nowhere: No such file or directory\n"],
    ['echo x > /no/where', 1, "sh: can't create /no/where: nonexistent directory\n"],
    ['if true', 2, 'sh: syntax error: unexpected end of file\n'],
    ['echo )', 2, 'sh: syntax error: unexpected ")"\n'],
    ['curl http://nowhere', 6, 'curl: (6) Could not resolve host: nowhere\n']
  ])('%s gives %i', (text, code, stderr) => {
    expect(run(text)).toMatchObject({ code, stderr, stdout: '' })
  })

  it('sleeps on the clock of who runs it', () => {
    expect(run('sleep 1; sleep 2m 1s; echo done')).toMatchObject({ slept: 122_000, stdout: 'done\n' })
  })

  it('does not end by itself when it loops', () => {
    expect(run('while true; do sleep 1; done').code).toBe(-1)
    expect(run('while :; do :; done').code).toBe(-1)
  })

  it('reads mounts, and does not write to those that are read-only', () => {
    const tree = new Map([['key', 'value\n']])
    const within = shell([{ path: '/etc/config', readOnly: true, tree: () => tree }])
    expect(run('cat /etc/config/key; ls /etc', { within }).stdout).toBe('value\nconfig\nhostname\n')
    expect(run('echo x > /etc/config/key', { within })).toMatchObject({
      code: 1,
      stderr: "sh: can't create /etc/config/key: read-only file system\n"
    })
    tree.set('key', 'changed\n')
    expect(run('cat /etc/config/key', { within }).stdout).toBe('changed\n')
  })

  it('packs and unpacks what kubectl cp sends', () => {
    const packed = run('cd /; tar cf - data etc/hostname').stdout
    const within = shell([], new Map([['tmp', null]]))
    expect(run('tar -xmf - -C /tmp', { within, input: packed })).toMatchObject({ code: 0, stderr: '' })
    expect(run('cat /tmp/data/b.txt /tmp/etc/hostname', { within }).stdout).toBe('two\nthree\nweb-0\n')
  })
})
