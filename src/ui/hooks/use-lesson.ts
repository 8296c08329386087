import { useMemo } from 'react'
import type { Line } from '../../markdown/styled.ts'
import type { SessionState } from '../../session/state.ts'
import { lessonLines } from '../walk/lesson.ts'
import { useHighlight } from './use-highlight.ts'
import { useMarkdown } from './use-markdown.ts'
import { useTheme } from './use-theme.ts'

/** The rows of the present step's lesson; made anew only when the step, the hints or the width change. */
export function useLesson(state: SessionState, width: number): readonly Line[] {
  const theme = useTheme()
  const view = state.steps[state.current]
  const highlight = useHighlight(theme.colours)
  const hintsShown = view?.hintsShown ?? 0
  const parse = useMarkdown(hintsShown > 0)
  const step = view?.step
  const introduction = state.current === 0 ? state.lab.introduction : undefined
  const obstacles = state.current === 0 ? state.obstacles : undefined
  return useMemo(
    () =>
      step === undefined
        ? []
        : lessonLines({ introduction, obstacles, step, hintsShown, parse, width, theme, highlight }),
    [step, introduction, obstacles, hintsShown, parse, width, theme, highlight]
  )
}
