import { loadedLate } from './loaded-late.ts'

/** The Markdown parser, for hints; loaded when the first one is shown. */
export const useMarkdown = loadedLate(async () => (await import('../../markdown/markdown.ts')).parseMarkdown)
