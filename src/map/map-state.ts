/** Where something stands: its sign, its word and its colour follow from this. */
export type MapState = 'ready' | 'coming' | 'failing' | 'stopping' | 'empty'

const severity: readonly MapState[] = ['failing', 'coming', 'stopping', 'ready', 'empty']

/** The worst first; those of one state keep their order. */
export function bySeverity<T extends { readonly state: MapState }>(things: readonly T[]): T[] {
  return [...things].sort((a, b) => severity.indexOf(a.state) - severity.indexOf(b.state))
}
