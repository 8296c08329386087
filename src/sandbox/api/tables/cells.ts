import type { Cell, Column, KindContext } from '../kinds/kind.ts'
import { age } from './duration.ts'

// What many kinds show alike (pkg/printers/internalversion/printers.go, v1.35).

export const nameColumn: Column = { name: 'Name', format: 'name' }
export const ageColumn: Column = { name: 'Age' }

/** The time since an object was created. */
export function ageCell({ metadata }: { metadata?: { creationTimestamp?: string } }, { clock }: KindContext): Cell {
  return age(metadata?.creationTimestamp, clock.now())
}

/** Labels or a selector of equalities in one text, `<none>` when there are none (labels.FormatLabels). */
export function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',')
}

/** The first three of a list, and how many more there are. */
export function shortList(items: readonly string[], most = 3): string {
  const shown = items.slice(0, most).join(',')
  return items.length > most ? `${shown} + ${items.length - most} more...` : shown
}

/** The addresses of a load balancer: of a Service or an Ingress. */
export function loadBalancerText(
  status: { ingress?: readonly { ip?: string; hostname?: string }[] } | undefined
): string {
  const addresses = (status?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').filter(text => text !== '')
  return [...new Set(addresses)].sort().join(',')
}

/** The name of an object, for kinds whose types make metadata optional. */
export function nameOf({ metadata }: { metadata?: { name?: string } }): string {
  return metadata?.name ?? ''
}
