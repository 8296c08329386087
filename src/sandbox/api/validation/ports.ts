import { invalid, unsupported, required, type FieldError } from './field.ts'

// The words are those of apimachinery/pkg/util/validation/validation.go (v1.35).

export function portNumberProblems(port: number): string[] {
  return port >= 1 && port <= 65535 ? [] : ['must be between 1 and 65535, inclusive']
}

export function portNameProblems(name: string): string[] {
  const problems: string[] = []
  if (name.length > 15) problems.push('must be no more than 15 bytes')
  if (!/^[-a-z0-9]+$/.test(name))
    problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(name)) problems.push('must contain at least one letter (a-z)')
  if (name.includes('--')) problems.push('must not contain consecutive hyphens')
  if (/^-|-$/.test(name)) problems.push('must not begin or end with a hyphen')
  return problems
}

/** A port by its number or its name: ValidatePortNumOrName of pkg/apis/core/validation. */
export function portErrors(port: number | string, field: string): FieldError[] {
  const problems = typeof port === 'number' ? portNumberProblems(port) : portNameProblems(port)
  return problems.map(problem => invalid(field, port, problem))
}

export const protocols = ['SCTP', 'TCP', 'UDP']

export function protocolErrors(protocol: string | undefined, field: string): FieldError[] {
  if (!protocol) return [required(field)]
  return protocols.includes(protocol) ? [] : [unsupported(field, protocol, protocols)]
}
