import type { ServiceAccount } from 'kubernetes-types/core/v1.js'
import { ageCell, ageColumn, nameColumn, nameOf } from '../tables/cells.ts'
import { defineKind } from './kind.ts'

/** pkg/registry/core/serviceaccount/strategy.go (v1.35). */
export const serviceAccountKind = defineKind<ServiceAccount>({
  resource: { group: '', resource: 'serviceaccounts' },
  returnsDeleted: true,
  prepareForCreate: keepNamesOnly,
  prepareForUpdate: keepNamesOnly,
  columns: [nameColumn, { name: 'Secrets' }, ageColumn],
  cells: (account, context) => [nameOf(account), (account.secrets ?? []).length, ageCell(account, context)]
})

/** Of the secrets that an account refers to, only their names are kept. */
function keepNamesOnly(account: { secrets?: ServiceAccount['secrets'] }): void {
  if (account.secrets) account.secrets = account.secrets.map(({ name }) => ({ name }))
}
