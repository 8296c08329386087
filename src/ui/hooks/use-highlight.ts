import { loadedLate } from './loaded-late.ts'

/** Colours for code blocks, once the grammars are loaded; that takes the event loop for a moment. */
export const useHighlight = loadedLate(async () => (await import('../../markdown/highlight.ts')).highlight, 50)
