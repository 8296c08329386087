// What custom resources need is read only when there is a definition: most sandboxes never have one.

type Rules = typeof import('./rules.ts')

let loaded: Rules | undefined

/** Reads what custom resources need; to be awaited before a definition is written, and before a store with some opens. */
export async function loadCustomResources(): Promise<void> {
  loaded ??= await import('./rules.ts')
}

/** What {@link loadCustomResources} has read; it is a bug to ask before. */
export function customResourceRules(): Rules {
  if (!loaded) throw new Error('Custom resources are asked for before they were loaded.')
  return loaded
}
