import { expect, test } from 'vitest'
import { parseRequirements } from '../../../src/sandbox/api/label-selector-parser.ts'

test('a label selector is read by its operators', () => {
  expect(parseRequirements(' a=b, c == d ,e!=f,g in (h, i ,),j notin(k),l,!m,n>5,in=x,o=,p in ()')).toEqual([
    { key: 'a', operator: 'in', values: ['b'] },
    { key: 'c', operator: 'in', values: ['d'] },
    { key: 'e', operator: 'notin', values: ['f'] },
    { key: 'g', operator: 'in', values: ['h', 'i', ''] },
    { key: 'j', operator: 'notin', values: ['k'] },
    { key: 'l', operator: 'exists', values: [] },
    { key: 'm', operator: 'absent', values: [] },
    { key: 'n', operator: 'gt', values: ['5'] },
    { key: 'in', operator: 'in', values: ['x'] },
    { key: 'o', operator: 'in', values: [''] },
    { key: 'p', operator: 'in', values: [''] }
  ])
  expect(parseRequirements('')).toEqual([])
})

test.each([
  ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
  ['a in b', "unable to parse requirement: found 'b' expected: '('"],
  ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ['=a', "found '=', expected: !, identifier, or 'end of string'"],
  ['a,', "found '', expected: identifier after ','"],
  ['a=b c', "found 'c', expected: ',' or 'end of string'"],
  ['a=(', "unable to parse requirement: found '(', expected: identifier"],
  [
    'a>b',
    "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer"
  ]
])('%s is refused in the words of Kubernetes', (text, message) => {
  expect(() => parseRequirements(text)).toThrow(message)
})

test('keys and values must be those of labels', () => {
  expect(() => parseRequirements('-a=b')).toThrow(
    /^unable to parse requirement: key: Invalid value: "-a": name part must/
  )
  expect(() => parseRequirements('a=-b')).toThrow(
    /^unable to parse requirement: values\[0\]\[a\]: Invalid value: "-b": a valid label/
  )
})
