/** Files by their path below a mount, without a leading slash; a folder is `null`. Contents are byte strings. */
export type Tree = Map<string, string | null>

export interface Mount {
  /** Absolute, without a slash at its end (empty for the root). */
  readonly path: string
  readonly readOnly: boolean
  /** Asked at each access: config maps and secrets change while they are mounted. */
  readonly tree: () => Tree
}

export type FileProblem = 'No such file or directory' | 'Is a directory' | 'Not a directory' | 'Read-only file system'

export interface Files {
  /** The content of a file, or why there is none. */
  read(path: string): { readonly text: string } | { readonly problem: FileProblem }
  isDirectory(path: string): boolean
  exists(path: string): boolean
  /** The names in a folder, sorted; undefined when it is none. */
  list(path: string): readonly string[] | undefined
  write(path: string, text: string, append: boolean): FileProblem | undefined
  makeDirectory(path: string): FileProblem | undefined
  /** Removes a file, or a folder with all that is in it. */
  remove(path: string): FileProblem | undefined
}

/** The file system of a container: its root and what is mounted over it. */
export function containerFiles(mounts: readonly Mount[]): Files {
  const deepestFirst = [...mounts].sort((a, b) => b.path.length - a.path.length)

  function find(path: string): { mount: Mount; tree: Tree; inner: string } | undefined {
    const mount = deepestFirst.find(each => each.path === '' || path === each.path || path.startsWith(`${each.path}/`))
    return mount && { mount, tree: mount.tree(), inner: path.slice(mount.path.length + 1) }
  }

  function isDirectory(path: string): boolean {
    if (path === '/' || mounts.some(mount => isWithin(mount.path, path) && mount.path !== path)) return true
    const found = find(path)
    if (found === undefined) return false
    const { mount, tree, inner } = found
    if (inner === '') return !tree.has('') || mount.path === ''
    return tree.get(inner) === null || [...tree.keys()].some(key => key.startsWith(`${inner}/`))
  }

  function read(path: string): { text: string } | { problem: FileProblem } {
    if (isDirectory(path)) return { problem: 'Is a directory' }
    const found = find(path)
    const text = found?.tree.get(found.inner)
    return typeof text === 'string' ? { text } : { problem: 'No such file or directory' }
  }

  function list(path: string): string[] | undefined {
    if (!isDirectory(path)) return undefined
    const names = new Set<string>()
    const found = find(path)
    const prefix = found === undefined || found.inner === '' ? '' : `${found.inner}/`
    for (const key of found?.tree.keys() ?? [])
      if (key.startsWith(prefix) && key !== prefix) names.add(key.slice(prefix.length).split('/')[0] ?? '')
    const here = path === '/' ? '' : path
    for (const mount of mounts)
      if (isWithin(mount.path, here) && mount.path !== here)
        names.add(mount.path.slice(here.length + 1).split('/')[0] ?? '')
    return [...names].filter(name => name !== '').sort()
  }

  function change(path: string, act: (tree: Tree, inner: string) => void): FileProblem | undefined {
    const found = find(path)
    if (found === undefined) return 'No such file or directory'
    if (found.mount.readOnly) return 'Read-only file system'
    act(found.tree, found.inner)
    return undefined
  }

  return {
    read,
    isDirectory,
    list,
    exists: path => isDirectory(path) || 'text' in read(path),
    write(path, text, append) {
      if (isDirectory(path)) return 'Is a directory'
      if (!isDirectory(parentOf(path))) return 'No such file or directory'
      return change(path, (tree, inner) => tree.set(inner, append ? (tree.get(inner) ?? '') + text : text))
    },
    makeDirectory: path =>
      isDirectory(parentOf(path)) ? change(path, (tree, inner) => tree.set(inner, null)) : 'No such file or directory',
    remove(path) {
      return change(path, (tree, inner) => {
        const parent = parentOf(`/${inner}`).slice(1)
        for (const key of [...tree.keys()]) if (key === inner || key.startsWith(`${inner}/`)) tree.delete(key)
        // A folder that only its files told of stays when the last of them goes.
        if (parent !== '' && !tree.has(parent)) tree.set(parent, null)
      })
    }
  }
}

function isWithin(path: string, folder: string): boolean {
  return folder === '' || folder === '/' ? path !== '' : path === folder || path.startsWith(`${folder}/`)
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

/** An absolute path without `.`, `..` and slashes that are not needed. */
export function resolvePath(cwd: string, path: string): string {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}
