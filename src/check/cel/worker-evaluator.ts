import { Worker } from 'node:worker_threads'
import { language } from '../../texts/language.ts'
import { celTexts } from '../../texts/texts.ts'
import type { Subject } from './environment.ts'
import type { Evaluation, Evaluator, Variables } from './evaluator.ts'
import { workerFile } from './worker-file.ts'

export interface Question {
  readonly id: number
  readonly expression: string
  readonly subject: Subject
  readonly variables: Variables
}

export interface Answer {
  readonly id: number
  readonly evaluation: Evaluation
}

/** Ordinary expressions take a few milliseconds; a hostile regular expression takes for ever. */
const deadlineMs = 250
/** A busy machine may hold a thread up: only an expression that also misses this deadline is at fault. */
const secondDeadlineMs = 2_000

const memory = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 24, stackSizeMb: 4 }

/** Makes an evaluator; its worker starts with the first expression, and never keeps the process alive. */
export function createEvaluator(): Evaluator {
  return new WorkerEvaluator()
}

class WorkerEvaluator implements Evaluator {
  private worker: Promise<Worker> | undefined
  private queue: Promise<unknown> = Promise.resolve()
  private asked = 0

  evaluate(expression: string, subject: Subject, variables: Variables): Promise<Evaluation> {
    const evaluation = this.queue.then(async () => {
      const first = await this.ask(expression, subject, variables, deadlineMs)
      const second = first ?? (await this.ask(expression, subject, variables, secondDeadlineMs))
      const slow = celTexts.tooSlow(secondDeadlineMs / 1000)
      return second ?? ({ kind: 'mistake', message: slow, line: 1, column: 1 } as const)
    })
    this.queue = evaluation.catch(() => undefined)
    return evaluation
  }

  async close(): Promise<void> {
    const { worker } = this
    this.worker = undefined
    await (await worker?.catch(() => undefined))?.terminate()
  }

  /** One question; undefined when its time is up, after which the worker is gone. */
  private async ask(
    expression: string,
    subject: Subject,
    variables: Variables,
    withinMs: number
  ): Promise<Evaluation | undefined> {
    this.worker ??= start()
    const worker = await this.worker
    const id = ++this.asked
    const question: Question = { id, expression, subject, variables }
    const { promise, resolve } = Promise.withResolvers<Evaluation | undefined>()
    const timer = setTimeout(() => resolve(undefined), withinMs)
    const onMessage = (answer: Answer): void => {
      if (answer.id === id) resolve(answer.evaluation)
    }
    const onError = (error: Error): void =>
      resolve({ kind: 'mistake', message: celTexts.tooMuchMemory(error.message), line: 1, column: 1 })
    const onExit = (): void => resolve(undefined)
    worker.ref()
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(question)
    let broken = true
    try {
      const evaluation = await promise
      broken = evaluation === undefined || worker.threadId === -1
      return evaluation
    } finally {
      clearTimeout(timer)
      worker.unref()
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      if (broken) await this.close()
    }
  }
}

function start(): Promise<Worker> {
  // Flags of the process, such as a test runner's loader, are not for this thread; nor is the learner's environment.
  const worker = new Worker(workerFile(), {
    resourceLimits: memory,
    execArgv: [],
    env: {},
    name: 'kubewalk-cel',
    // What it says of an expression is shown to the learner.
    workerData: language()
  })
  return new Promise((resolve, reject) => {
    worker.once('message', () => {
      worker.off('error', reject)
      worker.unref()
      resolve(worker)
    })
    worker.once('error', reject)
  })
}
