/** What a program that fetches pages was asked for. */
export interface FetchOptions {
  readonly urls: readonly string[]
  /** Letters, and long names of which none is known. */
  readonly flags: ReadonlySet<string>
  /** All values of an option in their order, by the name that it is kept by. */
  readonly values: ReadonlyMap<string, readonly string[]>
}

/** The options that a program knows. */
export interface FetchForms {
  /** Of options with a value: the name that each is kept by, by what is written, such as `-o` or `--output`. */
  readonly valued: ReadonlyMap<string, string>
  /** Letters of flags, by their long names. */
  readonly letters: Readonly<Record<string, string>>
  /** Whether a long name may be joined to its value by `=`. */
  readonly joinsLong: boolean
}

/** Reads the arguments of curl or wget; nothing is a mistake, as both have many more options than the sandbox knows. */
export function fetchOptions(args: readonly string[], { valued, letters, joinsLong }: FetchForms): FetchOptions {
  const urls: string[] = []
  const flags = new Set<string>()
  const values = new Map<string, string[]>()
  const rest = [...args]
  const add = (name: string, value = rest.shift() ?? ''): void => {
    values.set(name, [...(values.get(name) ?? []), value])
  }
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg.startsWith('--')) {
      const [, written = arg, value] = (joinsLong && /^(.*?)=(.*)$/s.exec(arg)) || []
      const name = valued.get(written)
      const long = written.slice(2)
      if (name === undefined) flags.add(letters[long] ?? long)
      else add(name, value)
    } else if (arg.startsWith('-') && arg !== '-') {
      for (let at = 1; at < arg.length; at += 1) {
        const letter = arg[at] ?? ''
        const name = valued.get(`-${letter}`)
        if (name === undefined) {
          flags.add(letter)
          continue
        }
        add(name, arg.slice(at + 1) || undefined)
        break
      }
    } else urls.push(arg)
  }
  return { urls, flags, values }
}
