import { existsSync } from 'node:fs'
import path from 'node:path'

/** The folder that holds package.json, labs/ and dist/: the same from sources and from the bundle, however deep. */
export const packageRoot = findPackageRoot(import.meta.dirname)

/** The labs that ship with the app; their content needs no consent. */
export const labsFolder = path.join(packageRoot, 'labs')

/** The lab that `kubewalk new` begins with. */
export const starterFolder = path.join(packageRoot, 'starter')

/** A PATH on which `kubewalk` is this program, for commands that are run on a sandbox. */
export function withOwnProgram(searchPath: string | undefined): string {
  const own = path.join(packageRoot, 'bin')
  const others = (searchPath ?? '').split(path.delimiter).filter(folder => folder !== own)
  return [own, ...others].join(path.delimiter)
}

function findPackageRoot(from: string): string {
  let folder = from
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder)
    if (parent === folder) return from
    folder = parent
  }
  return folder
}
