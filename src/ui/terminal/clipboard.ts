/** Terminals take no more than some 100 kB (xterm ctlseqs, OSC 52; tmux and others have such limits). */
const longestBytes = 74_000

/**
 * What asks the terminal to put a text on its clipboard (OSC 52), also over ssh. Whether it does is the terminal's affair.
 *
 * @returns the sequence, with the end of the text when that is too long, and whether it was
 */
export function copySequence(text: string): { readonly sequence: string; readonly shortened: boolean } {
  const bytes = Buffer.from(text, 'utf8')
  const shortened = bytes.length > longestBytes
  // Never from within a character.
  const kept = shortened
    ? bytes
        .subarray(-longestBytes)
        .toString('utf8')
        .replace(/^\ufffd+/, '')
    : text
  return { sequence: `\u001b]52;c;${Buffer.from(kept, 'utf8').toString('base64')}\u0007`, shortened }
}
