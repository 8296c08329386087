import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from 'kubernetes-types/autoscaling/v2.js'
import { forbiddenField, invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { positiveQuantity } from '../../validation/quantities.ts'

const unknown = '<unknown>'

/** Each metric with its current value and its target, two at most: formatHPAMetrics of printers.go (v1.35). */
export function metricsText(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return '<none>'
  const texts = specs.map((spec, index) => metricText(spec, statuses[index]))
  const shown = texts.slice(0, 2).join(', ')
  return texts.length > 2 ? `${shown} + ${texts.length - 2} more...` : shown
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case 'External':
      return valueText(spec.external?.target, status?.external?.current)
    case 'Object':
      return valueText(spec.object?.target, status?.object?.current)
    case 'Pods':
      return `${status?.pods?.current.averageValue ?? unknown}/${spec.pods?.target.averageValue ?? '0'}`
    case 'Resource':
      return `${spec.resource?.name ?? ''}: ${resourceText(spec.resource?.target, status?.resource?.current)}`
    case 'ContainerResource': {
      const { name = '', target } = spec.containerResource ?? {}
      return `${name}: ${resourceText(target, status?.containerResource?.current)}`
    }
    default:
      return '<unknown type>'
  }
}

function valueText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${current?.averageValue ?? unknown}/${target.averageValue} (avg)`
  return `${current ? (current.value ?? '<nil>') : unknown}/${target?.value ?? '0'}`
}

function resourceText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${current?.averageValue ?? unknown}/${target.averageValue}`
  const percent = (value: number | undefined, otherwise: string): string =>
    value === undefined ? otherwise : `${value}%`
  return `${percent(current?.averageUtilization, unknown)}/${percent(target?.averageUtilization, '<auto>')}`
}

const sources = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource'
} as const

type SourceType = keyof typeof sources

function isSourceType(type: string): type is SourceType {
  return Object.hasOwn(sources, type)
}

/** validateMetricSpec of pkg/apis/autoscaling/validation (v1.35). */
export function metricErrors(spec: MetricSpec, path: string): FieldError[] {
  const { type = '' } = spec as Partial<MetricSpec>
  const names = Object.keys(sources)
  if (type === '') return [required(`${path}.type`, 'must specify a metric source type')]
  if (!isSourceType(type)) return [unsupported(`${path}.type`, type, names)]
  const expected = sources[type]
  const present = Object.values(sources).filter(source => spec[source] !== undefined)
  const errors: FieldError[] = []
  if (!spec[expected])
    errors.push(required(`${path}.${expected}`, 'must populate information for the given metric source'))
  for (const source of present)
    if (source !== expected)
      errors.push(forbiddenField(`${path}.${source}`, 'must populate the given metric source only'))
  const source = spec[expected]
  if (source) errors.push(...targetErrors(source.target, `${path}.${expected}`, type))
  return errors
}

function targetErrors(target: MetricTarget | undefined, source: string, type: SourceType): FieldError[] {
  const path = `${source}.target`
  const { type: targetType = '', value, averageValue, averageUtilization } = (target ?? {}) as Partial<MetricTarget>
  const errors: FieldError[] = []
  if (targetType === '') errors.push(required(`${path}.type`, 'must specify a metric target type'))
  if (!['Utilization', 'Value', 'AverageValue'].includes(targetType))
    errors.push(invalid(`${path}.type`, targetType, 'must be either Utilization, Value, or AverageValue'))
  if (value !== undefined && positiveQuantity(value, '').length > 0)
    errors.push(invalid(`${path}.value`, value, 'must be positive'))
  if (averageValue !== undefined && positiveQuantity(averageValue, '').length > 0)
    errors.push(invalid(`${path}.averageValue`, averageValue, 'must be positive'))
  if (averageUtilization !== undefined && averageUtilization < 1)
    errors.push(invalid(`${path}.averageUtilization`, averageUtilization, 'must be greater than 0'))
  const missing = (detail: string, field = 'averageValue'): void =>
    void errors.push(required(`${path}.${field}`, detail))
  if (type === 'Resource' || type === 'ContainerResource') {
    if (averageUtilization === undefined && averageValue === undefined)
      missing('must set either a target raw value or a target utilization', 'averageUtilization')
    if (averageUtilization !== undefined && averageValue !== undefined) {
      const why = 'may not set both a target raw value and a target utilization'
      errors.push(forbiddenField(`${path}.averageValue`, why))
    }
  } else if (type === 'Pods') {
    if (averageValue === undefined) missing('must specify a positive target averageValue')
  } else if (value === undefined && averageValue === undefined)
    missing(
      type === 'Object'
        ? 'must set either a target value or averageValue'
        : 'must set either a target value for metric or a per-pod target'
    )
  else if (type === 'External' && value !== undefined && averageValue !== undefined)
    errors.push(forbiddenField(`${path}.value`, 'may not set both a target value for metric and a per-pod target'))
  return errors
}
