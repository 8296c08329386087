import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { helpOf, pathOf } from '../../../src/cli/help.ts'
import { program } from '../../../src/cli/program.ts'
import { commandHelp as english } from '../../../src/texts/english/command-help.ts'
import { commandHelp as spanish } from '../../../src/texts/spanish/command-help.ts'
import { foundIn, sentencesOf } from '../texts/messages.ts'

const commands = all(program().root)

function all(command: Command): Command[] {
  return [command, ...command.commands.flatMap(all)]
}

/** Flags and arguments as they stand in the table, such as `--nodes <number>`. */
const terms = commands.flatMap(({ options, registeredArguments }) => [
  ...options.map(({ flags }) => flags),
  ...registeredArguments.map(each => `<${each.name()}>`)
])

describe('the help of the commands', () => {
  it('has a description for every command and option, and none for what there is not', () => {
    const options = commands.flatMap(each => each.options.map(({ long }) => long))
    expect(Object.keys(english.commands).sort()).toEqual(commands.map(pathOf).sort())
    expect(Object.keys(english.options).sort()).toEqual([...new Set([...options, '--help'])].sort())
  })

  it('describes arguments that there are, and names all of them and the values of options', () => {
    const described = commands.flatMap(each => each.registeredArguments.map(one => `${pathOf(each)} ${one.name()}`))
    expect(described).toEqual(expect.arrayContaining(Object.keys(english.arguments)))
    const values = terms.flatMap(term => /<([^>]+)>/.exec(term)?.[1] ?? [])
    expect(Object.keys(english.placeholders).sort()).toEqual([...new Set([...values, 'options', 'command'])].sort())
  })

  it.each(commands.map(each => [pathOf(each), each] as const))('%s is told in English words', (path, command) => {
    const help = helpOf(command, english)
    expect(help).toMatch(/^Usage: kubewalk.*\n/)
    expect(foundIn(help, [english.commands[path as keyof typeof english.commands].replace(/\s+/g, ' ')])).toHaveLength(
      1
    )
  })

  it.each(commands.map(each => [pathOf(each), each] as const))(
    '%s says nothing English in Spanish',
    (path, command) => {
      const help = helpOf(command, spanish)
      expect(foundIn(help, sentencesOf(english))).toEqual([])
      expect(help).not.toMatch(
        /Usage:|Options:|Arguments:|Commands:|default:|choices:|[<[](options|command|name|file|number)/
      )
      expect(help).toMatch(/^Uso: kubewalk.*\n/)
      expect(foundIn(help, [spanish.commands[path as keyof typeof spanish.commands]])).toHaveLength(1)
    }
  )

  it('is as wide as the stream that it goes to', () => {
    for (const to of ['stdout', 'stderr'] as const)
      for (const row of helpOf(program().root, spanish, to).split('\n').slice(0, -14))
        expect(row.length, row).toBeLessThanOrEqual(Math.max(80, process[to].columns || 80))
  })
})
