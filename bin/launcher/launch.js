// @ts-check
'use strict'

const path = require('node:path')
const { pathToFileURL } = require('node:url')
const { provideBundle, provideDependencies } = require('./checkout.js')
const { endWithNpm } = require('./end-with-npm.js')
const { passThrough } = require('./pass-through.js')
const { provideKubectl, useFetchedKubectl } = require('./kubectl.js')
const { isRecent, provideNode } = require('./node.js')
const { isCheckout, packageRoot } = require('./places.js')
const { Problem } = require('./problem.js')

const bundle = path.join(packageRoot, 'dist', 'kubewalk.js')
const useCompileCache = path.join(__dirname, 'use-compile-cache.js')

/** The commands that run kubectl; the bare `kubewalk` (the menu) leads to them. */
const needKubectl = new Set(['run', 'test', 'lint', 'sandbox'])

/**
 * Sets up what is missing and runs kubewalk: in this process when this Node can, else in the toolchain's Node.
 *
 * @param {readonly string[]} args the command line without node and script
 */
async function launch(args) {
  try {
    if (process.platform === 'win32') {
      throw new Problem('on Windows kubewalk runs inside WSL: open a WSL terminal and start it there.')
    }
    endWithNpm()
    const node = await setUp(args)
    if (node === process.execPath && isRecent()) {
      process.argv[1] = bundle
      require(useCompileCache)
      await import(pathToFileURL(bundle).href)
    } else {
      passThrough(node, ['--require', useCompileCache, bundle, ...args])
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    process.stderr.write(`kubewalk: ${error.message}\n`)
    process.exitCode = error.exitCode
  }
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<string>} the Node to use
 */
async function setUp(args) {
  const node = await provideNode()
  if (isCheckout) {
    await provideDependencies()
    await provideBundle(node)
  }
  if (needsKubectl(args)) await provideKubectl()
  else useFetchedKubectl()
  return node
}

/**
 * Sets up what the scripts of package.json need.
 *
 * @param {{ program: boolean }} wanted whether the program itself (dist/, kubectl) is needed, or Node and packages only
 * @returns {Promise<string>} the Node to use
 */
async function setUpForDevelopment({ program }) {
  endWithNpm()
  const node = await provideNode()
  await provideDependencies()
  if (program) {
    await provideBundle(node)
    await provideKubectl()
  }
  return node
}

/**
 * @param {readonly string[]} args
 * @returns {boolean}
 */
function needsKubectl(args) {
  const end = args.indexOf('--')
  const own = end < 0 ? args : args.slice(0, end)
  if (own.some(arg => ['--help', '-h', '--version', '-V'].includes(arg))) return false
  const [command, second] = own
  if (command === 'sandbox') return second === 'run' || second === 'start'
  if (command === 'lint' && own.includes('--no-run')) return false
  return command === undefined || needKubectl.has(command)
}

module.exports = { launch, setUpForDevelopment }
