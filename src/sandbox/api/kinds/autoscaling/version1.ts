import type { HorizontalPodAutoscaler as Version1 } from 'kubernetes-types/autoscaling/v1.js'
import type { HorizontalPodAutoscaler, MetricSpec } from 'kubernetes-types/autoscaling/v2.js'
import type { KubeObject } from '../../../object.ts'

// autoscaling/v1 knows one metric, the use of cpu. What else there is goes along in annotations, so that nothing is
// lost on the way there and back (pkg/apis/autoscaling/v1/conversion.go, v1.35).

const prefix = 'autoscaling.alpha.kubernetes.io/'
const metricsName = `${prefix}metrics`
const behaviorName = `${prefix}behavior`
const conditionsName = `${prefix}conditions`
const currentMetricsName = `${prefix}current-metrics`
const ownNames: readonly string[] = [metricsName, behaviorName, conditionsName, currentMetricsName]

/** An autoscaler of v1 as one of v2. */
export function fromVersion1(object: KubeObject): KubeObject {
  const { spec, status } = object as KubeObject & Version1
  const annotations = object.metadata.annotations ?? {}
  const { targetCPUUtilizationPercentage: percent, ...rest } = spec ?? ({} as Partial<NonNullable<typeof spec>>)
  const cpu: MetricSpec[] = percent === undefined ? [] : [utilization(percent)]
  const metrics = [...cpu, ...(read<MetricSpec[]>(annotations[metricsName]) ?? [])]
  const behavior = read<object>(annotations[behaviorName])
  const { currentCPUUtilizationPercentage: current, ...counts } = status ?? ({} as Partial<NonNullable<typeof status>>)
  const currentMetrics = [
    ...(current === undefined
      ? []
      : [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: current } } }]),
    ...(read<object[]>(annotations[currentMetricsName]) ?? [])
  ]
  const conditions = read<object[]>(annotations[conditionsName])
  return {
    ...object,
    apiVersion: 'autoscaling/v2',
    metadata: withAnnotations(object, {}),
    spec: { ...rest, ...(metrics.length > 0 ? { metrics } : {}), ...(behavior ? { behavior } : {}) },
    ...(status
      ? {
          status: {
            ...counts,
            ...(currentMetrics.length > 0 ? { currentMetrics } : {}),
            ...(conditions ? { conditions } : {})
          }
        }
      : {})
  }
}

/** An autoscaler of v2 as one of v1. */
export function toVersion1(object: KubeObject): KubeObject {
  const { spec, status } = object as KubeObject & HorizontalPodAutoscaler
  const { metrics = [], behavior, ...rest } = spec ?? ({} as Partial<NonNullable<typeof spec>>)
  const cpu = metrics.find(isCpuUtilization)
  const percent = cpu?.resource?.target.averageUtilization
  const { currentMetrics = [], conditions, ...counts } = status ?? ({} as Partial<NonNullable<typeof status>>)
  const currentCpu = currentMetrics.find(({ resource }) => resource?.name === 'cpu')
  const current = currentCpu?.resource?.current.averageUtilization
  const annotations = {
    ...written(
      metricsName,
      metrics.filter(metric => metric !== cpu)
    ),
    ...written(behaviorName, behavior),
    ...written(conditionsName, conditions),
    ...written(
      currentMetricsName,
      currentMetrics.filter(metric => metric !== currentCpu)
    )
  }
  return {
    ...object,
    apiVersion: 'autoscaling/v1',
    metadata: withAnnotations(object, annotations),
    spec: { ...rest, ...(percent === undefined ? {} : { targetCPUUtilizationPercentage: percent }) },
    status: { ...counts, ...(current === undefined ? {} : { currentCPUUtilizationPercentage: current }) }
  }
}

function utilization(percent: number): MetricSpec {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } } }
}

function isCpuUtilization({ type, resource }: MetricSpec): boolean {
  return type === 'Resource' && resource?.name === 'cpu' && resource.target.averageUtilization !== undefined
}

function read<T>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as T
  } catch {
    // An annotation that somebody wrote by hand says nothing.
    return undefined
  }
}

function written(name: string, value: unknown): Record<string, string> {
  return value === undefined || (Array.isArray(value) && value.length === 0) ? {} : { [name]: JSON.stringify(value) }
}

function withAnnotations({ metadata }: KubeObject, added: Record<string, string>): KubeObject['metadata'] {
  const kept = Object.entries(metadata.annotations ?? {}).filter(([name]) => !ownNames.includes(name))
  const { annotations: _, ...rest } = metadata
  const annotations = { ...Object.fromEntries(kept), ...added }
  return Object.keys(annotations).length > 0 ? { ...rest, annotations } : rest
}
