import { setFlagsFromString } from 'node:v8'
import type { SuspendTerminal } from 'ink'
import { needsTerminal } from '../lab/role.ts'
import { kubewalkPaths } from '../paths.ts'
import { openLineHistory } from '../session/line-history.ts'
import type { SessionFace } from '../session/state.ts'
import { dangerOf } from '../shell/danger.ts'
import { chooseEditor, editCommand } from '../shell/editor.ts'
import { usableSize } from './layout.ts'
import { MenuController } from './menu/controller.ts'
import type { LabEntry, MachineLine } from './menu/menu.ts'
import { copySequence } from './terminal/clipboard.ts'
import { painted } from './terminal/paint.ts'
import { runProgram } from './terminal/program.ts'
import { onScreen } from './terminal/screen.ts'
import { themeFor, type Theme } from './theme.ts'
import type { Ending } from './walk/abilities.ts'
import { WalkController, type Picture } from './walk/controller.ts'
import { lessonWidth, walkFrame } from './walk/frame.ts'
import { lessonLines, taughtIn } from './walk/lesson.ts'

/**
 * Shows a session in the terminal until the learner leaves. The session goes on: closing it is the caller's.
 *
 * @param ended takes the screen away when it is aborted, because there is nothing to show any more
 * @returns `finished` when every step was done, `interrupted` after Ctrl-C twice or a signal (exit code 130)
 */
export async function showSession(session: SessionFace, ended?: AbortSignal): Promise<Ending> {
  // What streams by dies young, and much of it makes V8 keep up to 64 MB free for more: 100 MB of output added 43 MB of
  // memory, and add 8 MB where the young generation keeps its size.
  setFlagsFromString('--semi-space-growth-factor=1')
  let suspend: SuspendTerminal | undefined
  let controller: WalkController | undefined
  const theme = themeFor(process.env)
  const onReady = (given: SuspendTerminal): void => {
    suspend = given
  }
  try {
    return await onScreen<Ending>(leave => {
      ended?.addEventListener('abort', () => leave('quit'))
      if (ended?.aborted === true) leave('quit')
      controller = new WalkController(session, {
        now: () => performance.now(),
        runProgram: program => (suspend === undefined ? Promise.resolve({ failed: '' }) : runProgram(program, suspend)),
        dangerOf,
        needsTerminal,
        editCommand: (environment, file, line) => {
          const editor = chooseEditor({ ...process.env, ...environment })
          return editor === undefined ? undefined : editCommand(editor, file, line)
        },
        copy: text => {
          const { sequence, shortened } = copySequence(text)
          process.stdout.write(sequence)
          return shortened
        },
        complete: async (question, signal) => (await import('./prompt/complete.ts')).complete(question, signal),
        history: openLineHistory(kubewalkPaths().data),
        leave
      })
      const walk = controller
      return {
        first: firstPicture(walk.picture(), theme),
        load: async () => (await import('./apps.tsx')).sessionApp(walk, { theme, map: session.map, onReady })
      }
    }, 'interrupted')
  } finally {
    controller?.close()
  }
}

/**
 * Shows the labs to choose from.
 *
 * @param machine what is there to work with, or undefined while that is not known
 * @returns the name of the lab, or undefined when none was chosen
 */
export async function showMenu(labs: readonly LabEntry[], machine?: MachineLine): Promise<string | undefined> {
  return onScreen<string | undefined>(
    choose => ({
      load: async () => {
        const controller = new MenuController(labs, choose)
        return (await import('./apps.tsx')).menuApp(controller, { theme: themeFor(process.env), labs, machine })
      }
    }),
    undefined
  )
}

/** The walk as it is before anything is known of the cluster. */
function firstPicture(picture: Picture, theme: Theme): string {
  const size = usableSize(process.stdout.columns, process.stdout.rows)
  const width = lessonWidth(picture, size)
  const lesson = lessonLines({ ...taughtIn(picture.state), parse: undefined, width, theme, highlight: undefined })
  const map = { picture: undefined, now: 0 }
  return painted(walkFrame({ picture, size, theme, lesson, map }).rows, theme)
}
