/** What goes to and fro between who asks and a server in a pod. Bodies are byte strings (latin1). */
export interface PodRequest {
  readonly method: string
  /** The path with its query, as it stands on the request line. */
  readonly target: string
  /** By their names in lower case; `host` among them. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface PodAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An answer in plain text, or of another type. */
export function answerOf(status: number, body: string, type = 'text/plain; charset=utf-8'): PodAnswer {
  return { status, headers: { 'content-type': type }, body }
}

/** The path of a request without its query, decoded; an encoding that is none stays as it is. */
export function pathOf({ target }: Pick<PodRequest, 'target'>): string {
  const path = target.replace(/[?#].*$/s, '') || '/'
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

export function queryOf({ target }: Pick<PodRequest, 'target'>): URLSearchParams {
  const at = target.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : target.slice(at + 1))
}

/** `content-type` as servers write it: `Content-Type`. */
export function inTitleCase(name: string): string {
  return name.replace(/(^|-)[a-z]/g, letter => letter.toUpperCase())
}
