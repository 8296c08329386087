import type { Line } from '../../markdown/styled.ts'
import type { Theme } from '../theme.ts'

/**
 * A line across the screen.
 *
 * @param joint the column where a vertical line meets it, and on which side of the rule that line is
 */
export function ruleRow(
  columns: number,
  { glyphs }: Theme,
  joint?: { readonly at: number; readonly side: 'above' | 'below' }
): Line {
  if (joint === undefined) return [{ text: glyphs.horizontal.repeat(columns), dim: true }]
  const tee = joint.side === 'below' ? glyphs.teeDown : glyphs.teeUp
  const right = glyphs.horizontal.repeat(Math.max(0, columns - joint.at - 1))
  return [{ text: glyphs.horizontal.repeat(joint.at) + tee + right, dim: true }]
}
