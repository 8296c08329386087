import type { english } from './english/english.ts'

type Message = (...parameters: never[]) => string

/** Every text that people see: words, and messages as functions of what they tell. */
export type Catalogue = Widened<typeof english>

/** A catalogue with any wording in the place of the English one. */
export type Widened<T> = T extends string ? string : T extends Message ? T : { readonly [K in keyof T]: Widened<T[K]> }

/** A catalogue in another language. What it leaves out is said in English; a list stands or falls as a whole. */
export type Translation<T = Catalogue> = T extends string | Message | readonly unknown[]
  ? T
  : { readonly [K in keyof T]?: Translation<T[K]> }

/** Fills the gaps of a translation. */
export function completed<T>(translation: Translation<T>, original: T): T {
  return fill(translation, original) as T
}

function fill(translation: unknown, original: unknown): unknown {
  if (translation === undefined) return original
  if (!isGroup(translation) || !isGroup(original)) return translation
  return Object.fromEntries(Object.entries(original).map(([key, text]) => [key, fill(translation[key], text)]))
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
