/** A line that begins with a shell's prompt. */
export interface Prompted {
  /** What stands after the prompt; empty for a prompt that waits. */
  readonly text: string
  /** The prompt of a shell within a container. */
  readonly inside: boolean
}

/** Prompts seen in 508 tutorials, the commonest first. */
const outside: readonly RegExp[] = [
  /^\$(?:\s+|$|(?=(?:kubectl|helm|git|docker|minikube|curl|cd)\b))/, // "$ kubectl", and "$kubectl" with no space
  /^\[[^\]\n]{1,60}\]\s?[^\w\s]{0,4}\s*[$#>]\s*/, // "[node1 x]$", "[Captains-Bay]🚩 >"
  /^\(?[\w.-]+\)?@[\w.-]+(:[^\s$#]*)?\s?[$#]\s*/, // "user@host:~$", "me@workstation$"
  /^[\w.-]+:[~/]?\S* [\w.-]+\$(\s+|$)/, // "Host:~ user$"
  /^[a-z][\w.-]* \$(\s+|$)/, // "controlplane $"
  /^➜\s+(?:\S+\s+)??(?=[a-z])/,
  /^❯\s+/
]

const withinContainer: readonly RegExp[] = [
  /^\/[\w./-]* [#$]\s*/,
  /^root@[\w.-]+:\S*#\s*/,
  /^(?:sh|bash)-\d[\d.]*[#$]\s*/
]

/** The prompt of a line, if it has one. `$VAR` alone and `$(…)` are no prompts. */
export function promptOf(line: string): Prompted | undefined {
  const text = line.trimStart()
  for (const pattern of withinContainer) {
    const prompt = pattern.exec(text)
    if (prompt) return { text: text.slice(prompt[0].length).trim(), inside: true }
  }
  for (const pattern of outside) {
    const prompt = pattern.exec(text)
    if (prompt) return { text: text.slice(prompt[0].length).trim(), inside: false }
  }
  return undefined
}
