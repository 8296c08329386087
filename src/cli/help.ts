import type { Argument, Command, Help, Option } from 'commander'
import type { CommandHelp } from '../texts/command-help.ts'

/**
 * The help of a command. The table of commands has names and flags alone; the words are those of a catalogue, and a
 * description of the table's own stands where the catalogue has none.
 *
 * @param to the stream that it goes to, whose width counts.
 * @returns the whole text, with a newline at its end.
 */
export function helpOf(command: Command, words: CommandHelp, to: 'stdout' | 'stderr' = 'stdout'): string {
  const path = pathOf(command)
  // Commander's own, for terms that are made of names and flags.
  const bare = command.configureHelp({}).createHelp()
  const describe = (argument: Argument): string =>
    find(words.arguments, `${path} ${argument.name()}`) ?? argument.description
  command.configureHelp({
    styleTitle: title => titleIn(title, words),
    commandUsage: each => usageOf(each, bare, words),
    commandDescription: each => descriptionOf(each, words),
    visibleArguments: ({ registeredArguments }) => registeredArguments.filter(each => describe(each) !== ''),
    argumentTerm: argument => withPlaceholders(`<${argument.name()}>`, words).slice(1, -1),
    argumentDescription: describe,
    optionTerm: option => withPlaceholders(option.flags, words),
    optionDescription: option => optionDescription(option, words),
    subcommandTerm: each => withPlaceholders(bare.subcommandTerm(each), words),
    subcommandDescription: each => descriptionOf(each, words)
  })
  return command.helpInformation({ error: to === 'stderr' }) + (find(words.after, path) ?? '')
}

/** The names that lead to a command from below the program, which is `kubewalk` itself. */
export function pathOf(command: Command): string {
  const { parent } = command
  if (parent === null) return command.name()
  return parent.parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`
}

/** `<name>` and `[options]` with their words in a language. */
export function withPlaceholders(text: string, { placeholders }: CommandHelp): string {
  return text.replace(
    /([<[])([^\s<>[\].]+)(?=(?:\.\.\.)?[>\]])/g,
    (_, open: string, name: string) => open + (find(placeholders, name) ?? name)
  )
}

function descriptionOf(command: Command, words: CommandHelp): string {
  return find(words.commands, pathOf(command)) ?? command.description()
}

function usageOf(command: Command, bare: Help, words: CommandHelp): string {
  const own = find(words.usages, pathOf(command))
  const usual = bare.commandUsage(command)
  return own === undefined
    ? withPlaceholders(usual, words)
    : usual.slice(0, usual.length - command.usage().length) + own
}

function optionDescription(option: Option, { words, options }: CommandHelp): string {
  const facts = [
    ...(option.argChoices ? [words.choices(option.argChoices.map(each => JSON.stringify(each)).join(', '))] : []),
    ...(option.defaultValue === undefined ? [] : [words.default(JSON.stringify(option.defaultValue))])
  ]
  const description = find(options, option.long ?? '') ?? option.description
  return facts.length === 0 ? description : `${description} (${facts.join(', ')})`
}

/** Commander names its titles in English. */
function titleIn(title: string, { words }: CommandHelp): string {
  const titles = {
    'Usage:': words.usage,
    'Arguments:': words.arguments,
    'Options:': words.options,
    'Commands:': words.commands
  }
  return find(titles, title) ?? title
}

function find(texts: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined
}
