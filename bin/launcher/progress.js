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
  // A line that the terminal wraps could not be taken back: each second would leave a row of it behind.
  const passing = () => {
    const time = ` … ${seconds()} s`
    return `kubewalk: ${what}`.slice(0, (stream.columns || 80) - 1 - time.length) + time
  }
  stream.write(stream.isTTY ? passing() : `kubewalk: ${what} …\n`)
  const ticker = setInterval(
    () => stream.write(stream.isTTY ? `\r${passing()}` : `kubewalk: ${what} … ${seconds()} s\n`),
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
