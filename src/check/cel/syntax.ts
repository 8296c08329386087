import { celTexts } from '../../texts/texts.ts'
import { environmentFor, objectVariables, resultVariables, type Subject } from './environment.ts'

/** Where and why an expression cannot be used. Line and column are counted from 1, in the expression. */
export interface Mistake {
  readonly message: string
  readonly line: number
  readonly column: number
}

const mostCharacters = 4000

const environments = {
  object: environmentFor('object'),
  result: environmentFor('result'),
  question: environmentFor('question')
}

/**
 * What is wrong with a CEL expression, as far as can be known without evaluating it: syntax, unknown names, types that
 * do not fit, a result that is no boolean. Undefined when nothing is.
 */
export function mistakeIn(expression: string, subject: Subject): Mistake | undefined {
  if (expression.length > mostCharacters) return { message: celTexts.tooLong(mostCharacters), line: 1, column: 1 }
  const checked = environments[subject].check(expression)
  if (!checked.valid) {
    const known = subject === 'result' ? resultVariables : objectVariables
    const unknown = checked.error?.code === 'unknown_variable' ? celTexts.namesHere(known.join(', ')) : ''
    const summary = checked.error?.summary ?? celTexts.unparsable
    return { message: `${lowerFirst(summary)}${unknown}`, ...placeOf(expression, checked.error?.range?.start ?? 0) }
  }
  if (subject === 'question') return undefined
  if (checked.type !== 'bool' && checked.type !== 'dyn')
    return { message: celTexts.notBoolean(String(checked.type)), line: 1, column: 1 }
  return undefined
}

/** Line and column, from 1, of an offset. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
