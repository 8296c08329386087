import { expect, it } from 'vitest'
import { startsCommand } from '../../../src/lab/lexicon.ts'

it.each([
  ['kubewalk sandbox node add node3', true],
  ['kubectl get nodes', true],
  ['node3 joined.', false]
])('tells whether "%s" is a command, wherever it stands', (line, isCommand) => {
  expect(startsCommand(line, 'strong')).toBe(isCommand)
})
