import { createInterface } from 'node:readline/promises'
import type { Outcome } from '../failure.ts'
import { success } from '../failure.ts'
import { labsFolder } from '../package-root.ts'
import { progressOf } from '../session/progress.ts'
import { plain } from '../shell/sanitise.ts'
import type { LabEntry } from '../ui/menu/menu.ts'
import { findLabs, renderList, type ListedLab } from './list.ts'
import { isTerminal, run, type RunOptions } from './run.ts'
import { listTexts, menuTexts, promptTexts, promptWords } from '../texts/texts.ts'

/** `kubewalk`: the labs to choose from, with progress; without a terminal the list of them. The chosen one is walked. */
export async function menu(options: RunOptions): Promise<Outcome<number>> {
  const labs = await findLabs({ labsFolder, progressOf })
  if (!isTerminal()) {
    process.stdout.write(`${renderList(labs)}${listTexts.walkOne}\n`)
    return success(0)
  }
  const entries = labs.map(entryOf)
  const chosen =
    options.face === 'screen' ? await (await import('../ui/start.ts')).showMenu(entries) : await askForLab(entries)
  return chosen === undefined ? success(0) : run(chosen, options)
}

/** The labs as numbered lines, and a prompt for one of the numbers; undefined when the learner leaves. */
async function askForLab(labs: readonly LabEntry[]): Promise<string | undefined> {
  const lines = labs.map((lab, index) => {
    const progress = menuTexts.progress(lab.done, lab.of, lab.where === undefined ? undefined : plain(lab.where))
    return `${index + 1}. ${plain(lab.title)}: ${progress}\n`
  })
  process.stdout.write(labs.length === 0 ? `${menuTexts.none}\n` : `${menuTexts.choose}\n${lines.join('')}`)
  if (labs.length === 0) return undefined
  // The terminal's own line editing: nothing here moves the cursor.
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: false })
  const ended = new AbortController()
  terminal.on('close', () => ended.abort())
  try {
    for (;;) {
      const question = terminal.question(promptTexts.askNumber(labs.length), { signal: ended.signal })
      const answer = (await question).trim().toLowerCase()
      if (promptWords.quit.includes(answer)) return undefined
      const lab = /^\d+$/.test(answer) ? labs[Number(answer) - 1] : undefined
      if (lab !== undefined) return lab.name
    }
  } catch {
    // The end of the input.
    return undefined
  } finally {
    terminal.close()
  }
}

function entryOf(lab: ListedLab): LabEntry {
  if ('problem' in lab) return { name: lab.lab, title: `${lab.lab}: ${lab.problem}`, done: 0, of: 0 }
  return {
    name: lab.file,
    title: lab.title,
    done: lab.progress?.done ?? 0,
    of: lab.steps,
    where: lab.progress?.at
  }
}
