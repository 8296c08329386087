import { expect, test } from 'vitest'
import { masked } from '../../parity/lines.ts'

test('the data of a secret is compared whatever order kubectl tells it in', () => {
  const told = (...sizes: string[]) => `Type:  Opaque\n\nData\n====\n${sizes.join('\n')}\n`
  const recorded = 'Type: Opaque\n\nData\n====\npassword: 6 bytes\nuser: 5 bytes'
  expect(masked(told('password:  6 bytes', 'user:      5 bytes'))).toBe(recorded)
  expect(masked(told('user:      5 bytes', 'password:  6 bytes'))).toBe(recorded)
  expect(masked(told('user:      6 bytes', 'password:  6 bytes'))).not.toBe(recorded)
})
