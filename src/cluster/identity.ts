import { plain } from '../shell/sanitise.ts'
import type { Cluster } from './kubectl.ts'
import { sessionTexts } from '../texts/texts.ts'

/** What names a cluster before it is open. */
export type ClusterIdentity = Pick<Cluster, 'id' | 'kind' | 'label'>

/**
 * Names the sandbox, or a cluster of the learner's by its context. "Your own cluster" is what people call it; the word
 * context is kubectl's.
 */
export function clusterIdentity(context: string | undefined): ClusterIdentity {
  return context === undefined
    ? { id: 'sandbox', kind: 'sandbox', label: 'sandbox' }
    : { id: `context:${context}`, kind: 'context', label: sessionTexts.ownCluster(plain(context)) }
}
