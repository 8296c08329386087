import { useApp } from 'ink'
import { useCallback, useEffect, useSyncExternalStore, type ReactNode } from 'react'
import { useKeys } from '../hooks/use-keys.ts'
import { useSize } from '../hooks/use-size.ts'
import type { SuspendTerminal } from 'ink'
import type { WalkController } from '../walk/controller.ts'
import type { Extent } from '../walk/respond.ts'
import { FileScreen } from './file-screen.tsx'
import { HelpScreen } from './help-screen.tsx'
import { OutlineScreen } from './outline-screen.tsx'
import { SummaryScreen } from './summary-screen.tsx'
import { WalkScreen } from './walk-screen.tsx'

interface Props {
  readonly controller: WalkController
  /** Told once how the terminal is handed to another program. */
  readonly onReady: (suspend: SuspendTerminal) => void
}

/** A session in the terminal: chooses the screen, passes keys on. */
export function SessionApp({ controller, onReady }: Props): ReactNode {
  const { suspendTerminal } = useApp()
  const size = useSize()
  const picture = useSyncExternalStore(controller.subscribe, controller.picture)
  useKeys(useCallback(key => controller.press(key), [controller]))
  useEffect(() => onReady(suspendTerminal), [onReady, suspendTerminal])
  const measured = useCallback((extent: Extent) => controller.measured(extent), [controller])
  const pageMeasured = useCallback((rows: number, end: number) => controller.measuredPage(rows, end), [controller])
  const { state, view } = picture
  switch (view.screen) {
    case 'walk':
      return <WalkScreen picture={picture} size={size} onMeasured={measured} />
    case 'outline':
      return <OutlineScreen state={state} view={view} size={size} onMeasured={pageMeasured} />
    case 'file':
      return <FileScreen state={state} view={view} size={size} onMeasured={pageMeasured} />
    case 'help':
      return <HelpScreen top={view.pageTop} size={size} onMeasured={pageMeasured} />
    case 'summary':
      return <SummaryScreen state={state} top={view.pageTop} size={size} onMeasured={pageMeasured} />
  }
}
