import { accessSync, constants, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Where a program is that a name stands for, as POSIX.1-2024 XBD 8.3 (PATH) says.
 *
 * @param name without a slash it is looked for in the folders of `searchPath`; with one it is a file's name.
 * @param searchPath the value of a PATH variable.
 * @returns its absolute path, or undefined when no executable file has that name.
 */
export function findProgram(name: string, searchPath: string | undefined): string | undefined {
  if (name.includes('/')) return isExecutable(name) ? path.resolve(name) : undefined
  for (const folder of (searchPath ?? '').split(path.delimiter)) {
    const candidate = path.resolve(folder === '' ? '.' : folder, name)
    if (isExecutable(candidate)) return candidate
  }
  return undefined
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
