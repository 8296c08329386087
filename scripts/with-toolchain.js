// Sets up Node, the packages, kubectl and dist/ as `npm start` does, then runs a command of node_modules/.bin (or `node`)
// with them: `node scripts/with-toolchain.js vitest run`. `--no-program` first leaves out kubectl and dist/. Works on
// Node 20.20 with nothing installed.
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)
const { passThrough } = require('../bin/launcher/pass-through.js')
const { packageRoot } = require('../bin/launcher/places.js')
const { Problem } = require('../bin/launcher/problem.js')
const { setUpForDevelopment } = require('../bin/launcher/launch.js')

const given = process.argv.slice(2)
const program = given[0] !== '--no-program'
const [command = 'node', ...args] = program ? given : given.slice(1)

try {
  const node = await setUpForDevelopment({ program })
  const folders = [path.dirname(node), path.join(packageRoot, 'node_modules', '.bin')]
  process.env.PATH = [...folders, process.env.PATH].join(path.delimiter)
  passThrough(command === 'node' ? node : command, args, { cwd: packageRoot })
} catch (error) {
  if (!(error instanceof Problem)) throw error
  process.stderr.write(`kubewalk: ${error.message}\n`)
  process.exitCode = error.exitCode
}
