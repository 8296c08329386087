// @ts-check
'use strict'

const checkMs = 500

/**
 * Started by `npm start`: ends this process, as by SIGTERM, when npm's shell is gone. npm hands a signal to its shell only,
 * and a shell like dash ends by it without handing it on, so that kubewalk would run on with nobody there.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, checkMs)
  timer.unref()
}

module.exports = { endWithNpm }
