import { createContext, use } from 'react'
import { usableSize, type Size } from '../layout.ts'

/** The terminal's size; given at the top, anew after every resize. */
export const SizeContext = createContext<Size>(usableSize(undefined, undefined))

export function useSize(): Size {
  return use(SizeContext)
}
