import { afterEach, expect, test } from 'vitest'
import { isRawMode, keys, launch, type LaunchedTerminal } from '../../terminal.ts'

let terminal: LaunchedTerminal | undefined

afterEach(async () => {
  await terminal?.close()
})

test('a program sees the size it was given, and a resize', async () => {
  terminal = launch('bash', ['--norc', '-c', 'trap "stty size" WINCH; stty size; while :; do sleep 0.05; done'], {
    columns: 61,
    rows: 17
  })
  await terminal.until('17 61')
  terminal.resize(100, 30)
  await terminal.until('30 100')
})

test('keys reach the program, and its exit code is told', async () => {
  terminal = launch('bash', ['--norc', '-c', 'read -r line; echo "got <$line>"; exit 7'])
  terminal.write(`hello${keys.enter}`)
  await terminal.until('got <hello>')
  expect(await terminal.exited).toEqual({ code: 7, signal: 0 })
})

test('a signal that ends the program is told', async () => {
  terminal = launch('bash', ['--norc', '-c', 'echo ready; exec sleep 60'])
  await terminal.until('ready')
  terminal.kill('SIGTERM')
  expect((await terminal.exited).signal).toBe(15)
})

test('modes that a program leaves behind are seen', async () => {
  terminal = launch('bash', [
    '--norc',
    '-c',
    String.raw`printf '\e[?1049h\e[?25l\e[?2004h'; stty raw -echo; stty -a; echo END`
  ])
  await terminal.exited
  expect(terminal.modes()).toEqual({
    alternateScreen: true,
    cursorVisible: false,
    bracketedPaste: true,
    mouseTracking: false
  })
  expect(isRawMode(terminal.raw())).toBe(true)
  expect(isRawMode('speed 38400 baud; isig icanon iexten echo echoe')).toBe(false)
})

test('waiting for a text that never comes fails with the screen', async () => {
  terminal = launch('bash', ['--norc', '-c', 'echo something else; read -r _'])
  await terminal.until('something else')
  await expect(terminal.until('never', { timeoutMs: 50 })).rejects.toThrow('something else')
})
