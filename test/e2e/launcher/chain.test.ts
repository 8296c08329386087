import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isRawMode, keys, type LaunchedTerminal } from '../../terminal.ts'
import { ended } from './fresh-clone.ts'
import { InstalledPackage } from './installed-package.ts'

/**
 * Notes its process and its parent, then tells what it sees. Keys: `r` raw mode, `k` dies by SIGKILL, `q` ends with 7. A
 * signal is told, and ends it with 42.
 */
const program = `
import { appendFileSync } from 'node:fs'
appendFileSync(process.env.KUBEWALK_HOME + '/pids', process.pid + ' ' + process.ppid + '\\n')
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => {
    console.log('[' + name + ']')
    process.exitCode = 42
    // A moment later, so that a second copy of the signal would be seen.
    setTimeout(() => process.exit(), 100)
  })
}
process.stdin.on('data', key => {
  if (String(key).includes('r')) { process.stdin.setRawMode(true); console.log('raw mode') }
  if (String(key).includes('k')) process.kill(process.pid, 'SIGKILL')
  if (String(key).includes('q')) { process.exitCode = 7; process.stdin.pause(); clearInterval(timer) }
})
const timer = setInterval(() => undefined, 1000)
const streams = [process.stdin, process.stdout, process.stderr].map(stream => stream.isTTY === true)
console.log('Node ' + process.versions.node + ', terminals ' + streams.join(' ') + ', ' + process.argv.slice(2).join(' '))
`
const started = `Node ${process.versions.node}, terminals true true true, run labs/daemonset101`

let installed: InstalledPackage
let terminal: LaunchedTerminal | undefined
const pidsFile = () => path.join(installed.temporary, 'home/pids')

beforeAll(async () => {
  installed = await InstalledPackage.make(program)
})
afterEach(async () => {
  await terminal?.close()
  try {
    await expect.poll(left).toEqual([])
  } finally {
    for (const pid of left()) process.kill(pid, 'SIGKILL')
  }
})
afterAll(async () => {
  await installed.remove()
})

/** Processes of the starts so far, programs and launchers, that still run. */
function left(): number[] {
  if (!existsSync(pidsFile())) return []
  const pids = readFileSync(pidsFile(), 'utf8').trim().split(/\s+/).map(Number)
  return pids.filter(pid => {
    try {
      // A process that has ended but was not waited for counts as gone.
      return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z')
    } catch {
      return false
    }
  })
}

describe('`npm start` on Node 20, through npm, its shell and the launcher', () => {
  it('gives the program the terminal and its keys, and the exit code back', async () => {
    terminal = installed.inTerminal('npm --silent start; echo "exit $?"')
    await terminal.until(started)
    expect(left()).toHaveLength(2)
    terminal.write(`q${keys.enter}`)
    await terminal.until('exit 7')
  })

  it('gives Ctrl-C to the program once, waits for it, and leaves no process', async () => {
    terminal = installed.inTerminal('trap : INT; npm --silent start; echo "exit $?"; stty -a; echo END')
    await terminal.until(started)
    terminal.write(keys.control('c'))
    await terminal.until('END')
    const screen = terminal.raw()
    expect(screen.match(/\[SIG\w+\]/g)).toEqual(['[SIGINT]'])
    expect(screen).toMatch(/exit (42|130)/)
    expect(isRawMode(screen.slice(screen.indexOf('exit')))).toBe(false)
    await expect.poll(left).toEqual([])
  })

  it('hands Ctrl-C in raw mode to the program as a key', async () => {
    terminal = installed.inTerminal('npm --silent start; echo "exit $?"')
    await terminal.until(started)
    terminal.write(`r${keys.enter}`)
    await terminal.until('raw mode')
    terminal.write(keys.control('c'))
    terminal.write('q')
    await terminal.until('exit 7')
    expect(terminal.raw()).not.toContain('[SIGINT]')
  })

  it('gives the terminal back when the program is killed in raw mode', async () => {
    terminal = installed.inTerminal('npm --silent start; echo "exit $?"; stty -a; echo END')
    await terminal.until(started)
    terminal.write(`r${keys.enter}`)
    await terminal.until('raw mode')
    terminal.write('k')
    await terminal.until('END')
    const after = terminal.raw().slice(terminal.raw().indexOf('exit 137'))
    expect(after).toContain('exit 137')
    expect(isRawMode(after)).toBe(false)
  })

  it('ends with the terminal', async () => {
    terminal = installed.inTerminal('npm --silent start; echo "exit $?"')
    await terminal.until(started)
    terminal.kill('SIGKILL')
    await terminal.exited
    await expect.poll(left).toEqual([])
  })

  it('prints nothing but npm’s banner and the program on stdout, and ends by a signal that only npm gets', async () => {
    const child = spawn('npm', ['start'], {
      cwd: installed.folder,
      env: installed.environment(),
      stdio: ['ignore', 'pipe', 'pipe']
    })
    const end = ended(child)
    await new Promise(resolve => child.stdout.on('data', chunk => String(chunk).includes('terminals') && resolve(0)))
    child.kill('SIGTERM')
    const { stdout } = await end
    const lines = stdout.split('\n').filter(line => line !== '' && !line.startsWith('> '))
    expect(lines).toEqual([started.replaceAll('true', 'false'), '[SIGTERM]'])
  })
})
