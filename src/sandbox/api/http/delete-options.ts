import type { DeleteOptions } from '../../client.ts'
import { isRecord } from '../json.ts'
import type { WriteOptions } from '../registry.ts'
import { invalid, invalidObject, unsupported, type FieldError } from '../validation/field.ts'
import { parseBody, readBody } from './body.ts'
import { requestOptions } from './options.ts'
import type { ResourceRequest } from './resources.ts'

const policies = ['Foreground', 'Background', 'Orphan'] as const

/**
 * The DeleteOptions of the body, else of the query: handlers/delete.go and
 * apimachinery/pkg/apis/meta/v1/validation (v1.35).
 *
 * @throws ApiError 422 for values that there are not
 */
export async function deleteOptions({ request, query }: ResourceRequest): Promise<DeleteOptions & WriteOptions> {
  const { value } = await parseBody(await readBody(request), request.headers['content-type'])
  const given = isRecord(value) ? value : Object.fromEntries(query)
  const { gracePeriodSeconds: grace, propagationPolicy: policy, orphanDependents: orphan, preconditions } = given
  const errors: FieldError[] = []
  const isPolicy = typeof policy === 'string' && policy !== ''
  const chosen = policies.find(each => each === policy)
  if (isPolicy && isGiven(orphan)) {
    const why = 'orphanDependents and deletionPropagation cannot be both set'
    errors.push(invalid('propagationPolicy', policy, why))
  }
  if (isPolicy && !chosen) errors.push(unsupported('propagationPolicy', policy, [...policies, 'nil']))
  if (isGiven(grace) && !Number.isInteger(Number(grace)))
    errors.push(invalid('gracePeriodSeconds', grace, 'must be an integer'))
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors)
  // The older field says the same in one bit; clients of that time still send it.
  const propagationPolicy = isGiven(orphan) ? (isYes(orphan) ? 'Orphan' : 'Background') : chosen
  return {
    ...(isGiven(grace) ? { gracePeriodSeconds: Number(grace) } : {}),
    ...(propagationPolicy ? { propagationPolicy } : {}),
    ...(isRecord(preconditions) ? { preconditions } : {}),
    dryRun: requestOptions(request, query).dryRun || (Array.isArray(given.dryRun) && given.dryRun.includes('All'))
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

function isYes(value: unknown): boolean {
  return value === true || value === 'true' || value === '1'
}
