import { createHash } from 'node:crypto'
import { formatImageReference, parseImageReference, type ImageReference } from './image-reference.ts'
import { images, missingTags, owners, registries, usualTags, type ImageEntry } from './images.ts'

/** What comes of asking for an image. */
export type PullOutcome =
  | { readonly kind: 'found'; readonly image: PulledImage }
  | { readonly kind: 'missing'; /** The container runtime's error. */ readonly error: string }
  | { readonly kind: 'invalid'; readonly error: string }

export interface PulledImage {
  /** Normalised, for example `docker.io/library/nginx:latest`. */
  readonly reference: string
  /** Repository and digest, as `imageID` of a container's status. */
  readonly id: string
  readonly size: number
  readonly entry: ImageEntry
}

/** All images that the nodes of a sandbox can pull. */
export interface Catalogue {
  /** Looks an image up; errors are worded as containerd words them. */
  resolve(image: string): PullOutcome
  /** The images of a lab, which come before the sandbox's own. */
  readonly added: readonly ImageEntry[]
  /** Replaces the images of a lab. */
  add(entries: readonly ImageEntry[]): void
}

const usualSize = 25_000_000

export function createCatalogue(own: readonly ImageEntry[] = []): Catalogue {
  let added = own
  let entries = byName([...added, ...images])

  function resolve(image: string): PullOutcome {
    const parsed = parseImageReference(image)
    if (!parsed.ok) {
      const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${parsed.failure.message}`
      return { kind: 'invalid', error: message }
    }
    const reference = parsed.value
    const name = `${reference.registry}/${reference.repository}`
    const known = entries.get(name)
    const error = whyMissing(reference, known)
    if (error !== undefined) return { kind: 'missing', error: pullError(reference, error) }
    const digest =
      reference.digest ?? `sha256:${createHash('sha256').update(formatImageReference(reference)).digest('hex')}`
    const entry = known?.find(each => hasTag(each, reference)) ?? known?.[0] ?? { name }
    const size = entry.size ?? usualSize
    return {
      kind: 'found',
      image: { reference: formatImageReference(reference), id: `${name}@${digest}`, size, entry }
    }
  }

  return {
    resolve,
    get added() {
      return added
    },
    add(wanted) {
      added = wanted
      entries = byName([...added, ...images])
    }
  }
}

/** A lab may tell of an image anew: what it says holds instead of the sandbox's own entry. */
function byName(list: readonly ImageEntry[]): ReadonlyMap<string, readonly ImageEntry[]> {
  const entries = new Map<string, readonly ImageEntry[]>()
  for (const entry of list) {
    const before = entries.get(entry.name) ?? []
    entries.set(entry.name, images.includes(entry) && before.length > 0 ? before : [...before, entry])
  }
  return entries
}

function hasTag(entry: ImageEntry, { digest, tag }: ImageReference): boolean {
  return digest !== undefined || tag === undefined || (entry.tags ?? usualTags).test(tag)
}

interface RegistryError {
  readonly code: 'NotFound' | 'Unknown'
  readonly message: string
}

function whyMissing(reference: ImageReference, known: readonly ImageEntry[] | undefined): RegistryError | undefined {
  const { registry, repository, tag, digest } = reference
  if (known === undefined && !registries.some(each => each.test(registry))) {
    const url = `https://${registry}/v2/${repository}/manifests/${digest ?? tag ?? 'latest'}`
    const lookup = `dial tcp: lookup ${registry.replace(/:\d+$/, '')}: no such host`
    return { code: 'Unknown', message: `failed to do request: Head "${url}": ${lookup}` }
  }
  const owner = `${registry}/${repository.slice(0, repository.lastIndexOf('/'))}`
  if (known === undefined && owners.includes(owner)) {
    const message =
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'
    return { code: 'Unknown', message }
  }
  if (digest !== undefined || tag === undefined) return undefined
  const present = known === undefined ? !missingTags.test(tag) : known.some(entry => hasTag(entry, reference))
  return present ? undefined : { code: 'NotFound', message: `${registry}/${repository}:${tag}: not found` }
}

function pullError(reference: ImageReference, { code, message }: RegistryError): string {
  const name = formatImageReference(reference)
  return `rpc error: code = ${code} desc = failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${message}`
}
