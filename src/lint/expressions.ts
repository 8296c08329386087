import { commentsOf, readAnnotation } from '../lab/annotation.ts'
import { parseMarkdown } from '../markdown/markdown.ts'
import { lintTexts } from '../texts/texts.ts'
import type { Finding } from './finding.ts'
import type { LintedFile } from './linted-file.ts'

/** Keys whose value is an expression; those of questions only with `get`. */
const keys = /^(\s*(?:-\s+)?)["']?(expect|result|answer|choices)["']?\s*:(?:\s+(.*))?$/

/**
 * Expressions that stand in plain YAML and that YAML reads otherwise than CEL: some are cut without a word, others make the
 * whole annotation unreadable with a sentence about YAML.
 */
export function twistedExpressions({ body, shown }: Pick<LintedFile, 'body' | 'shown'>): Finding[] {
  return commentsOf(parseMarkdown(body)).flatMap(comment => {
    const annotation = readAnnotation(comment, shown, false)
    if (!annotation.ok || annotation.value === undefined) return []
    const { word, body: yaml, line } = annotation.value
    if (word !== 'check' && word !== 'question') return []
    return twistedIn(yaml).map(({ at, message }): Finding => ({
      file: shown,
      line: line + at,
      rule: 'expression',
      message
    }))
  })
}

/** Lines of an annotation, counted from 0, where YAML twists an expression. */
export function twistedIn(yaml: string): { readonly at: number; readonly message: string }[] {
  const lines = yaml.split('\n')
  const computed = lines.some(line => /^\s*(?:-\s+)?["']?get["']?\s*:/.test(line))
  return lines.flatMap((line, at) => {
    const [, indent = '', key = '', first = ''] = keys.exec(line) ?? []
    if (first === '' || /^[|>]/.test(first)) return []
    const isExpression = key === 'expect' || key === 'result' || computed
    const value = [first, ...continued(lines.slice(at + 1), indent.length)].join('\n')
    const why = twistOf(value, isExpression, key === 'choices')
    return why === undefined ? [] : [{ at, message: lintTexts.twisted(key, why) }]
  })
}

/** The lines that go on with a plain value: indented deeper than its key. */
function continued(lines: readonly string[], indent: number): string[] {
  const end = lines.findIndex(line => line.trim() === '' || (/^\s*/.exec(line)?.[0].length ?? 0) <= indent)
  return lines.slice(0, end < 0 ? undefined : end)
}

function twistOf(value: string, isExpression: boolean, mayBeList: boolean): string | undefined {
  const quote = /^["']/.exec(value)?.[0]
  if (quote !== undefined) {
    const [, rest = ''] = /^(?:"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*')([^]*)$/.exec(value) ?? []
    return rest.trim() === '' || /^\s+#/.test(rest) ? undefined : lintTexts.endsAtQuote(quote)
  }
  if (/^[[{]/.test(value)) return isExpression && !mayBeList ? lintTexts.isCollection(value.charAt(0)) : undefined
  if (/\s#/.test(value)) return lintTexts.cut
  if (!isExpression) return undefined
  if (/^[!&*%@`]/.test(value)) return lintTexts.begins(value.charAt(0))
  return /:(\s|$)/.test(value) ? lintTexts.isMapping : undefined
}
