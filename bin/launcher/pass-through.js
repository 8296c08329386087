// @ts-check
'use strict'

const { spawn } = require('node:child_process')
const os = require('node:os')
const tty = require('node:tty')

/** Signals that may be sent to this process alone, and are meant for the program. */
const forwarded = /** @type {const} */ (['SIGTERM', 'SIGHUP', 'SIGUSR2'])

/** What people end programs by: a shell that sees them ends its own script too. */
const endings = new Set(['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Runs a program in this one's place: its streams, its exit code, its signals.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
function passThrough(file, args, options = {}) {
  // Signals are caught before the program starts: one that comes in between would end this process and leave the program
  // behind. None is delivered before this function returns, so that there is a child by then.
  for (const signal of forwarded) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {
    // A terminal's Ctrl-C reaches the child by itself; a second copy would look like an impatient second Ctrl-C.
    if (![0, 1, 2].some(stream => tty.isatty(stream))) child.kill('SIGINT')
  })
  const child = spawn(file, [...args], { ...options, stdio: 'inherit' })
  child.on('error', error => {
    process.stderr.write(`kubewalk: ${file} could not be started: ${error.message}\n`)
    process.exitCode = 3
  })
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1
      return
    }
    process.exitCode = 128 + os.constants.signals[signal]
    // By any other signal this process would die without giving the terminal back as it found it.
    if (!endings.has(signal)) return
    for (const each of [...forwarded, 'SIGINT']) process.removeAllListeners(each)
    process.kill(process.pid, signal)
  })
}

module.exports = { passThrough }
