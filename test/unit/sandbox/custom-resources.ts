import { controllerContext, type RunningContext } from '../../../src/sandbox/controllers/runtime/context.ts'
import { startDefinitionController } from '../../../src/sandbox/controllers/custom-resource/definition-controller.ts'
import type { TestApi } from './api-server.ts'

export const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/** A definition of CronTabs, the example of Kubernetes' own pages; `more` goes into its version, `spec` into its spec. */
export function cronTabs(more: Record<string, unknown> = {}, spec: Record<string, unknown> = {}) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'crontabs.stable.example.com' },
    spec: {
      group: 'stable.example.com',
      scope: 'Namespaced',
      names: { plural: 'crontabs', kind: 'CronTab', shortNames: ['ct'], categories: ['all'] },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: cronTabSchema }, ...more }],
      ...spec
    }
  }
}

export const cronTabSchema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['cronSpec'],
      properties: {
        cronSpec: { type: 'string', pattern: String.raw`^(\d+|\*)(/\d+)?(\s+(\d+|\*)(/\d+)?){4}$`, maxLength: 20 },
        image: { type: 'string', minLength: 2 },
        replicas: { type: 'integer', minimum: 1, maximum: 10, default: 1 },
        mode: { type: 'string', enum: ['fast', 'slow'] },
        size: { 'x-kubernetes-int-or-string': true },
        tags: { type: 'array', maxItems: 2, items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
        ports: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string' }, port: { type: 'integer' } }
          }
        },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        labels: { type: 'object', additionalProperties: { type: 'string' } }
      }
    },
    status: { type: 'object', properties: { replicas: { type: 'integer' }, selector: { type: 'string' } } }
  }
}

export function cronTab(name: string, spec: Record<string, unknown> = {}) {
  return {
    apiVersion: 'stable.example.com/v1',
    kind: 'CronTab',
    metadata: { name },
    spec: { cronSpec: '* * * * */5', ...spec }
  }
}

/** What accepts the names of definitions and empties those that are deleted, beside an API without controllers. */
export function startDefinitions(api: TestApi): RunningContext {
  const context = controllerContext(
    api.client,
    { now: () => api.now.value, after: () => () => undefined },
    { schema: api.schema }
  )
  startDefinitionController(context)
  return context
}
