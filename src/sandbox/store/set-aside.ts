import { renameSync, statSync, writeFileSync } from 'node:fs'

/**
 * Gives what cannot be read another name beside its own, so that a start goes on without it and nothing is lost.
 *
 * @returns the new name.
 */
export function setAside(file: string): string {
  const name = unusedName(file)
  renameSync(file, name)
  return name
}

/** Keeps a part of a file in a file of its own (0600). */
export function keepPart(file: string, part: Uint8Array): string {
  const name = unusedName(file)
  writeFileSync(name, part, { mode: 0o600 })
  return name
}

function unusedName(file: string): string {
  for (let number = 1; ; number++) {
    const name = `${file}.damaged-${number}`
    if (!statSync(name, { throwIfNoEntry: false })) return name
  }
}
