import type { ReactNode } from 'react'
import { useTheme } from '../hooks/use-theme.ts'
import { Rows } from './rows.tsx'

interface Props {
  readonly columns: number
  /** Where a vertical line meets this one, and from which side. */
  readonly joint?: { readonly at: number; readonly side: 'above' | 'below' } | undefined
}

/** A line across the screen. */
export function Rule({ columns, joint }: Props): ReactNode {
  const { glyphs } = useTheme()
  const text =
    joint === undefined
      ? glyphs.horizontal.repeat(columns)
      : glyphs.horizontal.repeat(joint.at) +
        (joint.side === 'below' ? glyphs.teeDown : glyphs.teeUp) +
        glyphs.horizontal.repeat(Math.max(0, columns - joint.at - 1))
  return <Rows rows={[[{ text, dim: true }]]} columns={columns} height={1} />
}
