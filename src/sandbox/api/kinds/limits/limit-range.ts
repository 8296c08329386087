import type { LimitRange, LimitRangeItem } from 'kubernetes-types/core/v1.js'
import { parseQuantity } from '../../../scheduler/quantity.ts'
import { duplicate, forbiddenField, invalid, required, type FieldError } from '../../validation/field.ts'
import { qualifiedName } from '../../validation/names.ts'
import { containerResourceNameErrors, resourceNameErrors } from '../../validation/quantities.ts'
import { defineKind, type Draft } from '../kind.ts'

type Amounts = Readonly<Record<string, string>>

/** pkg/registry/core/limitrange, ValidateLimitRange and SetDefaults_LimitRangeItem of pkg/apis/core (v1.35). */
export const limitRangeKind = defineKind<LimitRange>({
  resource: { group: '', resource: 'limitranges' },
  allowCreateOnUpdate: true,
  defaults: setDefaults,
  validate(range) {
    const types = new Set<string>()
    return (range.spec?.limits ?? []).flatMap((item, index) => {
      const path = `spec.limits[${index}]`
      const errors = itemErrors(item, path)
      if (types.has(item.type)) errors.push(duplicate(`${path}.type`, item.type))
      types.add(item.type)
      return errors
    })
  }
})

/** For containers, what is not said follows from what is: limits from the maximum, requests from limits or the minimum. */
function setDefaults(range: Draft<LimitRange>): void {
  for (const item of range.spec?.limits ?? []) {
    if (item.type !== 'Container') continue
    const limits = { ...item.max, ...item.default }
    const requests = { ...item.min, ...limits, ...item.defaultRequest }
    if (Object.keys(limits).length > 0) item.default = limits
    if (Object.keys(requests).length > 0) item.defaultRequest = requests
  }
}

const types = ['Pod', 'Container', 'PersistentVolumeClaim']

function itemErrors(item: LimitRangeItem, path: string): FieldError[] {
  const { type, min = {}, max = {}, default: limits = {}, defaultRequest: requests = {} } = item
  const ratios = item.maxLimitRequestRatio ?? {}
  const errors = qualifiedName(type).map(problem => invalid(`${path}.type`, type, problem))
  if (errors.length === 0 && !type.includes('/') && !types.includes(type))
    errors.push(invalid(`${path}.type`, type, 'must be a standard limit type or fully qualified'))
  const nameErrors = type === 'Pod' || type === 'Container' ? containerResourceNameErrors : resourceNameErrors
  const names = (amounts: Amounts, field: string): FieldError[] =>
    Object.keys(amounts).flatMap(name => nameErrors(name, `${path}.${field}[${name}]`))
  errors.push(...names(max, 'max'), ...names(min, 'min'))
  if (type === 'Pod') {
    const why = "may not be specified when `type` is 'Pod'"
    if (Object.keys(limits).length > 0) errors.push(forbiddenField(`${path}.default`, why))
    if (Object.keys(requests).length > 0) errors.push(forbiddenField(`${path}.defaultRequest`, why))
  } else errors.push(...names(limits, 'default'), ...names(requests, 'defaultRequest'))
  if (type === 'PersistentVolumeClaim' && min.storage === undefined && max.storage === undefined) {
    const detail = 'either minimum or maximum storage value is required, but neither was provided'
    errors.push(required(`${path}.limits`, detail))
  }
  errors.push(...names(ratios, 'maxLimitRequestRatio'))
  for (const name of new Set([min, max, limits, requests, ratios].flatMap(amounts => Object.keys(amounts))))
    errors.push(...orderErrors(item, name, path))
  return errors
}

/** Of one resource, the minimum is the least of all amounts and the maximum the most. */
function orderErrors(item: LimitRangeItem, name: string, path: string): FieldError[] {
  const pod = item.type === 'Pod'
  const [min, max] = [item.min?.[name], item.max?.[name]]
  const limit = pod ? undefined : item.default?.[name]
  const request = pod ? undefined : item.defaultRequest?.[name]
  const ratio = item.maxLimitRequestRatio?.[name]
  const errors: FieldError[] = []
  const above = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && b !== undefined && parseQuantity(a) > parseQuantity(b)
  const check = (least: [string, string?], most: [string, string?], field: string, value?: string): void => {
    const [[lowName, low], [highName, high]] = [least, most]
    if (!above(low, high)) return
    const detail = `${lowName} value ${low ?? ''} is greater than ${highName} value ${high ?? ''}`
    errors.push(invalid(`${path}.${field}[${name}]`, value, detail))
  }
  check(['min', min], ['max', max], 'min', min)
  check(['min', min], ['default request', request], 'defaultRequest', request)
  check(['default request', request], ['max', max], 'defaultRequest', request)
  check(['default request', request], ['default limit', limit], 'defaultRequest', request)
  check(['min', min], ['default', limit], 'default', min)
  check(['default', limit], ['max', max], 'default', max)
  if (ratio === undefined) return errors
  const field = `${path}.maxLimitRequestRatio[${name}]`
  if (parseQuantity(ratio) < 1) errors.push(invalid(field, ratio, `ratio ${ratio} is less than 1`))
  if (min !== undefined && max !== undefined) {
    const most = parseQuantity(max) / parseQuantity(min)
    if (parseQuantity(ratio) > most)
      errors.push(invalid(field, ratio, `ratio ${ratio} is greater than max/min = ${most.toFixed(6)}`))
  }
  return errors
}
