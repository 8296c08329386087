import type { ReactNode } from 'react'
import { SizeContext } from '../hooks/use-size.ts'
import { usableSize } from '../layout.ts'

/** An app with the terminal's size as it is now. */
export function sized(app: ReactNode): ReactNode {
  return <SizeContext value={usableSize(process.stdout.columns, process.stdout.rows)}>{app}</SizeContext>
}
