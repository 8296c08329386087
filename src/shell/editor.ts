import path from 'node:path'
import { quote } from './bash.ts'
import { findProgram } from './programs.ts'

/** Variables that name the editor of one's choice: kubectl's order, then what other programs ask. */
export const editorVariables = ['KUBE_EDITOR', 'EDITOR', 'VISUAL'] as const

/** Looked for where no variable names one; the one that says how to leave it comes first. */
const usualEditors = ['nano', 'vi', 'vim']

/**
 * The editor of the learner's choice: KUBE_EDITOR, EDITOR or VISUAL, else nano or vi as far as they are on PATH.
 *
 * @returns a program with its arguments, as bash reads it; undefined when there is none
 */
export function chooseEditor(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const named = editorVariables.map(name => environment[name]?.trim() ?? '').find(value => value !== '')
  return named ?? usualEditors.find(name => findProgram(name, environment.PATH) !== undefined)
}

/** Editors that take `+LINE` before the file. */
const plusLine = /^(nano|pico|vi|vim|nvim|gvim|view|emacs|emacsclient|micro|joe|jed|ne|mcedit|kak|gedit|kate|nvi|vis)$/
/** Editors that take `FILE:LINE`. */
const colonLine = /^(hx|helix|subl)$/
/** Editors that take `--goto FILE:LINE`, and go on in a window of their own unless they are told to wait. */
const windows = /^(code|codium|code-insiders|cursor|windsurf)$/

/**
 * The command line that opens a file in an editor.
 *
 * @param editor what `chooseEditor` gave
 * @param line where the cursor is to stand, counted from 1, where the editor is known to take that
 */
export function editCommand(editor: string, file: string, line?: number): string {
  const name = path.basename(editor.split(/\s/)[0] ?? '')
  const argument = word(file.startsWith('-') ? `./${file}` : file)
  if (windows.test(name)) {
    const waiting = /\s(-w|--wait)\b/.test(editor) ? editor : `${editor} --wait`
    return line === undefined ? `${waiting} ${argument}` : `${waiting} --goto ${argument}:${line}`
  }
  if (line === undefined) return `${editor} ${argument}`
  if (plusLine.test(name)) return `${editor} +${line} ${argument}`
  return colonLine.test(name) ? `${editor} ${argument}:${line}` : `${editor} ${argument}`
}

/** A name as a word of bash: quoted only where it must be, because the learner reads it. */
function word(name: string): string {
  return /^[\w@%+=:,./-]+$/.test(name) ? name : quote(name)
}
