import { describedTexts as texts } from '../texts/texts.ts'
import type { Check } from './lab.ts'

/** The sentence that a check asserts, where its author wrote none. */
export function describeCheck(check: Check): string {
  switch (check.kind) {
    case 'ready':
      return texts.ready(check.target)
    case 'exists':
      return texts.exists(check.target)
    case 'gone':
      return texts.gone(check.target)
    case 'replaced':
      return texts.replaced(check.target, check.keeping)
    case 'onNodes':
      return texts.onNodes(
        check.target,
        'selector' in check.nodes ? texts.nodesWith(check.nodes.selector) : check.nodes.join(', ')
      )
    case 'get':
      return `${check.target}: ${oneLine(check.expect)}`
    case 'file':
      return texts.file(check.file, oneLine(check.expect))
    case 'result':
      return check.names === undefined ? texts.endedWell : texts.names(check.names)
    case 'run':
      return texts.gives(oneLine(check.run))
  }
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 100 ? `${line.slice(0, 99)}…` : line
}
