// @ts-check
'use strict'

const { spawn } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { Problem } = require('./problem.js')

const endings = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Runs a program to its end and gathers what it says. A signal that asks this process to end reaches the program too, and
 * is obeyed when that has ended: what it was writing would otherwise go on under the next start.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ exit: number, output: string }>} exit -1 when the program could not be started
 */
function run(file, args, options = {}) {
  return new Promise(resolve => {
    /** @type {NodeJS.Signals | undefined} */
    let asked
    /** @param {NodeJS.Signals} signal */
    const onSignal = signal => {
      asked = signal
      // A terminal's Ctrl-C reaches the program by itself; a second copy does no harm.
      child.kill(signal)
    }
    for (const signal of endings) process.on(signal, onSignal)
    const child = spawn(file, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    /** @param {{ exit: number, output: string }} result */
    const end = result => {
      for (const signal of endings) process.off(signal, onSignal)
      if (asked) process.kill(process.pid, asked)
      else resolve(result)
    }
    let output = ''
    child.stdout?.on('data', chunk => (output += chunk))
    child.stderr?.on('data', chunk => (output += chunk))
    child.on('error', error => end({ exit: -1, output: error.message }))
    child.on('close', code => end({ exit: code ?? 128, output }))
  })
}

/**
 * The first executable of that name on PATH.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
function findOnPath(name) {
  for (const folder of (process.env.PATH || '').split(path.delimiter)) {
    if (!folder) continue
    const file = path.join(folder, name)
    try {
      fs.accessSync(file, fs.constants.X_OK)
      if (fs.statSync(file).isFile()) return file
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}

/**
 * Runs npm, with what a surrounding `npm pack --dry-run` or `NODE_ENV=production` asks for switched off, and no script of
 * any package run.
 *
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {string} purpose for the message: "fetch Node 24.21.0"
 * @param {string} otherwise what to do when the registry cannot be reached
 */
async function npm(args, cwd, purpose, otherwise) {
  const all = [
    ...args,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-dry-run',
    '--no-global',
    '--include=dev',
    '--loglevel=error',
    '--fetch-retries=2',
    '--fetch-retry-mintimeout=1000',
    '--fetch-retry-maxtimeout=4000'
  ]
  const ownCli = process.env.npm_execpath
  const cli = ownCli && path.basename(ownCli) === 'npm-cli.js' && fs.existsSync(ownCli) ? ownCli : undefined
  const program = cli ? process.execPath : findOnPath('npm')
  if (!program) throw new Problem(`npm is missing, and kubewalk needs it to ${purpose}: install npm, or ${otherwise}.`)
  const { exit, output } = await run(program, cli ? [cli, ...all] : all, { cwd })
  if (exit === 0) return
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network/i.test(output)) {
    throw new Problem(
      `npm could not reach its registry to ${purpose}: connect to the network and start again, or ${otherwise}.`
    )
  }
  throw new Problem(`npm could not ${purpose} (${lastWords(output)}): start again, or ${otherwise}.`)
}

/**
 * The line of npm's output that says most.
 *
 * @param {string} output
 */
function lastWords(output) {
  const lines = output
    .split('\n')
    .map(line => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter(line => line && !/^(npm warn|A complete log|code |errno )/i.test(line))
  return lines[0] ?? 'it gave no reason'
}

module.exports = { run, findOnPath, npm }
