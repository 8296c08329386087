import type { Service, ServicePort } from '../controllers/types/core.ts'
import type { Backend } from './backends.ts'

/** Chooses one of a Service's backends for a new connection; undefined when there are none. */
export type Choice = (
  service: Service,
  port: ServicePort,
  client: string,
  backends: readonly Backend[]
) => Backend | undefined

/** DefaultClientIPServiceAffinitySeconds. */
const affinitySeconds = 10_800

/**
 * Takes backends in turn, so that a few requests are enough to see several of them; a Service with `sessionAffinity:
 * ClientIP` keeps a client at the one that it had.
 *
 * @param now milliseconds of the sandbox's clock.
 */
export function inTurn(now: () => number): Choice {
  const turns = new Map<string, number>()
  const kept = new Map<string, { readonly address: string; readonly until: number }>()

  return (service, port, client, backends) => {
    const key = `${service.metadata.uid ?? ''}/${port.name ?? ''}/${port.port}`
    const affinity = service.spec['sessionAffinity'] === 'ClientIP'
    const known = affinity ? kept.get(`${key}/${client}`) : undefined
    const same = known && known.until > now() ? backends.find(({ address }) => address === known.address) : undefined
    const turn = turns.get(key) ?? 0
    const sorted = [...backends].sort((a, b) => (a.address < b.address ? -1 : 1))
    const chosen = same ?? sorted[turn % Math.max(1, sorted.length)]
    if (chosen === undefined) return undefined
    if (same === undefined) turns.set(key, turn + 1)
    if (affinity) kept.set(`${key}/${client}`, { address: chosen.address, until: now() + timeoutOf(service) * 1000 })
    return chosen
  }
}

function timeoutOf({ spec }: Service): number {
  const config = spec['sessionAffinityConfig'] as { clientIP?: { timeoutSeconds?: number } } | undefined
  return config?.clientIP?.timeoutSeconds ?? affinitySeconds
}
