import { fileLines } from '../report/plain-file.ts'
import type { SessionFace } from '../session/state.ts'
import { chooseEditor, editCommand } from '../shell/editor.ts'
import { fileScreenTexts, texts } from '../texts/texts.ts'

/** The file of the present step in lines; or why there is none to tell. */
export async function stepFileLines(session: SessionFace, compare: boolean): Promise<readonly string[]> {
  const file = await session.stepFile(compare)
  if (file === undefined) return [noFile(session)]
  return [...fileLines(file), ...(compare && file.difference === undefined ? [fileScreenTexts.cannotCompare] : [])]
}

/** The line that opens the step's file in the editor of the learner's choice; or why there is none. */
export async function editingLine(session: SessionFace): Promise<{ readonly text: string } | { readonly why: string }> {
  const file = await session.stepFile(false)
  const context = session.shellContext()
  if (file === undefined || context === undefined) return { why: noFile(session) }
  const editor = chooseEditor({ ...process.env, ...context.environment })
  return editor === undefined ? { why: texts.noEditor } : { text: editCommand(editor, file.name, file.mistake?.line) }
}

function noFile(session: SessionFace): string {
  return session.shellContext() === undefined ? texts.stillStarting : texts.noFile
}
