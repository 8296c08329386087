/** A piece of text with its emphasis; what a terminal can show of Markdown's inline syntax. */
export interface Inline {
  readonly text: string
  readonly bold?: true
  readonly italic?: true
  readonly code?: true
  readonly strike?: true
  /** Where a link leads. */
  readonly href?: string
}

/** A block of a Markdown file. `line` is counted from 1, in the file. */
export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly inlines: readonly Inline[]; readonly line: number }
  | { readonly type: 'paragraph'; readonly inlines: readonly Inline[]; readonly line: number }
  | {
      readonly type: 'code'
      readonly language: string
      readonly text: string
      /** Line of the first line of `text`. */
      readonly line: number
    }
  | {
      readonly type: 'list'
      readonly ordered: boolean
      readonly start: number
      readonly items: readonly (readonly Block[])[]
      readonly line: number
    }
  | { readonly type: 'quote'; readonly blocks: readonly Block[]; readonly line: number }
  | {
      readonly type: 'table'
      readonly header: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
      readonly line: number
    }
  | { readonly type: 'rule'; readonly line: number }
  | {
      /** An HTML comment; never shown. */
      readonly type: 'comment'
      /** What stands between `<!--` and `-->`, with `--\>` read as `-->`. */
      readonly text: string
      readonly line: number
      /** Set when no `-->` follows: the comment has swallowed the rest of the file. */
      readonly unclosed?: true
    }
