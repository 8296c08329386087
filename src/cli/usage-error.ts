import type { CommanderError } from 'commander'
import type { CommandHelp } from '../texts/command-help.ts'
import { withPlaceholders } from './help.ts'

/** Why a value of an option is none, as the parsers of the table of commands name it; the words are in the catalogues. */
export type InvalidReason = keyof CommandHelp['mistakes']['reasons']

/**
 * What is wrong with a command line, for people. Commander has its own English sentence for each mistake; the values are
 * taken out of it, and told in the words of a catalogue.
 *
 * @returns the sentence, and below it what may have been meant.
 */
export function usageError({ code, message }: CommanderError, words: CommandHelp): string {
  const { mistakes } = words
  const text = message.replace(/^error: /, '')
  const found = Object.hasOwn(patterns, code) ? patterns[code as keyof typeof patterns].exec(text)?.groups : undefined
  if (found === undefined) return text
  const { name = '', value = '', why = '', near = '', expected = '', given = '' } = found
  const term = withPlaceholders(name, words)
  switch (code as keyof typeof patterns) {
    case 'commander.unknownOption':
      return mistakes.unknownOption(name) + nearest(near, words)
    case 'commander.unknownCommand':
      return mistakes.unknownCommand(name) + nearest(near, words)
    case 'commander.missingArgument':
      return mistakes.missingArgument(withPlaceholders(`<${name}>`, words).slice(1, -1))
    case 'commander.optionMissingArgument':
      return mistakes.missingValue(term)
    case 'commander.excessArguments':
      return name === ''
        ? mistakes.tooMany(Number(expected), Number(given), value)
        : mistakes.tooManyFor(name, Number(expected), Number(given), value)
    case 'commander.invalidArgument':
      return mistakes.invalid(term, value, reasonIn(why, words))
  }
}

/** Commander's sentences (15.1, lib/command.js), by the codes of its errors. */
const patterns = {
  'commander.unknownOption': /^unknown option '(?<name>.*)'(?:\n\(Did you mean (?<near>.*)\?\))?$/s,
  'commander.unknownCommand': /^unknown command '(?<name>.*)'(?:\n\(Did you mean (?<near>.*)\?\))?$/s,
  'commander.missingArgument': /^missing required argument '(?<name>.*)'$/s,
  'commander.optionMissingArgument': /^option '(?<name>.*)' argument missing$/s,
  'commander.excessArguments':
    /^too many arguments(?: for '(?<name>[^']*)')?\. Expected (?<expected>\d+) arguments? but got (?<given>\d+): (?<value>.*)\.$/s,
  'commander.invalidArgument': /^option '(?<name>[^']*)' argument '(?<value>.*)' is invalid\. (?<why>.*)$/s
} as const

function nearest(names: string, { mistakes }: CommandHelp): string {
  if (names === '') return ''
  const several = names.replace(/^one of /, '')
  return `\n${several === names ? mistakes.near(names) : mistakes.nearOneOf(several)}`
}

function reasonIn(why: string, { mistakes }: CommandHelp): string {
  if (Object.hasOwn(mistakes.reasons, why)) return mistakes.reasons[why as InvalidReason]
  const choices = /^Allowed choices are (.*)\.$/s.exec(why)?.[1]
  return choices === undefined ? why : mistakes.choices(choices)
}
