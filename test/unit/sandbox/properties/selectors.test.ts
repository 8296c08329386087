import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesLabelSelector, parseLabelSelector } from '../../../../src/sandbox/api/selectors.ts'

const key = fc.constantFrom('app', 'tier', 'example.com/part', 'n-1')
const value: fc.Arbitrary<string> = fc.constantFrom('', 'web', 'db', '1', '2', 'a.b_c')
const labels = fc.dictionary(key, value)

/** A requirement: how it is written, and when it holds, said once more and without a parser. */
const requirement = fc.oneof(
  fc.tuple(key, fc.constantFrom('=', '=='), value).map(([k, sign, v]) => ({
    text: `${k}${sign}${v}`,
    holds: (given: Record<string, string>) => given[k] === v
  })),
  fc.tuple(key, value).map(([k, v]) => ({
    text: `${k} != ${v}`,
    holds: (given: Record<string, string>) => given[k] !== v
  })),
  fc.tuple(key, fc.array(value, { minLength: 1, maxLength: 3 }), fc.boolean()).map(([k, values, within]) => ({
    text: `${k} ${within ? 'in' : 'notin'} (${values.join(', ')})`,
    holds: (given: Record<string, string>) => {
      const has = given[k] !== undefined && values.includes(given[k])
      return within ? has : !has
    }
  })),
  fc.tuple(key, fc.boolean()).map(([k, present]) => ({
    text: present ? k : `!${k}`,
    holds: (given: Record<string, string>) => Object.hasOwn(given, k) === present
  }))
)

test('a label selector holds exactly when all of its requirements do', () => {
  fc.assert(
    fc.property(fc.array(requirement, { maxLength: 4 }), labels, (requirements, given) => {
      const selects = parseLabelSelector(requirements.map(({ text }) => text).join(','))
      expect(selects(given)).toBe(requirements.every(({ holds }) => holds(given)))
    }),
    { numRuns: 500 }
  )
})

test('a selector of the API and the same one in text select the same', () => {
  const matchLabels = fc.dictionary(key, value)
  fc.assert(
    fc.property(matchLabels, labels, (wanted, given) => {
      const text = Object.entries(wanted)
        .map(([k, v]) => `${k}=${v}`)
        .join(',')
      expect(matchesLabelSelector({ matchLabels: wanted }, given)).toBe(parseLabelSelector(text)(given))
    })
  )
})
