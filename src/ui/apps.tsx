import type { SuspendTerminal } from 'ink'
import type { ReactNode } from 'react'
import type { ClusterMap } from '../map/cluster-map.ts'
import { SessionApp } from './components/session-app.tsx'
import { MapContext } from './hooks/use-map.ts'
import { ThemeContext } from './hooks/use-theme.ts'
import type { MenuController } from './menu/controller.ts'
import { MenuApp } from './menu/menu-app.tsx'
import type { LabEntry, MachineLine } from './menu/menu.ts'
import type { Theme } from './theme.ts'
import type { WalkController } from './walk/controller.ts'

/**
 * The walk as a React app.
 *
 * @param onReady told once how the terminal is handed to another program
 */
export function sessionApp(
  controller: WalkController,
  { theme, map, onReady }: { theme: Theme; map: ClusterMap; onReady: (suspend: SuspendTerminal) => void }
): ReactNode {
  return (
    <ThemeContext value={theme}>
      <MapContext value={map}>
        <SessionApp controller={controller} onReady={onReady} />
      </MapContext>
    </ThemeContext>
  )
}

/** The menu of the labs as a React app. */
export function menuApp(
  controller: MenuController,
  { theme, labs, machine }: { theme: Theme; labs: readonly LabEntry[]; machine: MachineLine | undefined }
): ReactNode {
  return (
    <ThemeContext value={theme}>
      <MenuApp controller={controller} labs={labs} machine={machine} />
    </ThemeContext>
  )
}
