import { useCursor } from 'ink'
import { useLayoutEffect, type ReactNode } from 'react'
import { useLesson } from '../hooks/use-lesson.ts'
import { useMap } from '../hooks/use-map.ts'
import { useTheme } from '../hooks/use-theme.ts'
import type { Size } from '../layout.ts'
import type { Picture } from '../walk/controller.ts'
import { lessonWidth, walkFrame } from '../walk/frame.ts'
import type { Extent } from '../walk/respond.ts'
import { Rows } from './rows.tsx'

interface Props {
  readonly picture: Picture
  readonly size: Size
  readonly onMeasured: (extent: Extent) => void
}

/** The walk on the screen. */
export function WalkScreen({ picture, size, onMeasured }: Props): ReactNode {
  const theme = useTheme()
  const { setCursorPosition } = useCursor()
  const lesson = useLesson(picture.state, lessonWidth(picture, size))
  const map = useMap(picture.state)
  const { rows, cursor, extent } = walkFrame({ picture, size, theme, lesson, map })
  setCursorPosition(cursor)
  useLayoutEffect(() => onMeasured(extent))
  return <Rows rows={rows} columns={size.columns} height={size.rows} />
}
