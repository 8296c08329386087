// Everything that definitions of custom resources and their objects need; see loading.ts.
export { definitionErrors, definitionUpdateErrors, definitionStatusErrors } from './definition-validation.ts'
export { customResource } from './resource.ts'
export type { CustomResource } from './resource.ts'
