import { parentPort } from 'node:worker_threads'
import { evaluateHere } from './cel/evaluate.ts'
import type { Answer, Question } from './cel/worker-evaluator.ts'

// The entry of the worker thread that evaluates CEL: one question at a time, each answered once.
parentPort?.on('message', ({ id, expression, subject, variables }: Question) => {
  const answer: Answer = { id, evaluation: evaluateHere(expression, subject, variables) }
  parentPort?.postMessage(answer)
})
parentPort?.postMessage('ready')
