import path from 'node:path'
import { success, type Outcome } from '../failure.ts'
import { findLab, listLabs } from '../lab/find.ts'
import { isWalked, type Lab } from '../lab/lab.ts'
import { readLab } from '../lab/read.ts'
import type { LabProgress } from '../session/progress.ts'
import { plain } from '../shell/sanitise.ts'
import { listTexts } from '../texts/texts.ts'

export interface ListArguments {
  readonly json: boolean
  /** The folder whose subfolders are the labs: each with a README.md. */
  readonly labsFolder: string
  readonly progressOf: ProgressOf
}

/** How far the learner is in a lab; undefined when it was never begun. */
export type ProgressOf = (lab: Lab) => Promise<LabProgress | undefined>

/** A lab of the list; `problem` instead of a title when its file cannot be read as one. */
export type ListedLab =
  | {
      readonly lab: string
      readonly file: string
      readonly title: string
      readonly steps: number
      readonly progress?: LabProgress
    }
  | { readonly lab: string; readonly file: string; readonly problem: string }

/**
 * `kubewalk list`: the labs that ship with the app, with their steps and progress. Runs nothing.
 *
 * @returns the exit code: 0, or 2 when a lab cannot be read
 */
export async function list({ json, ...source }: ListArguments): Promise<Outcome<number>> {
  const labs = await findLabs(source)
  process.stdout.write(json ? `${JSON.stringify({ labs }, undefined, 2)}\n` : renderList(labs))
  return success(labs.some(lab => 'problem' in lab) ? 2 : 0)
}

/** Reads the labs of a folder, in their own order, then by name. A lab that cannot be read stands in the list with the reason. */
export async function findLabs(source: Omit<ListArguments, 'json'>): Promise<readonly ListedLab[]> {
  const names = await listLabs(source.labsFolder)
  const labs = await Promise.all(names.map(name => listedLab(name, source)))
  return labs.sort((a, b) => (a.order === b.order ? 0 : a.order - b.order)).map(({ listed }) => listed)
}

async function listedLab(
  name: string,
  { labsFolder, progressOf }: Omit<ListArguments, 'json'>
): Promise<{ readonly listed: ListedLab; readonly order: number }> {
  const folder = path.join(labsFolder, name)
  const file = await findLab(folder, labsFolder)
  if (!file.ok) return { listed: { lab: name, file: folder, problem: file.failure.message }, order: Infinity }
  const lab = await readLab(file.value)
  if (!lab.ok) return { listed: { lab: name, file: file.value, problem: lab.failure.message }, order: Infinity }
  const { title, steps, order = Infinity } = lab.value
  const progress = await progressOf(lab.value)
  const listed = {
    lab: name,
    file: file.value,
    title,
    steps: steps.filter(isWalked).length,
    ...(progress ? { progress } : {})
  }
  return { listed, order }
}

/** The list for people: a line a lab, names aligned. */
export function renderList(labs: readonly ListedLab[]): string {
  if (labs.length === 0) return `${listTexts.none}\n`
  const width = Math.max(...labs.map(({ lab }) => plain(lab).length))
  return labs.map(lab => `${plain(lab.lab).padEnd(width)}  ${describe(lab)}\n`).join('')
}

function describe(lab: ListedLab): string {
  if ('problem' in lab) return listTexts.unreadable(plain(lab.problem))
  const { title, steps, progress } = lab
  return listTexts.lab(plain(title), steps, describeProgress(steps, progress))
}

function describeProgress(steps: number, progress: LabProgress | undefined): string {
  if (!progress) return listTexts.notBegun
  const shown = progress.shown > 0 ? listTexts.shown(progress.shown) : ''
  if (progress.done >= steps) return listTexts.allDone(shown)
  return progress.at === undefined
    ? listTexts.done(progress.done, shown)
    : listTexts.doneAt(progress.done, shown, plain(progress.at))
}
