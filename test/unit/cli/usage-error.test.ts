import { CommanderError } from 'commander'
import { expect, it } from 'vitest'
import { program } from '../../../src/cli/program.ts'
import { usageError } from '../../../src/cli/usage-error.ts'
import { commandHelp as english } from '../../../src/texts/english/command-help.ts'
import { commandHelp as spanish } from '../../../src/texts/spanish/command-help.ts'
import { foundIn, sentencesOf } from '../texts/messages.ts'

/** What commander says of a command line that cannot be understood. */
async function errorOf(line: string): Promise<CommanderError> {
  try {
    await program().root.parseAsync(line.split(' '), { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error
    throw error
  }
  throw new Error(`"${line}" is understood.`)
}

it.each([
  ['--foo', "no hay ninguna opción '--foo'"],
  ['list --jso', "no hay ninguna opción '--jso'\n(¿Querías decir --json?)"],
  ['sandbox nod', "no hay ningún comando 'nod'\n(¿Querías decir node?)"],
  ['sandbox sta', "no hay ningún comando 'sta'\n(Quizá querías decir: start, stop.)"],
  ['test', "falta el argumento 'laboratorio'"],
  ['run --context', "a la opción '--context <nombre>' le falta su valor"],
  ['one two', 'demasiados argumentos: se esperaban 1 y hay 2: one, two.'],
  ['list x', "demasiados argumentos para 'list': se esperaban 0 y hay 1: x."],
  ['test --report x y', "la opción '--report <forma>' no admite 'x'. Los valores posibles son pretty, json, junit."]
])('says of "%s" in English what commander says, and the same in Spanish', async (line, expected) => {
  const error = await errorOf(line)
  expect(`error: ${usageError(error, english)}`).toBe(error.message)
  expect(usageError(error, spanish)).toBe(expected)
})

it.each([
  ['sandbox run --nodes x -- true', 'whole number'],
  ['sandbox clock --speed x', 'number'],
  ['run --chapter 0 x', 'chapter']
] as const)('tells why the value in "%s" is none', async (line, reason) => {
  const error = await errorOf(line)
  for (const words of [english, spanish]) expect(usageError(error, words)).toContain(words.mistakes.reasons[reason])
  expect(foundIn(usageError(error, spanish), sentencesOf(english))).toEqual([])
})
