import { isRecord } from '../api/json.ts'
import { failure, success, type Outcome } from '../../failure.ts'
import { parseQuantity } from '../scheduler/quantity.ts'
import { parseImageReference } from './image-reference.ts'
import { answerKinds, type AnswerKind, type ImageEntry } from './images.ts'

const fields = [
  'image',
  'tags',
  'size',
  'ports',
  'runs',
  'lasts',
  'exit',
  'memory',
  'paths',
  'answers',
  'pages',
  'shell',
  'logs'
]

/**
 * Reads the images that a lab tells of (docs/labs.md, images.yml).
 *
 * @returns a failure whose message is one sentence and names the entry, counted from 1.
 */
export function readImages(list: unknown): Outcome<ImageEntry[]> {
  if (!Array.isArray(list)) return failure('bad-input', 'images must be a list')
  const entries: ImageEntry[] = []
  for (const [index, each] of list.entries()) {
    const entry = readImage(each)
    if (!entry.ok) return failure('bad-input', `image ${index + 1}: ${entry.failure.message}`)
    entries.push(entry.value)
  }
  return success(entries)
}

function readImage(each: unknown): Outcome<ImageEntry> {
  const wrong = (message: string) => failure('bad-input', message)
  if (!isRecord(each)) return wrong('it must be an object with the field image')
  const unknown = Object.keys(each).find(field => !fields.includes(field))
  if (unknown !== undefined)
    return wrong(`there is no field ${JSON.stringify(unknown)}; there are ${fields.join(', ')}`)
  const { image, tags, size, ports, runs, lasts, exit, memory, paths, answers, pages, shell, logs } = each
  const reference = typeof image === 'string' ? parseImageReference(image) : undefined
  if (!reference?.ok) return wrong(`image must be a name such as shop/frontend, not ${JSON.stringify(image)}`)
  if (reference.value.digest !== undefined || /:[^/]+$/.test(String(image)))
    return wrong('image must be a name without a tag; tags is a list of its own')
  if (tags !== undefined && !isTexts(tags)) return wrong('tags must be a list of texts')
  if (paths !== undefined && !isTexts(paths)) return wrong('paths must be a list of texts')
  if (logs !== undefined && !isTexts(logs)) return wrong('logs must be a list of texts')
  if (ports !== undefined && !(Array.isArray(ports) && ports.every(isPort)))
    return wrong('ports must be a list of numbers from 1 to 65535')
  if (runs !== undefined && runs !== 'server' && runs !== 'shell' && runs !== 'task')
    return wrong('runs must be server, shell or task')
  if (answers !== undefined && !isAnswerKind(answers)) return wrong(`answers must be one of ${answerKinds.join(', ')}`)
  if (pages !== undefined && !arePages(pages))
    return wrong('pages must be texts by their paths, such as "/healthz": ok, or by "*" for any other path')
  if (pages !== undefined && (answers ?? paths) !== undefined)
    return wrong('pages says what it answers: leave answers and paths out')
  if (shell !== undefined && typeof shell !== 'boolean') return wrong('shell must be true or false')
  if (exit !== undefined && !(Number.isInteger(exit) && Number(exit) >= 0 && Number(exit) <= 255))
    return wrong('exit must be a whole number from 0 to 255')
  const duration = lasts === undefined ? undefined : milliseconds(lasts)
  if (lasts !== undefined && duration === undefined) return wrong('lasts must be a time such as 500ms, 5s or 2m')
  const [bytes, needed] = [amount(size), amount(memory)]
  if (Number.isNaN(bytes)) return wrong('size must be a quantity such as 25Mi')
  if (Number.isNaN(needed)) return wrong('memory must be a quantity such as 200Mi')
  const { registry, repository } = reference.value
  return success({
    name: `${registry}/${repository}`,
    // Without tags every tag is there.
    tags: tags === undefined ? /^/ : new RegExp(`^(${tags.map(escaped).join('|')})$`),
    ...(bytes === undefined ? {} : { size: Math.round(bytes) }),
    ...(needed === undefined ? {} : { memory: needed }),
    ...(ports === undefined ? {} : { ports: ports as number[] }),
    ...(runs === undefined ? ((lasts ?? exit) === undefined ? {} : { runs: 'task' as const }) : { runs }),
    ...(duration === undefined ? {} : { lasts: duration }),
    ...(exit === undefined ? {} : { exitCode: Number(exit) }),
    ...(paths === undefined ? {} : { paths }),
    ...(answers === undefined ? {} : { answers }),
    ...(pages === undefined ? {} : { pages }),
    ...(shell === undefined ? {} : { shell }),
    ...(logs === undefined ? {} : { logs })
  })
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(each => typeof each === 'string')
}

function isAnswerKind(value: unknown): value is AnswerKind {
  return (answerKinds as readonly unknown[]).includes(value)
}

function arePages(value: unknown): value is Record<string, string> {
  return (
    isRecord(value) &&
    Object.entries(value).every(([path, text]) => (path.startsWith('/') || path === '*') && typeof text === 'string')
  )
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65535
}

function amount(quantity: unknown): number | undefined {
  if (quantity === undefined) return undefined
  const number = typeof quantity === 'string' || typeof quantity === 'number' ? parseQuantity(quantity) : NaN
  return number >= 0 ? number : NaN
}

function milliseconds(text: unknown): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(String(text)) ?? []
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
  return number === undefined ? undefined : Number(number) * (units[unit] ?? 1)
}

function escaped(tag: string): string {
  return tag.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
