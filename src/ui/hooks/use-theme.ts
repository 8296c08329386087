import { createContext, use } from 'react'
import { themeFor, type Theme } from '../theme.ts'

/** How things look here; given once at the top. */
export const ThemeContext = createContext<Theme>(themeFor({}))

export function useTheme(): Theme {
  return use(ThemeContext)
}
