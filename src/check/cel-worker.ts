import { parentPort, workerData } from 'node:worker_threads'
import { evaluateHere } from './cel/evaluate.ts'
import type { Answer, Question } from './cel/worker-evaluator.ts'
import { speakLanguage, type Language } from '../texts/language.ts'

// The entry of the worker thread that evaluates CEL: one question at a time, each answered once, in the language that its
// parent speaks.
await speakLanguage(workerData as Language)
parentPort?.on('message', ({ id, expression, subject, variables }: Question) => {
  const answer: Answer = { id, evaluation: evaluateHere(expression, subject, variables) }
  parentPort?.postMessage(answer)
})
parentPort?.postMessage('ready')
