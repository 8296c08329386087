import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  ProtobufError,
  UnknownMessageError,
  decodeProtobuf,
  isProtobuf
} from '../../../../src/sandbox/schema/protobuf.ts'

interface Recorded {
  readonly kubectl: string
  readonly command: string
  readonly path: string
  /** Base64 of the request body. */
  readonly body: string
  /** What the same command prints with --dry-run=client -o json. */
  readonly json?: Record<string, unknown>
}

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../fixtures/protobuf/bodies.json'), 'utf8')
) as Recorded[]

/** Go's zero times are null in JSON; an object without them says the same. */
function withoutNulls(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) => (each === null ? undefined : each))
}

function body(command: string): Uint8Array {
  const found = recorded.find(each => each.command.startsWith(`kubectl ${command}`))
  return Buffer.from(found?.body ?? '', 'base64')
}

describe('decodes what kubectl sends into what it prints', () => {
  for (const { kubectl, command, body, json } of recorded.filter(each => each.json !== undefined)) {
    test(`${kubectl} ${command}`, () => {
      expect(withoutNulls(decodeProtobuf(Buffer.from(body, 'base64')))).toEqual(withoutNulls(json))
    })
  }
})

test('covers every kind that kubectl sends as protobuf', () => {
  expect(recorded.filter(each => each.json !== undefined).length).toBeGreaterThan(20)
})

test('keeps zeros behind pointers and drops the others', () => {
  expect(decodeProtobuf(body('create deployment none'))).toMatchObject({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'none', labels: { app: 'none' } },
    spec: { replicas: 0 }
  })
  expect(decodeProtobuf(body('create deployment none')).spec).not.toHaveProperty('minReadySeconds')
})

test('decodes requests that are no stored objects', () => {
  expect(decodeProtobuf(body('create token'))).toMatchObject({
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: 600 }
  })
  expect(decodeProtobuf(body('auth can-i list pods'))).toMatchObject({
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { verb: 'list', resource: 'pods' } }
  })
  expect(decodeProtobuf(body('auth whoami'))).toMatchObject({ kind: 'SelfSubjectReview' })
})

describe('refuses', () => {
  const namespace = body('create namespace')
  test('bytes that are no protobuf of Kubernetes', () => {
    expect(isProtobuf(Buffer.from('{}'))).toBe(false)
    expect(() => decodeProtobuf(Buffer.from('{}'))).toThrow(ProtobufError)
  })
  test('a message that is cut anywhere, without running on or hanging', () => {
    for (let length = 4; length < namespace.length; length++) {
      const cut = namespace.subarray(0, length)
      try {
        decodeProtobuf(cut)
      } catch (error) {
        expect(error).toBeInstanceOf(ProtobufError)
      }
    }
  })
  test('a kind that the API has not', () => {
    const text = Buffer.from(namespace).toString('latin1').replace('Namespace', 'Namespice')
    expect(() => decodeProtobuf(Buffer.from(text, 'latin1'))).toThrow(/no kind "Namespice" is registered/)
  })
})

test('a kind whose numbers nobody published is refused, and not taken for an empty object', () => {
  const text = (number: number, value: string | Uint8Array): Buffer => {
    const bytes = Buffer.from(value)
    return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes])
  }
  const meta = Buffer.concat([text(1, 'admissionregistration.k8s.io/v1'), text(2, 'ValidatingWebhookConfiguration')])
  const envelope = Buffer.concat([Buffer.from('k8s\0'), text(1, meta), text(2, Buffer.alloc(0))])
  expect(() => decodeProtobuf(envelope)).toThrow(UnknownMessageError)
})
