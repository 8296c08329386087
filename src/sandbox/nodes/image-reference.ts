import { success, failure, type Outcome } from '../../failure.ts'

/** An image reference with everything spelt out, as container runtimes normalise it (github.com/distribution/reference). */
export interface ImageReference {
  /** For example `docker.io`. */
  readonly registry: string
  /** For example `library/nginx`. */
  readonly repository: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const host =
  '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?'
const pattern = new RegExp(
  `^(?:(${host})/)?(${component}(?:/${component})*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@([a-z0-9]+:[a-fA-F0-9]{32,}))?$`
)

/** @returns the reference, or the reason that a kubelet gives for `InvalidImageName`. */
export function parseImageReference(image: string): Outcome<ImageReference> {
  const [, first, rest = '', tag, digest] = pattern.exec(image) ?? []
  if (rest === '') {
    const repository = image.replace(/:[^/]*$/, '')
    const why =
      repository !== repository.toLowerCase() ? 'repository name must be lowercase' : 'invalid reference format'
    return failure('bad-input', why)
  }
  const isRegistry = first !== undefined && (/[.:]/.test(first) || first === 'localhost')
  // A first part with capitals can be nothing but a registry, and `localhost` aside a registry has a dot or a port.
  if (first !== undefined && !isRegistry && first !== first.toLowerCase()) {
    return failure('bad-input', 'repository name must be lowercase')
  }
  const registry = isRegistry ? normalRegistry(first) : 'docker.io'
  const path = first === undefined || isRegistry ? rest : `${first}/${rest}`
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path
  return success({ registry, repository, tag: tag ?? (digest === undefined ? 'latest' : undefined), digest })
}

function normalRegistry(registry: string): string {
  return registry === 'index.docker.io' ? 'docker.io' : registry
}

/** For example `docker.io/library/nginx:1.27`. */
export function formatImageReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`
}
