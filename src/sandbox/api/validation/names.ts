import { invalid, type FieldError } from './field.ts'

// The words are those of apimachinery/pkg/util/validation/validation.go (v1.35), which kubectl shows to people.

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const rfc1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/
const qualifiedPart = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/

export type NameCheck = (name: string) => readonly string[]

export const dnsLabel: NameCheck = name => [
  ...(name.length > 63 ? ['must be no more than 63 bytes'] : []),
  ...(label.test(name)
    ? []
    : [
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end " +
          "with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is " +
          "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
      ])
]

export const dnsSubdomain: NameCheck = name => [
  ...(name.length > 253 ? ['must be no more than 253 bytes'] : []),
  ...(subdomain.test(name)
    ? []
    : [
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start " +
          "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
          "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
      ])
]

export const dns1035Label: NameCheck = name => [
  ...(name.length > 63 ? ['must be no more than 63 bytes'] : []),
  ...(rfc1035.test(name)
    ? []
    : [
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic " +
          "character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation " +
          "is '[a-z]([-a-z0-9]*[a-z0-9])?')"
      ])
]

/** Names of RBAC objects may hold anything that a path segment may. */
export const pathSegment: NameCheck = name =>
  name === '.' || name === '..'
    ? [`may not be '${name}'`]
    : ['/', '%'].filter(sign => name.includes(sign)).map(sign => `may not contain '${sign}'`)

const qualifiedNameMessage =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric " +
  "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
  "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"

/** A key of labels and annotations: an optional DNS prefix, a slash, and a name. */
export const qualifiedName: NameCheck = key => {
  const parts = key.split('/')
  const problems: string[] = []
  if (parts.length > 2)
    return [
      "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
        "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
        "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. " +
        "'example.com/MyName')"
    ]
  const name = parts.at(-1) ?? ''
  if (parts.length === 2) {
    const prefix = parts[0] ?? ''
    if (prefix === '') problems.push('prefix part must be non-empty')
    else problems.push(...dnsSubdomain(prefix).map(problem => `prefix part ${problem}`))
  }
  if (name === '') problems.push('name part must be non-empty')
  else if (name.length > 63) problems.push('name part must be no more than 63 bytes')
  if (!qualifiedPart.test(name)) problems.push(qualifiedNameMessage)
  return problems
}

export const labelValueProblems: NameCheck = value => [
  ...(value.length > 63 ? ['must be no more than 63 bytes'] : []),
  ...(labelValue.test(value)
    ? []
    : [
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start " +
          "and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for " +
          "validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
      ])
]

export function labelErrors(labels: Readonly<Record<string, string>> | undefined, field: string): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...qualifiedName(key).map(problem => invalid(field, key, problem)),
    ...labelValueProblems(value).map(problem => invalid(field, value, problem))
  ])
}

export function annotationErrors(
  annotations: Readonly<Record<string, string>> | undefined,
  field: string
): FieldError[] {
  return Object.keys(annotations ?? {}).flatMap(key =>
    qualifiedName(key.toLowerCase()).map(problem => invalid(field, key, problem))
  )
}
