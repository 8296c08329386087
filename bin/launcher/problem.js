// @ts-check
'use strict'

/** A failure that people can do something about; the launcher prints its message and ends with `exitCode`. */
class Problem extends Error {
  /**
   * @param {string} message one sentence: what is missing and what to do
   * @param {number} [exitCode] 3 (a tool is missing) unless said otherwise
   */
  constructor(message, exitCode = 3) {
    super(message)
    this.exitCode = exitCode
  }
}

module.exports = { Problem }
