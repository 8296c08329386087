interface Addressed {
  readonly status?: { readonly addresses?: readonly { readonly type: string; readonly address: string }[] | undefined }
}

/** The first address of a type that a node has; undefined when it has none. */
export function addressOf({ status }: Addressed, type: 'InternalIP' | 'ExternalIP'): string | undefined {
  return status?.addresses?.find(each => each.type === type)?.address
}
