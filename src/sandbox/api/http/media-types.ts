/** One media type of an Accept or Content-Type header with its parameters. */
export interface MediaType {
  readonly type: string
  readonly parameters: Readonly<Record<string, string>>
}

/** Reads an Accept header, in the order given: clients of Kubernetes list what they want most first. */
export function parseAccept(header: string | undefined): MediaType[] {
  return (header ?? '*/*').split(',').map(parseMediaType)
}

/** Reads `application/json;as=Table;v=v1;g=meta.k8s.io`. */
export function parseMediaType(text: string): MediaType {
  const [type = '', ...rest] = text.split(';').map(part => part.trim())
  const parameters: Record<string, string> = {}
  for (const part of rest) {
    const equals = part.indexOf('=')
    if (equals > 0) parameters[part.slice(0, equals)] = part.slice(equals + 1)
  }
  return { type: type.toLowerCase(), parameters }
}

/** The shape that objects are wanted in. */
export type Representation =
  | { readonly as: 'object' }
  | { readonly as: 'Table'; readonly version: string }
  | { readonly as: 'PartialObjectMetadata'; readonly version: string }

/**
 * The first shape of an Accept header that the server has. What is only wanted in protobuf is answered in JSON, which
 * every client reads by the Content-Type of the answer.
 */
export function representationOf(accept: readonly MediaType[]): Representation {
  for (const { type, parameters } of accept) {
    if (type !== 'application/json' && type !== '*/*' && type !== 'application/*') continue
    const { as, v = 'v1', g } = parameters
    if (as === undefined) return { as: 'object' }
    if (g !== 'meta.k8s.io' || (v !== 'v1' && v !== 'v1beta1')) continue
    if (as === 'Table') return { as, version: v }
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList')
      return { as: 'PartialObjectMetadata', version: v }
  }
  return { as: 'object' }
}

/** Whether objects are wanted in another shape alone: as rows of a table, or as their metadata. */
export function wantsOnlyAnotherShape(accept: readonly MediaType[]): boolean {
  return accept.every(({ parameters }) => parameters.as !== undefined)
}
