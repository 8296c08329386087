import { isForeignLanguage, startsCommand } from './lexicon.ts'
import { commandLength } from './logical-lines.ts'
import { promptOf } from './prompt.ts'

/** A command as it stands in a code block, before its role is known. */
export interface TranscriptCommand {
  readonly text: string
  /** Line in the file, counted from 1. */
  readonly line: number
  readonly printedOutput: string
  /** It was typed at the prompt of a shell within a container. */
  readonly inside: boolean
  /** The body of `cat > FILE`, ended by ^C or ^D in the block. */
  readonly body?: string
}

/**
 * The commands of a code block and the output that is printed below each.
 *
 * The language is never trusted alone: outputs are typed `bash`, commands typed `text`, manifests typed `bash`. With a
 * prompt anywhere, prompted lines are commands and the rest is output, except for kubectl, helm and the like before the
 * first prompt or after an empty line; without, the first word of a line decides.
 *
 * @param line the file's line of the first line of `text`.
 */
export function readTranscript(text: string, language: string, line: number): TranscriptCommand[] {
  const lines = text.split('\n')
  if (isManifest(lines)) return []
  const prompted = lines.some(each => (promptOf(each)?.text ?? '') !== '')
  const strength = isForeignLanguage(language) ? 'strong' : 'any'
  const found: { text: string; line: number; inside: boolean; output: string[]; body?: string }[] = []
  let seenPrompt = false
  let tabular = false
  for (let index = 0; index < lines.length; index++) {
    const source = lines[index] ?? ''
    const prompt = promptOf(source)
    const blankBefore = index === 0 || (lines[index - 1] ?? '').trim() === ''
    if (blankBefore) tabular = false
    const starts =
      prompt !== undefined
        ? prompt.text !== '' && !prompt.text.startsWith('#')
        : prompted
          ? ((!seenPrompt || blankBefore) && startsCommand(source, 'strong')) || isInsideExit(source, found.at(-1))
          : startsCommand(source, strength) && !(tabular && isColumns(source))
    if (prompt) seenPrompt = true
    if (!starts) {
      if (isTableHeader(source)) tabular = true
      if (!prompt) found.at(-1)?.output.push(source)
      continue
    }
    tabular = false
    const first = prompt ? prompt.text : source.trim()
    const rest = lines.slice(index + 1).map(next => next.replace(/^\s*>\s(?=\S)/, prompt ? '' : '$&'))
    const file = writtenFile(first, rest)
    const length = file ? 1 : commandLength([first, ...rest])
    const command = [first, ...rest.slice(0, length - 1)].join('\n').trimEnd()
    found.push({ text: command, line: line + index, inside: prompt?.inside ?? false, output: [], ...file })
    index += file ? file.body.split('\n').length + 1 : length - 1
  }
  return found.map(({ output, ...command }) => ({ ...command, printedOutput: output.join('\n').trim() }))
}

/** `exit` typed without a prompt at the end of what was typed inside a container. */
function isInsideExit(source: string, last: { inside: boolean } | undefined): boolean {
  return last?.inside === true && source.trim() === 'exit'
}

/** `cat > FILE`, its body on the lines below, and the key that ended it. */
function writtenFile(first: string, rest: readonly string[]): { body: string } | undefined {
  if (!/^cat\s*>>?\s*\S+$/.test(first)) return undefined
  const end = rest.findIndex(each => /^\s*\^[CD]\s*$/.test(each))
  return end < 0 ? undefined : { body: rest.slice(0, end).join('\n') }
}

/** A manifest, perhaps under a line that names its file. */
function isManifest(lines: readonly string[]): boolean {
  const filled = lines.filter(each => each.trim() !== '' && !each.trim().startsWith('#'))
  const first = /^[\w./-]+\.(ya?ml|json)$/.test(filled[0]?.trim() ?? '') ? filled[1] : filled[0]
  return /^(apiVersion:|kind:|metadata:|spec:|---)/.test(first ?? '')
}

function isTableHeader(line: string): boolean {
  return /^\s*[A-Z][A-Z()/_-]+(\s{2,}|\t)[A-Z]/.test(line)
}

function isColumns(line: string): boolean {
  return /\S(\s{2,}|\t)\S.*(\s{2,}|\t)\S/.test(line.trim())
}
