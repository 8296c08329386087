/** On which ports the processes of a container listen; none of them is real, so that it follows from what is told. */
import type { Container } from '../controllers/types/core.ts'
import { programOf } from '../nodes/processes.ts'
import type { PulledImage } from '../nodes/registry.ts'

/** An option that names a port: `--web.listen-address=:9101`, `-port 8080`, `--bind=0.0.0.0:80`. */
const option = /(?:listen|port|addr|address|bind)[\w.-]*[= ]\S*?:?(\d{2,5})$/i
/** The option alone, whose value is the next word. */
const optionAlone = /^--?[\w.-]*(?:listen|port|addr|address|bind)[\w.-]*$|^-p$/i

/**
 * Whether a container answers on a port. A known image listens on its own ports; words of its own that it is started
 * with may name others, and ports that it declares count besides. Of an image that nothing is known of one believes what
 * it declares, and any port when it declares none. What only sleeps, or is a shell, listens on none.
 */
export function listens(port: number, container: Container, image: PulledImage): boolean {
  if (!serves(container, image)) return false
  const words = [...(container.command ?? []), ...(container.args ?? [])]
  const own = image.entry.ports
  if (words.length === 0 && own !== undefined) return own.includes(port)
  const declared = (container.ports ?? []).flatMap(each =>
    (each.protocol ?? 'TCP') === 'TCP' ? [each.containerPort] : []
  )
  const named = portsIn(words)
  if (named.includes(port) || declared.includes(port)) return true
  if (named.length > 0) return false
  return own === undefined ? declared.length === 0 : own.includes(port)
}

/** Whether what runs in a container listens at all. */
export function serves(container: Container, image: PulledImage): boolean {
  return programOf(container, image).serves === true
}

/** The ports on which a container is known to listen, for sentences. */
export function portsOf(container: Container, image: PulledImage): number[] {
  const declared = container.ports?.map(each => each.containerPort) ?? []
  const named = portsIn([...(container.command ?? []), ...(container.args ?? [])])
  const all = new Set([...(image.entry.ports ?? []), ...declared, ...named])
  return [...all].filter(port => listens(port, container, image)).sort((a, b) => a - b)
}

function portsIn(words: readonly string[]): number[] {
  return words.flatMap((word, index) => {
    const before = words[index - 1] ?? ''
    const [, inOption] = option.exec(word) ?? []
    const [, alone] = optionAlone.test(before) ? (/^(?:\S*:)?(\d{2,5})$/.exec(word) ?? []) : []
    const found = inOption ?? alone
    return found === undefined ? [] : [Number(found)]
  })
}
