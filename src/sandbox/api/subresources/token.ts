import { randomBytes, randomUUID } from 'node:crypto'
import { isRecord } from '../json.ts'
import type { Registry } from '../registry.ts'
import { noSuchPath } from '../status.ts'

const defaultSeconds = 3600

/**
 * Answers a TokenRequest for a service account: a token of the form that Kubernetes gives (a JWT), signed with nothing,
 * since the sandbox knows one bearer token only and accepts no other.
 */
export function issueToken(
  registry: Registry,
  namespace: string,
  name: string,
  request: Record<string, unknown>
): Record<string, unknown> {
  const info = registry.schema.resource('', 'v1', 'serviceaccounts')
  if (!info) throw noSuchPath()
  const { metadata } = registry.get(info, namespace, name)
  const spec = isRecord(request.spec) ? request.spec : {}
  const seconds = typeof spec.expirationSeconds === 'number' ? spec.expirationSeconds : defaultSeconds
  const audiences = Array.isArray(spec.audiences) && spec.audiences.length > 0 ? spec.audiences : [issuer]
  const issued = Math.floor(registry.clock.now() / 1000)
  const claims = {
    aud: audiences,
    exp: issued + seconds,
    iat: issued,
    iss: issuer,
    jti: randomUUID(),
    'kubernetes.io': { namespace, serviceaccount: { name, uid: metadata.uid } },
    nbf: issued,
    sub: `system:serviceaccount:${namespace}:${name}`
  }
  const token = [{ alg: 'RS256', kid: 'sandbox' }, claims].map(part =>
    Buffer.from(JSON.stringify(part)).toString('base64url')
  )
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, creationTimestamp: new Date(issued * 1000).toISOString().replace('.000Z', 'Z') },
    spec: { ...spec, audiences, expirationSeconds: seconds },
    status: {
      token: [...token, randomBytes(256).toString('base64url')].join('.'),
      expirationTimestamp: new Date((issued + seconds) * 1000).toISOString().replace('.000Z', 'Z')
    }
  }
}

const issuer = 'https://kubernetes.default.svc.cluster.local'
