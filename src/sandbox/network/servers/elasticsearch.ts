/**
 * A collector with the part of Elasticsearch's API by which agents send records and people look at them. It keeps them in
 * memory for as long as its container runs, and writes each to its log, so that one sees what arrives.
 */
import { randomBytes } from 'node:crypto'
import { isRecord } from '../../api/json.ts'
import type { ContainerInstance } from '../../nodes/container-instance.ts'
import { answerOf, pathOf, queryOf, type PodAnswer, type PodRequest } from '../exchange.ts'
import type { Server, Serving } from './server.ts'

interface Document {
  readonly id: string
  readonly version: number
  readonly source: unknown
}

type Indexes = Map<string, Map<string, Document>>

/** Gone with the container's run that they belong to. */
const kept = new WeakMap<ContainerInstance, Indexes>()
/** Of one index; the oldest goes when there are more. */
const mostDocuments = 10_000

export const elasticsearch: Server = (request, serving) => {
  let indexes = kept.get(serving.instance)
  if (indexes === undefined) {
    indexes = new Map()
    kept.set(serving.instance, indexes)
  }
  try {
    return answer(request, serving, indexes)
  } catch (error) {
    if (!(error instanceof BadRecord)) throw error
    return failed(400, error.kind, error.message)
  }
}

class BadRecord extends Error {
  readonly kind: string
  constructor(kind: string, message: string) {
    super(message)
    this.kind = kind
  }
}

function answer(request: PodRequest, serving: Serving, indexes: Indexes): PodAnswer {
  const { method } = request
  const [first, second, third, ...more] = pathOf(request)
    .split('/')
    .filter(part => part !== '')
  const isRead = method === 'GET' || method === 'HEAD'
  const isWrite = method === 'POST' || method === 'PUT'
  if (more.length > 0) return unknown(request)
  if (first === undefined) return isRead ? json(200, banner(serving)) : unknown(request)
  if (first === '_bulk' && second === undefined && isWrite) return bulk(request, serving, indexes, undefined)
  if (first === '_cat') return isRead ? cat(request, serving, indexes, second ?? '') : unknown(request)
  if (first === '_cluster' && second === 'health') return json(200, health(serving))
  if (first === '_search' || first === '_count') return look(request, indexes, undefined, first)
  if (first.startsWith('_')) return unknown(request)
  if (second === undefined) return ofIndex(request, serving, indexes, first)
  if (second === '_bulk' && isWrite) return bulk(request, serving, indexes, first)
  if (second === '_search' || second === '_count') return look(request, indexes, first, second)
  if (second === '_refresh') return json(200, { _shards: shards })
  if (second !== '_doc' && second !== '_create') return unknown(request)
  if (isWrite) {
    const result = store(serving, indexes, first, third, parse(text(request)))
    return json(result.result === 'created' ? 201 : 200, result)
  }
  const found = third === undefined ? undefined : indexes.get(first)?.get(third)
  if (method === 'DELETE' && third !== undefined) {
    indexes.get(first)?.delete(third)
    return json(found ? 200 : 404, { _index: first, _id: third, result: found ? 'deleted' : 'not_found' })
  }
  if (found === undefined) return json(404, { _index: first, _id: third, found: false })
  return json(200, { _index: first, _id: found.id, _version: found.version, found: true, _source: found.source })
}

const shards = { total: 2, successful: 1, failed: 0 }

/** @returns what Elasticsearch says of a record that it took. */
function store(serving: Serving, indexes: Indexes, index: string, id: string | undefined, source: unknown) {
  if (!isRecord(source))
    throw new BadRecord('mapper_parsing_exception', 'failed to parse: a record must be a JSON object')
  if (!/^[a-z0-9.][a-z0-9._-]*$/.test(index))
    throw new BadRecord('invalid_index_name_exception', `Invalid index name [${index}], must be lowercase`)
  let documents = indexes.get(index)
  if (documents === undefined) {
    documents = new Map()
    indexes.set(index, documents)
    write(serving, 'cluster.metadata', `[${index}] creating index, cause [auto]`)
  }
  const number = documents.size + 1
  const name = id ?? randomBytes(15).toString('base64url')
  const version = (documents.get(name)?.version ?? 0) + 1
  documents.set(name, { id: name, version, source })
  const [oldest] = documents.keys()
  if (documents.size > mostDocuments && oldest !== undefined) documents.delete(oldest)
  write(serving, 'index', `[${index}] from ${serving.client}: ${JSON.stringify(source)}`)
  const result = version === 1 ? 'created' : 'updated'
  return { _index: index, _id: name, _version: version, result, _shards: shards, _seq_no: number - 1, _primary_term: 1 }
}

