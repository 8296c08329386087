// @ts-check
'use strict'

// What is loaded from here on is kept compiled for the next start. It is switched on in the process that runs the program,
// by this file, not by NODE_COMPILE_CACHE: that would reach each Node that a lab starts.
const { enableCompileCache } = require('node:module')
const { compileCache } = require('./places.js')

enableCompileCache?.(compileCache)
