import { Environment } from '@marcbachmann/cel-js'

/** Variables of cluster and file checks: the object or List, and its objects. */
export const objectVariables = ['it', 'items'] as const
/** Variables of checks on what a command gave. */
export const resultVariables = ['exit', 'stdout', 'stderr', 'command'] as const

/** A question's expressions see what those of objects do, and give texts. */
export type Subject = 'object' | 'result' | 'question'

const limits = { maxAstNodes: 2_000, maxDepth: 100 }

/** What expressions may name. Unknown names are mistakes, found when the lab is read. */
export function environmentFor(subject: Subject): Environment {
  const environment = new Environment({
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
    limits
  })
  if (subject !== 'result') return environment.registerVariable('it', 'dyn').registerVariable('items', 'list')
  return environment
    .registerVariable('exit', 'int')
    .registerVariable('stdout', 'string')
    .registerVariable('stderr', 'string')
    .registerVariable('command', 'string')
}
