import { equalJson, isRecord } from '../json.ts'

type Step = (value: unknown) => readonly unknown[]

/**
 * Reads a JSONPath of the simple form that printer columns and selectable fields have: names, indices, `[*]` and
 * filters such as `[?(@.type=="Ready")]` (client-go/util/jsonpath, v1.35).
 *
 * @param path begins with a dot
 * @returns what gives all that a path leads to, nothing where something on the way is missing; undefined when the path
 *   cannot be read
 */
export function readJsonPath(path: string): ((value: unknown) => unknown[]) | undefined {
  const steps: Step[] = []
  let rest = path
  while (rest !== '') {
    const [step, length] = readStep(rest) ?? []
    if (!step || length === undefined) return undefined
    steps.push(step)
    rest = rest.slice(length)
  }
  return value => steps.reduce((values: unknown[], step) => values.flatMap(step), [value])
}

function readStep(text: string): readonly [Step, number] | undefined {
  if (text === '.') return [value => [value], 1]
  const name = /^\.((?:\\.|[^.[\]\\])+)/.exec(text)
  if (name) return [member((name[1] ?? '').replaceAll(/\\(.)/g, '$1')), name[0].length]
  const quoted = /^\.?\['((?:\\.|[^'\\])*)'\]/.exec(text) ?? /^\.?\["((?:\\.|[^"\\])*)"\]/.exec(text)
  if (quoted) return [member((quoted[1] ?? '').replaceAll(/\\(.)/g, '$1')), quoted[0].length]
  const all = /^\.?\[\*\]/.exec(text)
  if (all) return [elements, all[0].length]
  const index = /^\[(-?\d+)\]/.exec(text)
  if (index) return [element(Number(index[1])), index[0].length]
  const filter = /^\[\?\(\s*@((?:\.[^\s=!<>)]+)+)\s*(?:(==|!=|<=|>=|<|>)\s*([^)]+?)\s*)?\)\]/.exec(text)
  return filter ? filterStep(filter[1] ?? '', filter[2], filter[3] ?? '', filter[0].length) : undefined
}

function member(name: string): Step {
  if (name === '*') return elements
  return value => (isRecord(value) && Object.hasOwn(value, name) ? [value[name]] : [])
}

function element(index: number): Step {
  return value => (Array.isArray(value) ? (value as unknown[]).slice(index).slice(0, 1) : [])
}

function elements(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isRecord(value) ? Object.values(value) : []
}

function filterStep(path: string, operator: string | undefined, text: string, length: number) {
  const left = readJsonPath(path)
  const wanted = literal(text)
  if (!left || (operator !== undefined && wanted === undefined)) return undefined
  const holds = (value: unknown): boolean => {
    const [found] = left(value)
    if (operator === undefined) return found !== undefined
    if (operator === '==') return equalJson(found, wanted)
    if (operator === '!=') return !equalJson(found, wanted)
    if (typeof found !== typeof wanted || (typeof found !== 'number' && typeof found !== 'string')) return false
    const [one, other] = [found, wanted as typeof found]
    return { '<': one < other, '>': one > other, '<=': one <= other, '>=': one >= other }[operator] === true
  }
  return [(value: unknown) => (Array.isArray(value) ? (value as unknown[]).filter(holds) : []), length] as const
}

function literal(text: string): unknown {
  const quoted = /^'([^']*)'$/.exec(text) ?? /^"([^"]*)"$/.exec(text)
  if (quoted) return quoted[1]
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}
