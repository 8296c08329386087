// @ts-check
'use strict'

/**
 * Says on stderr what takes a while, and how long it took: everything over a second gets a line, and a terminal sees the
 * seconds pass.
 *
 * @template T
 * @param {string} what "fetching Node 24.21.0 with npm"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withProgress(what, work) {
  const stream = process.stderr
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  stream.write(`kubewalk: ${what} …${stream.isTTY ? '' : '\n'}`)
  const ticker = setInterval(
    () => stream.write(stream.isTTY ? `\rkubewalk: ${what} … ${seconds()} s` : `kubewalk: ${what} … ${seconds()} s\n`),
    stream.isTTY ? 1000 : 15_000
  )
  try {
    const value = await work()
    stream.write(`${stream.isTTY ? '\r' : ''}kubewalk: ${what} … done in ${seconds()} s\n`)
    return value
  } catch (error) {
    if (stream.isTTY) stream.write('\n')
    throw error
  } finally {
    clearInterval(ticker)
  }
}

module.exports = { withProgress }
