// @ts-check
'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

/** The folder of package.json: a checkout, or the installed package. */
const packageRoot = path.resolve(__dirname, '..', '..')

/** A checkout has sources to build from; the installed package has dist/ only. */
const isCheckout =
  fs.existsSync(path.join(packageRoot, 'src')) && fs.existsSync(path.join(packageRoot, 'package-lock.json'))

/**
 * Where kubewalk's cache lies: the same folder as `kubewalkPaths().cache` in src/paths.ts, which cannot be loaded before
 * there is a bundle.
 *
 * @returns {string}
 */
function cacheFolder() {
  const environment = process.env
  if (environment.KUBEWALK_HOME) return path.join(path.resolve(environment.KUBEWALK_HOME), 'cache')
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', 'kubewalk')
  return path.join(environment.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'kubewalk')
}

/**
 * Whether this user may make files in a folder.
 *
 * @param {string} folder
 */
function isWritable(folder) {
  try {
    fs.accessSync(folder, fs.constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Where fetched tools are kept: `.toolchain/` of a checkout; for an installed package, and for a checkout that this user
 * may not write to, the user's cache, which outlives npx's folders.
 */
const toolchain =
  isCheckout && isWritable(packageRoot) ? path.join(packageRoot, '.toolchain') : path.join(cacheFolder(), 'toolchain')

/** Where Node keeps the program compiled; src/sandbox/process/sandbox-process.ts names the same folder. */
const compileCache = path.join(cacheFolder(), 'compiled')

module.exports = {
  packageRoot,
  isCheckout,
  isWritable,
  toolchain,
  toolchainBin: path.join(toolchain, 'bin'),
  compileCache
}
