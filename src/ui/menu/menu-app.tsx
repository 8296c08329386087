import { useCallback, useSyncExternalStore, type ReactNode } from 'react'
import { Page } from '../components/page.tsx'
import { useKeys } from '../hooks/use-keys.ts'
import { useSize } from '../hooks/use-size.ts'
import { keyNames, keyTexts, menuTexts } from '../../texts/texts.ts'
import type { MenuController } from './controller.ts'
import { machineRow, menuRows, type LabEntry, type MachineLine } from './menu.ts'

interface Props {
  readonly controller: MenuController
  readonly labs: readonly LabEntry[]
  readonly machine: MachineLine | undefined
}

/** The labs to choose from, and a row on this machine. */
export function MenuApp({ controller, labs, machine }: Props): ReactNode {
  const size = useSize()
  const { marked } = useSyncExternalStore(controller.subscribe, controller.menu)
  useKeys(useCallback(key => controller.press(key), [controller]))
  const rows = menuRows(labs, marked, size.columns)
  const each = labs.length === 0 ? 1 : rows.length / labs.length
  const foot = machine === undefined ? [] : [[], machineRow(machine)]
  // What is marked stays in sight, a few rows from the edge.
  const top = Math.max(0, (marked + 2) * each - Math.max(1, size.rows - 6))
  return (
    <Page
      size={size}
      header={[
        { text: ` ${menuTexts.title}  `, bold: true },
        { text: menuTexts.choose, dim: true }
      ]}
      body={[[], ...rows, ...foot]}
      top={top}
      keys={[
        { key: 'Enter', does: keyTexts.enterOpen, keep: true },
        { key: keyNames.upDown, does: menuTexts.move },
        { key: 'q', does: keyTexts.quit, keep: true }
      ]}
    />
  )
}
