import { useMemo } from 'react'
import type { Line } from '../../markdown/styled.ts'
import type { SessionState } from '../../session/state.ts'
import { lessonLines, taughtIn } from '../walk/lesson.ts'
import { useHighlight } from './use-highlight.ts'
import { useMarkdown } from './use-markdown.ts'
import { useTheme } from './use-theme.ts'

/** The rows of the present step's lesson; made anew only when the step, the hints or the width change. */
export function useLesson(state: SessionState, width: number): readonly Line[] {
  const theme = useTheme()
  const highlight = useHighlight(theme.colours)
  const { introduction, obstacles, step, hintsShown } = taughtIn(state)
  const parse = useMarkdown(hintsShown > 0)
  return useMemo(
    () => lessonLines({ introduction, obstacles, step, hintsShown, parse, width, theme, highlight }),
    [introduction, obstacles, step, hintsShown, parse, width, theme, highlight]
  )
}
