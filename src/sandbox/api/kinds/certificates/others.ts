import type { ObjectMeta } from 'kubernetes-types/meta/v1.js'
import { nameColumn, nameOf } from '../../tables/cells.ts'
import { immutable } from '../../validation/values.ts'
import { defineKind, type Kind } from '../kind.ts'
import { signerErrors } from './signing-request.ts'

/** ClusterTrustBundle of certificates.k8s.io/v1beta1, which the package of types does not have. */
interface ClusterTrustBundle {
  metadata?: ObjectMeta
  spec?: { signerName?: string; trustBundle?: string }
}

/** A bundle that belongs to a signer is named after it: `example.com:signer:anything`. */
const trustBundle = defineKind<ClusterTrustBundle>({
  resource: { group: 'certificates.k8s.io', resource: 'clustertrustbundles' },
  nameCheck: () => [],
  validate: ({ spec }) => (spec?.signerName ? signerErrors(spec.signerName, 'spec.signerName') : []),
  validateUpdate: ({ spec }, { spec: old }) => immutable(spec?.signerName, old?.signerName, 'spec.signerName'),
  selectableFields: { 'spec.signerName': bundle => bundle.spec?.signerName ?? '' },
  columns: [nameColumn, { name: 'SignerName' }],
  cells: bundle => [nameOf(bundle), bundle.spec?.signerName ?? '<none>']
})

export const certificateKinds: readonly Kind[] = [trustBundle]
