import { plainText } from '../markdown/inline.ts'
import type { Block } from '../markdown/blocks.ts'
import type { Command, Role } from './lab.ts'
import { fold, opensShell, roleOf } from './role.ts'
import { startsCommand } from './lexicon.ts'
import { promptOf } from './prompt.ts'
import { readTranscript, type TranscriptCommand } from './transcript.ts'

/** Roles that put a command into the walk, so that another one may follow it as an alternative or a duplicate. */
const leading: ReadonlySet<Role> = new Set(['run', 'setup', 'background', 'file', 'watch', 'interactive'])

/**
 * The commands under one heading, in order, with their roles.
 *
 * @param ownFile tells whether a name is that of a file beside the tutorial, so that `web-2b4cd.yaml` is no copied name.
 */
export function commandsOf(blocks: readonly Block[], ownFile: (name: string) => boolean): Command[] {
  const reading = new Reading(ownFile)
  reading.read(blocks)
  return reading.commands
}

class Reading {
  readonly commands: Command[] = []
  private introduction = ''
  private nested = false
  private previous: { text: string; printedOutput: string } | undefined
  private readonly ownFile: (name: string) => boolean

  constructor(ownFile: (name: string) => boolean) {
    this.ownFile = ownFile
  }

  read(blocks: readonly Block[]): void {
    for (const block of blocks) {
      if (block.type === 'code') this.transcript(readTranscript(block.text, block.language, block.line))
      else if (block.type === 'list') block.items.forEach(item => this.read(item))
      else if (block.type === 'quote') this.read(block.blocks)
      else if (block.type === 'paragraph') {
        const command = commandParagraph(block)
        if (command === undefined) this.introduction = [this.introduction, plainText(block.inlines)].join('\n').trim()
        else this.transcript(readTranscript(command, '', block.line))
      }
    }
  }

  private transcript(found: readonly TranscriptCommand[]): void {
    this.nested = false
    const { introduction } = this
    const followsAnother = this.commands.some(command => leading.has(command.role))
    for (const each of found) {
      const command = this.ungarbled(each)
      const role = roleOf(command, {
        introduction,
        followsAnother,
        previous: this.previous,
        nested: this.nested,
        ownFile: this.ownFile
      })
      this.commands.push({
        text: command.text,
        line: command.line,
        role,
        ...(command.printedOutput !== '' && { printedOutput: command.printedOutput }),
        ...(command.body !== undefined && { body: command.body })
      })
      if (role === 'interactive' && opensShell(command.text)) this.nested = true
      else if (role === 'nested' && !each.inside && command.text === 'exit') this.nested = false
      if (role !== 'nested') this.previous = command
    }
    if (found.length > 0) this.introduction = ''
  }

  /** Takes off what slipped into a command when its output was pasted: a table's first header, a sentence's full stop. */
  private ungarbled(command: TranscriptCommand): TranscriptCommand {
    const withoutHeader = command.text.replace(/(NAME|READY|NAMESPACE)\s*$/, '')
    const previous = this.previous && fold(this.previous.text)
    if (withoutHeader !== command.text && previous === fold(withoutHeader))
      return {
        ...command,
        text: withoutHeader,
        printedOutput: `${command.text.slice(withoutHeader.length).trim()}   ${command.printedOutput}`
      }
    const withoutStop = /^kubectl .*\w\.$/.test(command.text) ? command.text.slice(0, -1) : command.text
    return { ...command, text: withoutStop }
  }
}

/** The text of a paragraph that is nothing but code spans, one of which begins with kubectl or the like. */
function commandParagraph(block: Extract<Block, { type: 'paragraph' }>): string | undefined {
  const spans = block.inlines.filter(inline => inline.code === true || inline.text.trim() !== '')
  if (spans.length === 0 || !spans.every(inline => inline.code)) return undefined
  const lines = spans.map(inline => inline.text.trim())
  const are = lines.every(line => startsCommand(promptOf(line)?.text ?? line, 'strong') && /\s/.test(line))
  return are ? lines.join('\n') : undefined
}
