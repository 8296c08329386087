/** Why the API refused a request, as the `reason` of its Status: `NotFound`, `Conflict`, `AlreadyExists`, … */
export function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined
  const { status } = error
  if (typeof status !== 'object' || status === null || !('reason' in status)) return undefined
  return typeof status.reason === 'string' ? status.reason : undefined
}

/** Runs `request`; `undefined` when the API answers with one of the reasons, which the caller has reckoned with. */
export function unless<T>(reasons: readonly string[], request: () => T): T | undefined {
  try {
    return request()
  } catch (error) {
    if (reasons.includes(reasonOf(error) ?? '')) return undefined
    throw error
  }
}
