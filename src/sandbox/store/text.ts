const texts = new WeakMap<object, string>()

/**
 * The JSON text of a frozen object. Lists, watches and the log all send the same objects, so that each version of an
 * object is written out once.
 */
export function textOf(object: object): string {
  const known = texts.get(object)
  if (known !== undefined) return known
  const text = JSON.stringify(object)
  texts.set(object, text)
  return text
}

/** Freezes a value and all that it holds, and gives it back. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const part of Object.values(value)) deepFreeze(part)
  return value
}
