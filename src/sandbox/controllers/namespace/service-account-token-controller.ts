import { randomBytes } from 'node:crypto'
import type { KubeObject } from '../../object.ts'
import { runController, type StartController } from '../runtime/controller.ts'
import { unless } from '../runtime/errors.ts'
import { keyOf, splitKey, type Index } from '../runtime/informer.ts'
import { secrets, serviceAccounts } from '../runtime/resources.ts'

const tokenType = 'kubernetes.io/service-account-token'
const nameAnnotation = 'kubernetes.io/service-account.name'
const uidAnnotation = 'kubernetes.io/service-account.uid'

interface Secret extends KubeObject {
  type?: string
  data?: Record<string, string>
}

interface ServiceAccount extends KubeObject {
  secrets?: { name?: string }[]
}

/** Files token secrets under the key of their service account. */
const byAccount: Index<Secret> = ({ type, metadata }) =>
  type === tokenType ? [`${metadata.namespace ?? ''}/${metadata.annotations?.[nameAnnotation] ?? ''}`] : []

/**
 * Fills secrets of the type service-account-token and deletes those whose account has gone:
 * pkg/controller/serviceaccount/tokens_controller.go. Each account gets one of its own accord, as it did before
 * Kubernetes 1.24: the upstream end-to-end suite of 1.20 waits for it in every namespace that it makes.
 */
export const startServiceAccountTokenController: StartController = context => {
  const { client, informers, rootCertificate } = context
  const accountInformer = informers.for<ServiceAccount>(serviceAccounts)
  const secretInformer = informers.for<Secret>(secrets)
  const controller = runController(context, 'serviceaccount-token', sync)
  const { queue } = controller
  accountInformer.onChange((_type, account) => queue.add(keyOf(account)))
  secretInformer.onChange((_type, secret) => {
    for (const account of byAccount(secret)) queue.add(account)
  })

  function sync(key: string): void {
    const account = accountInformer.get(key)
    const present = secretInformer.indexed(byAccount, key)
    if (account === undefined) {
      for (const { metadata } of present) {
        unless(['NotFound'], () => client.delete(secrets, metadata.namespace, metadata.name))
      }
      return
    }
    if (account.metadata.deletionTimestamp !== undefined) return
    for (const secret of present) fill(secret, account)
    if ((account.secrets ?? []).length === 0) provide(key, account, present)
  }

  function fill(secret: Secret, account: ServiceAccount): void {
    const { uid = '', namespace = '' } = account.metadata
    if (secret.data?.['token'] !== undefined && secret.metadata.annotations?.[uidAnnotation] === uid) return
    const data = { ...secret.data, ...tokenData(account, secret.metadata.name, rootCertificate) }
    const annotations = { ...secret.metadata.annotations, [uidAnnotation]: uid }
    const filled = { ...secret, metadata: { ...secret.metadata, namespace, annotations }, data }
    unless(['NotFound', 'Conflict'], () => client.update(secrets, filled))
  }

  function provide(key: string, account: ServiceAccount, present: readonly Secret[]): void {
    const { namespace, name } = splitKey(key)
    const secret =
      present[0] ?? unless(['Forbidden', 'NotFound'], () => client.create<Secret>(secrets, newSecret(account)))
    if (secret === undefined) return
    const patch = { secrets: [{ name: secret.metadata.name }] }
    unless(['NotFound', 'Conflict'], () => client.patch(serviceAccounts, namespace, name, patch))
  }

  function newSecret({ metadata }: ServiceAccount): KubeObject {
    const { name, namespace } = metadata
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: '',
        generateName: `${name}-token-`,
        ...(namespace === undefined ? {} : { namespace }),
        annotations: { [nameAnnotation]: name, [uidAnnotation]: metadata.uid ?? '' }
      },
      type: tokenType
    }
  }

  return controller
}

/** In base64, as a Secret holds it. The token has the form of Kubernetes' own; the sandbox accepts no token but one. */
function tokenData({ metadata }: ServiceAccount, secret: string, certificate = ''): Record<string, string> {
  const { name, namespace = '', uid = '' } = metadata
  const claims = {
    iss: 'kubernetes/serviceaccount',
    'kubernetes.io/serviceaccount/namespace': namespace,
    'kubernetes.io/serviceaccount/secret.name': secret,
    'kubernetes.io/serviceaccount/service-account.name': name,
    'kubernetes.io/serviceaccount/service-account.uid': uid,
    sub: `system:serviceaccount:${namespace}:${name}`
  }
  const parts = [{ alg: 'RS256', kid: 'sandbox' }, claims].map(part => Buffer.from(JSON.stringify(part)))
  const token = [...parts, randomBytes(256)].map(part => part.toString('base64url')).join('.')
  const encode = (text: string): string => Buffer.from(text).toString('base64')
  return { 'ca.crt': encode(certificate), namespace: encode(namespace), token: encode(token) }
}
