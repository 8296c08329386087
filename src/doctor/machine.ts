/** What was found on this machine; see probe.ts for how. */
export interface Machine {
  readonly platform: string
  readonly arch: string
  readonly node: string
  /** Versions as the tools say them; undefined when the tool is missing or does not run. */
  readonly npm?: string
  readonly git?: string
  readonly bash?: string
  readonly kubectl?: { readonly path: string; readonly version: string }
  readonly terminal?: {
    readonly columns: number
    readonly rows: number
    /** Bits of colour: 1, 4, 8 or 24. */
    readonly colourDepth: number
    readonly unicode: boolean
  }
  /** "not running", or what it says of itself. */
  readonly sandbox: string
  /** Names of the contexts in the user's kubeconfig. Only read: none of these clusters is asked anything. */
  readonly contexts: readonly string[]
}

/** One line of the doctor's answer. */
export interface Finding {
  readonly name: string
  /** `missing` is what keeps kubewalk from working; `note` is worth knowing. */
  readonly status: 'ok' | 'note' | 'missing'
  readonly detail: string
  /** What to do about it; empty when there is nothing to do. */
  readonly todo: string
}
