/**
 * Mends fences that tutorials in the wild leave open: Killercoda closes them with "```{{exec}}", others with a fence
 * that is indented more deeply than CommonMark allows. The number of lines stays the same.
 */
export function repairFences(text: string): string {
  let open: { indent: string; marker: string } | undefined
  const lines = text.split('\n').map(line => {
    const fence = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(line)
    if (!fence) return line
    const [, indent = '', marker = '', rest = ''] = fence
    if (!open) {
      if (marker.startsWith('`') && rest.includes('`')) return line
      open = { indent, marker }
      return line
    }
    const closes = marker.startsWith(open.marker) && /^\s*(\{\{.*\}\}|\{:.*\})?\s*$/.test(rest)
    if (!closes) return line
    const mended = open.indent + open.marker
    open = undefined
    return mended
  })
  return lines.join('\n')
}
