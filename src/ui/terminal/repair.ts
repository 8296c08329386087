import { spawn, spawnSync } from 'node:child_process'
import { writeSync } from 'node:fs'

/** Cursor shown, bracketed paste off, looks reset (xterm ctlseqs: DECTCEM, DECSET 2004, SGR 0). */
const usualModes = '\u001b[?25h\u001b[?2004l\u001b[0m'

/** What libuv's raw mode takes away (uv_tty_set_mode, UV_TTY_MODE_RAW in src/unix/tty.c), given back. */
const usualFlags = ['brkint', 'icrnl', 'ixon', 'opost', 'onlcr', 'echo', 'icanon', 'iexten', 'isig']

/** Set in the environment of a program that has been started once more. */
const repaired = 'KUBEWALK_REPAIRED'

/**
 * Puts right what a killed program left: SIGKILL gives nobody the time to clean up, and a terminal that is still raw
 * would be taken for the usual state and be given back as such. Does nothing to a terminal in order, or without one. To be
 * awaited before anything is opened.
 *
 * Node gives the terminal back at its end as it was at its beginning (ResetStdio in src/node.cc), so the program is
 * started once more in its own place, where this Node can (process.execve).
 *
 * A screen that is still the alternate one needs no repair: leaving it at the end of the app goes back to the usual one.
 */
export async function repairTerminal(): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return
  if (!(await isRaw())) return
  spawnSync('stty', usualFlags, { stdio: ['inherit', 'ignore', 'ignore'] })
  writeSync(process.stdout.fd, usualModes)
  if (process.execve === undefined || process.env[repaired] !== undefined) return
  const args = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  process.execve(process.execPath, args, { ...process.env, [repaired]: 'yes' })
}

/** False without stty: there is nothing to repair with. */
function isRaw(): Promise<boolean> {
  return new Promise(resolve => {
    const stty = spawn('stty', ['-a'], { stdio: ['inherit', 'pipe', 'ignore'] })
    let settings = ''
    stty.stdout.setEncoding('utf8').on('data', (text: string) => (settings += text))
    stty.once('error', () => resolve(false))
    stty.once('close', code => resolve(code === 0 && /(^|\s)-icanon\b/.test(settings)))
  })
}
