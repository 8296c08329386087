import type { Secret } from 'kubernetes-types/core/v1.js'
import { equalJson } from '../../json.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { invalid, required, tooLong, type FieldError } from '../../validation/field.ts'
import { configKeyProblems } from '../../validation/values.ts'
import { defineKind } from '../kind.ts'
import { immutableErrors, mostBytes } from './immutable.ts'

/** pkg/registry/core/secret/strategy.go, and ValidateSecret of pkg/apis/core/validation (v1.35). */
export const secretKind = defineKind<Secret>({
  resource: { group: '', resource: 'secrets' },
  defaults(secret) {
    secret.type ??= 'Opaque'
    if (!secret.stringData) return
    const given = Object.entries(secret.stringData).map(([key, text]) => [key, Buffer.from(text).toString('base64')])
    secret.data = { ...secret.data, ...(Object.fromEntries(given) as Record<string, string>) }
    delete secret.stringData
  },
  tellsChangesFirst: true,
  validate: secretErrors,
  validateUpdate: (secret, old) => [
    ...(secret.type === old.type ? [] : [invalid('type', secret.type, 'field is immutable')]),
    ...immutableErrors(secret, old, [['data', equalJson(secret.data, old.data)]])
  ],
  selectableFields: { type: secret => secret.type ?? '' },
  columns: [nameColumn, { name: 'Type' }, { name: 'Data' }, ageColumn],
  cells: (secret, context) => [
    nameOf(secret),
    secret.type ?? '',
    Object.keys(secret.data ?? {}).length,
    ageCell(secret, context)
  ]
})

function secretErrors({ metadata, type, data = {} }: Secret): FieldError[] {
  const errors = Object.keys(data).flatMap(key =>
    configKeyProblems(key).map(problem => invalid(`data[${key}]`, key, problem))
  )
  const size = Object.values(data).reduce((sum, value) => sum + Buffer.byteLength(value, 'base64'), 0)
  if (size > mostBytes) errors.push(tooLong('data', mostBytes))
  const needed = (key: string): FieldError[] => (Object.hasOwn(data, key) ? [] : [required(`data[${key}]`)])
  switch (type) {
    case 'kubernetes.io/service-account-token':
      if (!metadata?.annotations?.['kubernetes.io/service-account.name'])
        errors.push(required('metadata.annotations[kubernetes.io/service-account.name]'))
      break
    case 'kubernetes.io/dockercfg':
      errors.push(...jsonErrors(data, '.dockercfg'))
      break
    case 'kubernetes.io/dockerconfigjson':
      errors.push(...jsonErrors(data, '.dockerconfigjson'))
      break
    case 'kubernetes.io/basic-auth':
      if (!Object.hasOwn(data, 'username') && !Object.hasOwn(data, 'password'))
        errors.push(...needed('username'), ...needed('password'))
      break
    case 'kubernetes.io/ssh-auth':
      if (!data['ssh-privatekey']) errors.push(required('data[ssh-privatekey]'))
      break
    case 'kubernetes.io/tls':
      errors.push(...needed('tls.crt'), ...needed('tls.key'))
  }
  return errors
}

function jsonErrors(data: Readonly<Record<string, string>>, key: string): FieldError[] {
  const text = data[key]
  if (text === undefined) return [required(`data[${key}]`)]
  try {
    JSON.parse(Buffer.from(text, 'base64').toString())
    return []
  } catch (error) {
    const why = error instanceof Error ? error.message : ''
    return [invalid(`data[${key}]`, '<secret contents redacted>', why)]
  }
}
