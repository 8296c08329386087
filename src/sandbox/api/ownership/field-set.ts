import { isRecord } from '../json.ts'

/**
 * A set of fields of an object, as a tree of path elements in the form of FieldsV1: `f:name` is a field, `k:{…}` an
 * item of a list by its keys, `v:…` an item of a set. A path may be a member and have members below it.
 *
 * Follows fieldpath.Set of sigs.k8s.io/structured-merge-diff (v6). Sets are never changed once they are built.
 */
export interface FieldSet {
  readonly members: ReadonlySet<string>
  readonly children: ReadonlyMap<string, FieldSet>
}

/** A set that is being built. */
export class FieldSetBuilder implements FieldSet {
  readonly members = new Set<string>()
  readonly children = new Map<string, FieldSetBuilder>()

  insert(path: readonly string[]): void {
    const last = path.at(-1)
    if (last === undefined) return
    path
      .slice(0, -1)
      .reduce((place: FieldSetBuilder, element) => place.child(element), this)
      .members.add(last)
  }

  private child(element: string): FieldSetBuilder {
    let child = this.children.get(element)
    if (!child) this.children.set(element, (child = new FieldSetBuilder()))
    return child
  }
}

export const emptySet: FieldSet = { members: new Set(), children: new Map() }

export function isEmptySet({ members, children }: FieldSet): boolean {
  return members.size === 0 && [...children.values()].every(isEmptySet)
}

export function union(one: FieldSet, other: FieldSet): FieldSet {
  if (isEmptySet(other)) return one
  if (isEmptySet(one)) return other
  const children = new Map(one.children)
  for (const [element, child] of other.children) {
    const known = children.get(element)
    children.set(element, known ? union(known, child) : child)
  }
  return { members: new Set([...one.members, ...other.members]), children }
}

/** What is in the first set alone; members below a member of the second one stay. */
export function difference(one: FieldSet, other: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>()
  for (const [element, child] of one.children) {
    const against = other.children.get(element)
    const rest = against ? difference(child, against) : child
    if (!isEmptySet(rest)) children.set(element, rest)
  }
  return { members: new Set([...one.members].filter(element => !other.members.has(element))), children }
}

export function intersection(one: FieldSet, other: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>()
  for (const [element, child] of one.children) {
    const against = other.children.get(element)
    const both = against ? intersection(child, against) : emptySet
    if (!isEmptySet(both)) children.set(element, both)
  }
  return { members: new Set([...one.members].filter(element => other.members.has(element))), children }
}

export function equalSets(one: FieldSet, other: FieldSet): boolean {
  return isEmptySet(difference(one, other)) && isEmptySet(difference(other, one))
}

/** Every member, as the path to it, in order. */
export function pathsOf(set: FieldSet, prefix: readonly string[] = []): string[][] {
  return elementsOf(set).flatMap(element => {
    const path = [...prefix, element]
    const child = set.children.get(element)
    return [...(set.members.has(element) ? [path] : []), ...(child ? pathsOf(child, path) : [])]
  })
}

/** The JSON form: a member without anything below it is `{}`, one with more has the key `.`. */
export function toFieldsV1(set: FieldSet): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const element of elementsOf(set)) {
    const child = set.children.get(element)
    const below = child && !isEmptySet(child) ? toFieldsV1(child) : undefined
    if (!below) fields[element] = {}
    else fields[element] = set.members.has(element) ? { '.': {}, ...below } : below
  }
  return fields
}

/** Reads the JSON form; what is none is left out. */
export function fromFieldsV1(fields: unknown): FieldSet {
  const members = new Set<string>()
  const children = new Map<string, FieldSet>()
  for (const [element, below] of Object.entries(isRecord(fields) ? fields : {})) {
    if (element === '.' || !isRecord(below)) continue
    const { '.': own, ...rest } = below
    if (own !== undefined || Object.keys(rest).length === 0) members.add(element)
    if (Object.keys(rest).length > 0) children.set(element, fromFieldsV1(rest))
  }
  return { members, children }
}

function elementsOf({ members, children }: FieldSet): string[] {
  return [...new Set([...members, ...children.keys()])].sort()
}

/** A path in the words of Kubernetes' conflicts: `.spec.template.spec.containers[name="main"].image`. */
export function pathText(path: readonly string[]): string {
  return path.map(elementText).join('')
}

function elementText(element: string): string {
  const value = element.slice(2)
  if (element.startsWith('f:')) return `.${value}`
  if (element.startsWith('v:')) return `[=${value}]`
  const keys = JSON.parse(value) as Record<string, unknown>
  const pairs = Object.entries(keys).map(([name, each]) => `${name}=${JSON.stringify(each)}`)
  return `[${pairs.join(',')}]`
}
