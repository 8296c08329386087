/**
 * Bash source as simple commands, as far as a guard needs it: quotes taken off, here-documents left out, and what stands
 * in command substitutions listed as commands of its own. It follows the grammar of POSIX.1-2024, XCU 2.2 and 2.9; it
 * expands nothing, so `$K --context x` stays three words.
 */
export interface SimpleCommand {
  readonly words: readonly string[]
  /** What joins it to the command before: `|`, `&&`, `;`, or nothing for the first. */
  readonly joinedBy: string
}

/** Splits bash source into its simple commands, in the order of the text. Never throws: a missing quote ends at the end. */
export function simpleCommands(source: string): readonly SimpleCommand[] {
  return read(source, 0)
}

/** Substitutions within substitutions are read this deep; what lies deeper is no line of a tutorial. */
const deepestSubstitution = 20

function read(source: string, depth: number): readonly SimpleCommand[] {
  const reader = new Reader(source, depth)
  reader.readAll()
  return reader.commands
}

/** Operators, longest first. Newlines separate commands too. */
const operators = ['&&', '||', ';;', '|&', '|', ';', '&', '(', ')', '\n']

class Reader {
  readonly commands: SimpleCommand[] = []
  #at = 0
  #words: string[] = []
  #word: string | undefined
  #joinedBy = ''
  /** Here-documents that were announced and whose bodies begin after the next newline. */
  #hereDocuments: { readonly end: string; readonly tabs: boolean }[] = []
  readonly #source: string
  readonly #depth: number

  constructor(source: string, depth: number) {
    this.#depth = depth
    // A backslash before a newline joins lines (XCU 2.2.1).
    this.#source = source.replace(/\\\r?\n/g, '')
  }

  readAll(): void {
    while (this.#at < this.#source.length) this.#readOne()
    this.#endCommand('')
  }

  #readOne(): void {
    const rest = this.#source.slice(this.#at, this.#at + 3)
    const character = rest.charAt(0)
    if (rest.startsWith('<<') && rest !== '<<<') {
      this.#readHereDocumentStart()
      return
    }
    const redirection = /^(&>>?|[<>]&|>>|>\||<<<|<>|[<>])/.exec(rest)?.[0]
    // `<(…)` and `>(…)` run commands; the parenthesis that follows ends the word and is read as a separator.
    if (redirection) {
      this.#endWord()
      this.#at += redirection.length
      return
    }
    const operator = operators.find(candidate => rest.startsWith(candidate))
    if (operator) {
      this.#at += operator.length
      this.#endCommand(operator)
      if (operator === '\n') this.#skipHereDocuments()
      return
    }
    if (character === ' ' || character === '\t' || character === '\r') {
      this.#endWord()
      this.#at++
      return
    }
    if (character === '#' && this.#word === undefined) {
      const end = this.#source.indexOf('\n', this.#at)
      this.#at = end < 0 ? this.#source.length : end
      return
    }
    this.#readPart()
  }

  /** Reads one character or one quoted or substituted part of a word. */
  #readPart(): void {
    const character = this.#source.charAt(this.#at)
    if (character === '\\') {
      this.#append(this.#source.charAt(this.#at + 1))
      this.#at += 2
    } else if (character === "'") {
      const end = this.#endOf("'", this.#at + 1)
      this.#append(this.#source.slice(this.#at + 1, end))
      this.#at = end + 1
    } else if (character === '"') {
      this.#at++
      this.#append('')
      while (this.#at < this.#source.length && this.#source.charAt(this.#at) !== '"') {
        const inner = this.#source.charAt(this.#at)
        if (inner === '\\') {
          this.#append(this.#source.charAt(this.#at + 1))
          this.#at += 2
        } else if (!this.#readSubstitution()) {
          this.#append(inner)
          this.#at++
        }
      }
      this.#at++
    } else if (!this.#readSubstitution()) {
      this.#append(character)
      this.#at++
    }
  }

  /** `$(…)` and backquotes: their commands are listed before the one they stand in. */
  #readSubstitution(): boolean {
    const source = this.#source
    if (source.charAt(this.#at) === '`') {
      const end = this.#endOf('`', this.#at + 1)
      this.#readInner(source.slice(this.#at + 1, end))
      this.#append('`')
      this.#at = end + 1
      return true
    }
    if (!source.startsWith('$(', this.#at)) return false
    let depth = 1
    let end = this.#at + 2
    for (; end < source.length; end++) {
      const character = source.charAt(end)
      if (character === '\\') end++
      else if (character === "'") end = this.#endOf("'", end + 1)
      else if (character === '(') depth++
      else if (character === ')' && --depth === 0) break
    }
    this.#readInner(source.slice(this.#at + 2, end))
    this.#append('$')
    this.#at = end + 1
    return true
  }

  #readInner(text: string): void {
    if (this.#depth < deepestSubstitution) this.commands.push(...read(text, this.#depth + 1))
  }

  #readHereDocumentStart(): void {
    this.#endWord()
    const match = /^<<(-?)[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|\\?([^\s;&|<>()]+))/.exec(this.#source.slice(this.#at))
    if (match) this.#hereDocuments.push({ end: match[2] ?? match[3] ?? match[4] ?? '', tabs: match[1] === '-' })
    this.#at += match ? match[0].length : 2
  }

  #skipHereDocuments(): void {
    for (const { end, tabs } of this.#hereDocuments) {
      while (this.#at < this.#source.length) {
        const newline = this.#source.indexOf('\n', this.#at)
        const next = newline < 0 ? this.#source.length : newline
        const line = this.#source.slice(this.#at, next).replace(/\r$/, '')
        this.#at = next + 1
        if ((tabs ? line.replace(/^\t+/, '') : line) === end) break
      }
    }
    this.#hereDocuments = []
  }

  #endOf(quote: string, from: number): number {
    const end = this.#source.indexOf(quote, from)
    return end < 0 ? this.#source.length : end
  }

  #append(text: string): void {
    this.#word = (this.#word ?? '') + text
  }

  #endWord(): void {
    if (this.#word !== undefined) this.#words.push(this.#word)
    this.#word = undefined
  }

  #endCommand(operator: string): void {
    this.#endWord()
    if (this.#words.length > 0) {
      this.commands.push({ words: this.#words, joinedBy: this.#joinedBy })
      this.#words = []
    }
    this.#joinedBy = operator
  }
}