/** NDJSON: a line that says what to do, and for most a line with the record. */
function bulk(request: PodRequest, serving: Serving, indexes: Indexes, index: string | undefined): PodAnswer {
  const lines = text(request)
    .split('\n')
    .filter(line => line.trim() !== '')
  if (lines.length === 0) throw new BadRecord('parse_exception', 'request body is required')
  const items: object[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const action = parse(lines[at] ?? '')
    const [verb = '', to = {}] = isRecord(action) ? (Object.entries(action)[0] ?? []) : []
    const target = isRecord(to) ? to : {}
    const name = typeof target['_index'] === 'string' ? target['_index'] : index
    if (!['index', 'create', 'update', 'delete'].includes(verb) || name === undefined)
      throw new BadRecord('illegal_argument_exception', `Malformed action/metadata line [${at + 1}]`)
    const id = typeof target['_id'] === 'string' ? target['_id'] : undefined
    if (verb === 'delete') {
      const found = indexes.get(name)?.delete(id ?? '') === true
      items.push({
        delete: { _index: name, _id: id, result: found ? 'deleted' : 'not_found', status: found ? 200 : 404 }
      })
      continue
    }
    at += 1
    const record = parse(lines[at] ?? '')
    const source = verb === 'update' && isRecord(record) && isRecord(record['doc']) ? record['doc'] : record
    const stored = store(serving, indexes, name, id, source)
    items.push({ [verb]: { ...stored, status: stored.result === 'created' ? 201 : 200 } })
  }
  return json(200, { took: 1, errors: false, items })
}

function look(request: PodRequest, indexes: Indexes, name: string | undefined, what: string): PodAnswer {
  const chosen = chosenIndexes(indexes, name)
  if (chosen.length === 0 && name !== undefined) return noIndex(name)
  const query = queryOf(request)
  const wanted = matcher(query.get('q'))
  const hits = chosen.flatMap(([index, documents]) =>
    [...documents.values()].flatMap(({ id, source }) =>
      wanted(source) ? [{ _index: index, _id: id, _score: 1, _source: source }] : []
    )
  )
  if (what === '_count') return json(200, { count: hits.length, _shards: shards })
  const body = request.body.trim() === '' ? {} : parse(text(request))
  const size = Number(query.get('size') ?? (isRecord(body) ? body['size'] : undefined) ?? 10)
  const total = { value: hits.length, relation: 'eq' }
  const shown = hits.slice(0, Number.isInteger(size) && size >= 0 ? size : 10)
  return json(200, { took: 1, timed_out: false, _shards: shards, hits: { total, max_score: 1, hits: shown } })
}

/** `field:word` or `word`, as the simplest of Lucene's queries. */
function matcher(query: string | null): (source: unknown) => boolean {
  if (query === null || query === '' || query === '*' || query === '*:*') return () => true
  const [, field, word = ''] = /^(?:([\w.@-]+):)?"?(.*?)"?$/.exec(query) ?? []
  return source => {
    if (!isRecord(source)) return false
    const values = field === undefined ? Object.values(source) : [source[field]]
    return values.some(value => String(value).toLowerCase().includes(word.toLowerCase()) && value !== undefined)
  }
}

/** An index by its name, or several by a `*` in it. */
function chosenIndexes(indexes: Indexes, name: string | undefined): [string, Map<string, Document>][] {
  if (name === undefined || name === '_all') return [...indexes]
  const parts = name.split(',').map(part => part.split('*'))
  const fits = (index: string, [start = '', ...rest]: readonly string[]): boolean =>
    rest.length === 0
      ? index === start
      : index.startsWith(start) && index.endsWith(rest.at(-1) ?? '') && rest.every(each => index.includes(each))
  return [...indexes].filter(([index]) => parts.some(part => fits(index, part)))
}

