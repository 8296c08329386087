// @ts-check
'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { toolchain } = require('./places.js')

const prefix = 'fetch-'

/**
 * Gives `work` a folder to fetch something into, on the same file system as where it goes by a rename, and removes it
 * afterwards. To be called by the holder of the lock only: folders that a killed start left are removed too.
 *
 * @template T
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withFetchFolder(work) {
  for (const name of fs.readdirSync(toolchain)) {
    if (name.startsWith(prefix)) fs.rmSync(path.join(toolchain, name), { recursive: true, force: true })
  }
  const folder = fs.mkdtempSync(path.join(toolchain, prefix))
  try {
    return await work(folder)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

module.exports = { withFetchFolder }
