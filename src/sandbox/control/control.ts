/**
 * The sandbox's own endpoint, beside the Kubernetes API and with the same token: what a learner can do to the machines
 * and to the time, which no API of a cluster offers.
 *
 *     GET    /sandbox                     the machines and the clock
 *     POST   /sandbox/nodes/NAME          a machine joins; the body is NodeRequest
 *     DELETE /sandbox/nodes/NAME          it leaves
 *     POST   /sandbox/nodes/NAME/stop     its power is cut
 *     POST   /sandbox/nodes/NAME/start    it is switched on again
 *     PUT    /sandbox/clock               { "speed": N }
 *     PUT    /sandbox/images              { "images": [...] }, the lab's images in the form of docs/labs.md
 */
import { ApiError, badRequest, noSuchPath } from '../api/status.ts'
import { isRecord } from '../api/json.ts'
import type { AdjustableClock } from '../clock.ts'
import { readImages } from '../nodes/catalogue-file.ts'
import type { SandboxNodes } from '../nodes/nodes.ts'
import type { Catalogue } from '../nodes/registry.ts'
import { nodeRequest } from './node-request.ts'

/** @throws ApiError for what it does not know or will not do. */
export type Control = (method: string, path: readonly string[], body: unknown) => unknown

export interface Controlled {
  readonly nodes: SandboxNodes
  readonly clock: AdjustableClock
  readonly catalogue: Catalogue
  /** Told when something has changed that must outlive the process; `images` when these are others. */
  readonly changed: (change?: { readonly images: readonly unknown[] }) => void
}

const fastest = 600

export function createControl({ nodes, clock, catalogue, changed }: Controlled): Control {
  function describe(): unknown {
    return { nodes: nodes.machines(), clock: { speed: clock.speed, now: new Date(clock.now()).toISOString() } }
  }

  function powered(name: string, on: boolean): unknown {
    const before = nodes.machines().find(machine => machine.name === name)
    if (before === undefined) throw noMachine(name)
    if (before.powered !== on) {
      if (on) nodes.powerOn(name)
      else nodes.powerOff(name)
      changed()
    }
    return { name, powered: on, changed: before.powered !== on }
  }

  function node(method: string, name: string, verb: string | undefined, body: unknown): unknown {
    if (verb === 'stop' || verb === 'start') {
      expectMethod(method, 'POST')
      return powered(name, verb === 'start')
    }
    if (verb !== undefined) throw noSuchPath()
    if (method === 'DELETE') {
      if (!nodes.remove(name)) throw noMachine(name)
      changed()
      return { name }
    }
    expectMethod(method, 'POST')
    nodes.add(name, nodeRequest(body))
    changed()
    return { name, powered: true }
  }

  function setClock(method: string, body: unknown): unknown {
    expectMethod(method, 'PUT')
    const speed = isRecord(body) ? body.speed : undefined
    if (typeof speed !== 'number' || !(speed >= 1 && speed <= fastest))
      throw badRequest(`the speed of the clock must be a number from 1 to ${fastest}`)
    clock.setSpeed(speed)
    changed()
    return { speed }
  }

  function setImages(method: string, body: unknown): unknown {
    expectMethod(method, 'PUT')
    const list = isRecord(body) ? body.images : undefined
    const entries = readImages(list)
    if (!entries.ok) throw badRequest(entries.failure.message)
    catalogue.add(entries.value)
    changed({ images: list as readonly unknown[] })
    return { images: entries.value.length }
  }

  return (method, [part, name, verb, ...rest], body) => {
    if (rest.length > 0) throw noSuchPath()
    if (part === undefined) {
      expectMethod(method, 'GET')
      return describe()
    }
    if (part === 'nodes' && name !== undefined) return node(method, name, verb, body)
    if (part === 'clock' && name === undefined) return setClock(method, body)
    if (part === 'images' && name === undefined) return setImages(method, body)
    throw noSuchPath()
  }
}

function expectMethod(method: string, wanted: string): void {
  if (method !== wanted)
    throw new ApiError(405, 'MethodNotAllowed', `this path of the sandbox takes ${wanted}, not ${method}`)
}

function noMachine(name: string): ApiError {
  return new ApiError(404, 'NotFound', `the sandbox has no machine ${JSON.stringify(name)}`)
}
