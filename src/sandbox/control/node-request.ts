import { isRecord } from '../api/json.ts'
import { badRequest } from '../api/status.ts'
import type { Taint, TaintEffect } from '../controllers/types/core.ts'
import type { NodeOptions } from '../nodes/registration.ts'
import { parseQuantity } from '../scheduler/quantity.ts'
import { quantityRule } from '../schema/quantity.ts'

const fields = ['labels', 'taints', 'cpu', 'memory']

/**
 * Reads the body of a request for a new machine. Names, labels and taints are checked by the API itself, in Kubernetes'
 * words, when the node registers.
 *
 * @throws ApiError 400 for a field that is none or of another type.
 */
export function nodeRequest(body: unknown): NodeOptions {
  if (body === undefined) return {}
  if (!isRecord(body)) throw badRequest('a node must be an object with labels, taints, cpu and memory')
  const unknown = Object.keys(body).find(field => !fields.includes(field))
  if (unknown !== undefined) throw badRequest(`unknown field ${JSON.stringify(unknown)} of a node`)
  const { labels = {}, taints = [], cpu, memory } = body
  if (!isTexts(labels)) throw badRequest('labels must be an object of texts')
  if (!Array.isArray(taints)) throw badRequest('taints must be a list')
  return {
    labels,
    taints: taints.map(readTaint),
    ...(cpu === undefined ? {} : { cpu: amount('cpu', cpu) }),
    ...(memory === undefined ? {} : { memory: amount('memory', memory) })
  }
}

function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every(each => typeof each === 'string')
}

function readTaint(taint: unknown): Taint {
  if (!isRecord(taint)) throw badRequest('a taint must be an object with key, value and effect')
  const { key, value, effect } = taint
  if (typeof key !== 'string' || typeof effect !== 'string' || (value !== undefined && typeof value !== 'string'))
    throw badRequest('key, value and effect of a taint must be texts')
  // Which effects there are the API knows, and says so.
  return { key, effect: effect as TaintEffect, ...(value === undefined ? {} : { value }) }
}

function amount(name: string, quantity: unknown): string {
  const number = typeof quantity === 'string' ? parseQuantity(quantity) : NaN
  if (Number.isNaN(number)) throw badRequest(`${name} ${JSON.stringify(quantity)} is no quantity: ${quantityRule}`)
  if (number <= 0) throw badRequest(`${name} must be greater than zero`)
  return String(quantity)
}
