import { expect, test } from 'vitest'
import { canonicalQuantity } from '../../../../src/sandbox/schema/quantity.ts'

// What kubectl 1.33 prints after `kubectl set resources --local` with each.
const canonical: Record<string, string> = {
  '0': '0',
  '1': '1',
  '1000': '1k',
  '1023': '1023',
  '1024': '1024',
  '2000000': '2M',
  '0.0': '0',
  '0Gi': '0',
  '100m': '100m',
  '0.5': '500m',
  '1000m': '1',
  '1500m': '1500m',
  '.25': '250m',
  '1.': '1.',
  '1.5Gi': '1536Mi',
  '1024Mi': '1Gi',
  '1000Mi': '1000Mi',
  '1Ki': '1Ki',
  '512Ki': '512Ki',
  '0.5Gi': '512Mi',
  '0.5Ki': '512',
  '1000k': '1M',
  '1e3': '1e3',
  '1E3': '1E3',
  '1e4': '10e3',
  '123e-3': '123e-3',
  '12E': '12E',
  '1E': '1E',
  '5e-10': '1e-9',
  '0.0000000001': '1n',
  '1.1Mi': '1153433600m',
  '1n': '1n',
  '1000n': '1u',
  '100u': '100u',
  '+5': '+5',
  '-5': '-5',
  '-1.5Gi': '-1536Mi',
  '-0': '0',
  '9223372036854775807': '9223372036854775807',
  '1025Ki': '1025Ki',
  '3Mi': '3Mi',
  '64Gi': '64Gi',
  '0.1': '100m',
  '0.001Ki': '1024m',
  '1.3Ki': '1331200m',
  '250M': '250M',
  '9000000000G': '9E',
  '10e9': '10e9',
  '0010': '0010',
  '16Ei': '9223372036854775807',
  '1e0': '1e0',
  '1e-3': '1e-3'
}

for (const [text, expected] of Object.entries(canonical)) {
  test(`${text} is ${expected}`, () => {
    expect(canonicalQuantity(text)).toBe(expected)
  })
}

test('refuses what is no quantity', () => {
  for (const text of ['', 'lots', '1 Gi', '1GiB', '--1', '.', 'Mi', '1KI', '1e', 'NaN', '0x10']) {
    expect([text, canonicalQuantity(text)]).toEqual([text, undefined])
  }
})