function ofIndex(request: PodRequest, serving: Serving, indexes: Indexes, name: string): PodAnswer {
  const chosen = chosenIndexes(indexes, name)
  if (request.method === 'PUT') {
    if (indexes.has(name)) return failed(400, 'resource_already_exists_exception', `index [${name}] already exists`)
    indexes.set(name, new Map())
    write(serving, 'cluster.metadata', `[${name}] creating index, cause [api]`)
    return json(200, { acknowledged: true, shards_acknowledged: true, index: name })
  }
  if (chosen.length === 0) return noIndex(name)
  if (request.method === 'DELETE') {
    for (const [index] of chosen) indexes.delete(index)
    return json(200, { acknowledged: true })
  }
  return json(200, Object.fromEntries(chosen.map(([index]) => [index, { aliases: {}, mappings: {}, settings: {} }])))
}

function cat(request: PodRequest, serving: Serving, indexes: Indexes, what: string): PodAnswer {
  const headed = queryOf(request).has('v')
  if (what === 'indices') {
    const rows = [...indexes].map(([index, documents]) => {
      const size = [...documents.values()].reduce((sum, { source }) => sum + JSON.stringify(source).length, 0)
      return ['yellow', 'open', index, '1', '1', String(documents.size), '0', `${(size / 1024 + 0.2).toFixed(1)}kb`]
    })
    return columns(
      headed ? [['health', 'status', 'index', 'pri', 'rep', 'docs.count', 'docs.deleted', 'store.size'], ...rows] : rows
    )
  }
  if (what === 'health') {
    const row = [serving.pod.metadata.name, health(serving).status, '1', '1']
    return columns(headed ? [['cluster', 'status', 'node.total', 'node.data'], row] : [row])
  }
  if (what === 'count') {
    const count = [...indexes.values()].reduce((sum, documents) => sum + documents.size, 0)
    return columns(headed ? [['count'], [String(count)]] : [[String(count)]])
  }
  return unknown(request)
}

function columns(rows: readonly (readonly string[])[]): PodAnswer {
  const widths = (rows[0] ?? []).map((_cell, at) => Math.max(...rows.map(row => (row[at] ?? '').length)))
  const lines = rows.map(row =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(' ')
      .trimEnd()
  )
  return answerOf(200, lines.map(line => `${line}\n`).join(''), 'text/plain; charset=UTF-8')
}

function banner({ pod, tag }: Serving): object {
  const number = /^\d+(\.\d+)+/.exec(tag)?.[0] ?? '8.19.7'
  return {
    name: pod.metadata.name,
    cluster_name: 'docker-cluster',
    version: { number, build_flavor: 'default', build_type: 'docker' },
    tagline: 'You Know, for Search'
  }
}

function health({ pod }: Serving) {
  return {
    cluster_name: pod.metadata.name,
    status: 'green',
    timed_out: false,
    number_of_nodes: 1,
    number_of_data_nodes: 1
  }
}

function write({ log, now, pod }: Serving, logger: string, message: string): void {
  const at = new Date(now).toISOString().replace('Z', '').replace('.', ',')
  log(`[${at}][INFO ][${logger}] [${pod.metadata.name}] ${Buffer.from(message, 'utf8').toString('latin1')}`)
}

function text({ body }: PodRequest): string {
  return Buffer.from(body, 'latin1').toString('utf8')
}

function parse(given: string): unknown {
  try {
    return JSON.parse(given)
  } catch {
    throw new BadRecord('x_content_parse_exception', `not JSON: ${given.trim().slice(0, 80)}`)
  }
}

function json(status: number, body: unknown): PodAnswer {
  const bytes = Buffer.from(`${JSON.stringify(body)}\n`, 'utf8').toString('latin1')
  return { status, headers: { 'x-elastic-product': 'Elasticsearch', 'content-type': 'application/json' }, body: bytes }
}

function failed(status: number, type: string, reason: string): PodAnswer {
  return json(status, { error: { root_cause: [{ type, reason }], type, reason }, status })
}

function noIndex(name: string): PodAnswer {
  return failed(404, 'index_not_found_exception', `no such index [${name}]`)
}

function unknown({ method, target }: PodRequest): PodAnswer {
  return failed(400, 'illegal_argument_exception', `no handler found for uri [${target}] and method [${method}]`)
}
