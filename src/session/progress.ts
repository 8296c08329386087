import { existsSync, readFileSync } from 'node:fs'
import { isWalked, type Lab } from '../lab/lab.ts'
import { kubewalkPaths } from '../paths.ts'
import { journalFile, sessionFolder } from './folder.ts'
import { parseJournal } from './journal.ts'
import { isSettled } from './settled.ts'
import { resume } from './resume.ts'

export interface LabProgress {
  /** Steps done, already so, or shown. */
  readonly done: number
  /** Those of them that were shown. */
  readonly shown: number
  /** Title of the step where one was. */
  readonly at?: string
}

/** How far the learner is in a lab on the sandbox, from its journal; undefined when it was never begun. */
export function progressOf(lab: Lab): Promise<LabProgress | undefined> {
  const file = journalFile(sessionFolder(kubewalkPaths().data, lab, 'sandbox'))
  if (!existsSync(file)) return Promise.resolve(undefined)
  const { state } = resume(lab, 'sandbox', parseJournal(readFileSync(file, 'utf8')).events)
  const walked = state.steps.filter(view => isWalked(view.step))
  const at = state.steps[state.current]?.step.title
  return Promise.resolve({
    done: walked.filter(isSettled).length,
    shown: walked.filter(view => view.progress === 'shown').length,
    ...(at === undefined ? {} : { at })
  })
}
