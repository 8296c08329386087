import { describe, expect, it } from 'vitest'
import { parseImageReference } from '../../../../src/sandbox/nodes/image-reference.ts'
import { createCatalogue } from '../../../../src/sandbox/nodes/registry.ts'

const digest = `sha256:${'a'.repeat(64)}`

describe('image references', () => {
  it.each([
    ['nginx', 'docker.io', 'library/nginx', 'latest'],
    ['prom/node-exporter:v1.8.2', 'docker.io', 'prom/node-exporter', 'v1.8.2'],
    ['docker.io/httpd', 'docker.io', 'library/httpd', 'latest'],
    ['localhost:5000/a/b:c', 'localhost:5000', 'a/b', 'c'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io', 'pause', '3.10'],
    [`quay.io/a/b@${digest}`, 'quay.io', 'a/b', undefined]
  ])('%s', (image, registry, repository, tag) => {
    expect(parseImageReference(image)).toMatchObject({ ok: true, value: { registry, repository, tag } })
  })

  it.each(['Nginx', 'nginx:', 'nginx:1:2', 'a//b', '', 'ngi nx', 'Prom/node-exporter'])('refuses %j', image => {
    expect(parseImageReference(image).ok).toBe(false)
  })
})

describe('the catalogue of images', () => {
  it.each([
    'prom/node-exporter',
    'prom/node-exporter:v1.8.2',
    'nginx:1.7.9',
    'nginx:1.25',
    'nginx:alpine',
    'redis:7.2',
    'redis:5.0.5-alpine',
    'busybox:1.29',
    'perl:5.26',
    'httpd:2.4.38-alpine',
    'ubuntu',
    'k8s.gcr.io/nginx-slim:0.8',
    'k8s.gcr.io/e2e-test-images/agnhost:2.21',
    'somebody/something:v3'
  ])('has %s', image => expect(createCatalogue().resolve(image).kind).toBe('found'))

  it.each([
    ['prom/node-exportr', 'pull access denied, repository does not exist'],
    ['prom/node-exporter:v9.9.9', 'docker.io/prom/node-exporter:v9.9.9: not found'],
    ['foo:non-existent', 'pull access denied'],
    ['nginx:1.99.0', ': not found'],
    ['gcr.io/google_samples/gb-redisslave:nonexistent', ': not found'],
    ['invalid.com/invalid/alpine:3.1', 'lookup invalid.com: no such host']
  ])('has no %s', (image, error) => {
    const found = createCatalogue().resolve(image)
    expect(found.kind).toBe('missing')
    expect(found).toHaveProperty('error', expect.stringContaining(error))
  })

  it('gives the same image the same digest', () => {
    const id = (image: string): unknown => {
      const found = createCatalogue().resolve(image)
      return found.kind === 'found' && found.image.id
    }
    expect(id('nginx')).toBe(id('docker.io/library/nginx:latest'))
    expect(id('nginx')).not.toBe(id('nginx:1.25'))
    expect(id('nginx')).toMatch(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/)
  })
})
