// @ts-check
'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { withLock } = require('./lock.js')
const { packageRoot, isWritable, toolchain, compileCache } = require('./places.js')
const { Problem } = require('./problem.js')
const { withProgress } = require('./progress.js')
const { npm, run } = require('./run.js')

const modules = path.join(packageRoot, 'node_modules')
const lockFile = path.join(packageRoot, 'package-lock.json')
/** What npm wrote when it had installed everything. */
const installedList = path.join(modules, '.package-lock.json')
const bundleList = path.join(packageRoot, 'dist', 'bundle.json')

/**
 * Installs what package-lock.json names, when it is not there or older than that file. npm writes the hidden lock file
 * last, so that an installation which was cut off counts as missing.
 */
async function provideDependencies() {
  if (hasDependencies()) return
  mustBeWritable()
  await withLock(toolchain, async () => {
    if (!hasDependencies()) await installDependencies()
  })
}

function hasDependencies() {
  // A link to somebody else's folder is theirs to keep: npm ci would empty it.
  if (fs.lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return true
  const installedMs = modifiedMs(installedList)
  if (installedMs === undefined) return false
  return installedMs >= (modifiedMs(lockFile) ?? 0) || isInstalled()
}

/**
 * Whether what is installed is what package-lock.json names, although that file is younger: git dates a file anew when
 * it only passes through another branch. Optional packages of other platforms may be missing.
 */
function isInstalled() {
  const wanted = readPackages(lockFile)
  const installed = readPackages(installedList)
  const same = Object.entries(wanted).every(([folder, { version, optional }]) => {
    if (folder === '') return true
    const there = installed[folder]
    return there ? there.version === version : optional === true
  })
  if (same && isWritable(modules)) fs.utimesSync(installedList, new Date(), new Date())
  return same
}

/**
 * @param {string} file a lock file of version 3
 * @returns {Record<string, { version?: string, optional?: boolean }>} by folder
 */
function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages ?? {}
  } catch {
    return {}
  }
}

async function installDependencies() {
  await withProgress('installing the packages that package-lock.json names (npm ci)', () =>
    npm(['ci'], packageRoot, 'install the packages of package-lock.json', 'run "npm ci" here to see why')
  )
  fs.utimesSync(installedList, new Date(), new Date())
}

/**
 * Builds dist/ when it is missing, incomplete or older than src/. A build that fails for want of a package is done again
 * after installing the packages anew.
 *
 * @param {string} node the Node that builds
 */
async function provideBundle(node) {
  if (hasBundle()) return
  mustBeWritable()
  await withLock(toolchain, async () => {
    if (hasBundle()) return
    let built = await build(node)
    if (built.exit !== 0 && /Could not resolve|ERR_MODULE_NOT_FOUND|Cannot find/.test(built.output)) {
      if (!fs.lstatSync(modules).isSymbolicLink()) {
        await installDependencies()
        built = await build(node)
      }
    }
    if (built.exit !== 0) throw new Problem(`src/ could not be built into dist/:\n${built.output.trim()}`)
    // Node never removes from it what no build has any more.
    fs.rmSync(compileCache, { recursive: true, force: true, maxRetries: 3 })
  })
}

/** @param {string} node */
function build(node) {
  return withProgress('building dist/', () =>
    run(node, [path.join(packageRoot, 'scripts', 'build.js')], { cwd: packageRoot })
  )
}

/** Whether every file of the last build is there, and nothing that it was made from is newer than its beginning. */
function hasBundle() {
  const builtMs = modifiedMs(bundleList)
  if (builtMs === undefined) return false
  try {
    const files = /** @type {string[]} */ (JSON.parse(fs.readFileSync(bundleList, 'utf8')))
    if (!files.every(file => fs.existsSync(path.join(packageRoot, 'dist', file)))) return false
  } catch {
    return false
  }
  const single = ['package-lock.json', 'scripts/build.js'].map(file => modifiedMs(path.join(packageRoot, file)) ?? 0)
  return builtMs >= Math.max(...single) && !hasNewer(path.join(packageRoot, 'src'), builtMs)
}

/**
 * Whether a folder holds anything newer, folders (whose time tells of deleted files) included.
 *
 * @param {string} folder
 * @param {number} thanMs
 * @returns {boolean}
 */
function hasNewer(folder, thanMs) {
  if (fs.statSync(folder).mtimeMs > thanMs) return true
  return fs.readdirSync(folder, { withFileTypes: true }).some(entry => {
    const file = path.join(folder, entry.name)
    return entry.isDirectory() ? hasNewer(file, thanMs) : fs.statSync(file).mtimeMs > thanMs
  })
}

/** @param {string} file */
function modifiedMs(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs
}

function mustBeWritable() {
  if (isWritable(packageRoot)) return
  throw new Problem(
    `kubewalk's own folder ${packageRoot} has to be set up and is not writable: start it once as its owner, or clone it anew.`
  )
}

module.exports = { provideDependencies, provideBundle }
