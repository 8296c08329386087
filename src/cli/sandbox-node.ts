import { askSandbox, sandboxAtHand } from '../cluster/sandbox-access.ts'
import { exitCodes, failure, success, type Outcome } from '../failure.ts'
import { kubewalkPaths } from '../paths.ts'
import { plain } from '../shell/sanitise.ts'
import { sandboxTexts } from '../texts/texts.ts'

export interface NodeFlags {
  readonly label?: readonly string[]
  readonly taint?: readonly string[]
  readonly cpu?: string
  readonly memory?: string
}

/** `kubewalk sandbox node add NAME`: a machine joins the sandbox at hand. */
export async function nodeAdd(name: string, flags: NodeFlags): Promise<Outcome<number>> {
  const labels = readLabels(flags.label ?? [])
  if (!labels.ok) return labels
  const taints = readTaints(flags.taint ?? [])
  if (!taints.ok) return taints
  const { cpu, memory } = flags
  const body = { labels: labels.value, taints: taints.value, cpu, memory }
  return told(await ask('POST', `/nodes/${encodeURIComponent(name)}`, body), sandboxTexts.joined(plain(name)))
}

/** `kubewalk sandbox node remove NAME`: a machine leaves with its Node object. */
export async function nodeRemove(name: string): Promise<Outcome<number>> {
  return told(await ask('DELETE', `/nodes/${encodeURIComponent(name)}`), sandboxTexts.left(plain(name)))
}

/** `kubewalk sandbox node stop NAME`: its power is cut; the cluster notices when it was silent for too long. */
export async function nodeStop(name: string): Promise<Outcome<number>> {
  const stopped = await ask('POST', `/nodes/${encodeURIComponent(name)}/stop`)
  return told(stopped, sandboxTexts.stopped(plain(name)), sandboxTexts.stoppedBefore(plain(name)))
}

/** `kubewalk sandbox node start NAME`: a stopped machine boots. */
export async function nodeStart(name: string): Promise<Outcome<number>> {
  const started = await ask('POST', `/nodes/${encodeURIComponent(name)}/start`)
  return told(started, sandboxTexts.boots(plain(name)), sandboxTexts.onBefore(plain(name)))
}

/** `kubewalk sandbox clock`: how fast the sandbox's time passes, and with a speed, from now on. */
export async function sandboxClock(speed: number | undefined): Promise<Outcome<number>> {
  if (speed !== undefined) {
    const changed = await ask('PUT', '/clock', { speed })
    return told(changed, sandboxTexts.passes(timesAsFast(speed)))
  }
  const asked = await ask('GET', '')
  if (!asked.ok) return asked
  const { clock } = asked.value as { readonly clock: { readonly speed: number; readonly now: string } }
  process.stdout.write(`${sandboxTexts.clock(clock.now, timesAsFast(clock.speed))}\n`)
  return success(exitCodes.passed)
}

function timesAsFast(speed: number): string {
  return speed === 1 ? sandboxTexts.asFast : sandboxTexts.timesAsFast(speed)
}

async function ask(method: string, to: string, body?: unknown): Promise<Outcome<unknown>> {
  const access = await sandboxAtHand(kubewalkPaths())
  return access.ok ? askSandbox(access.value, method, to, body) : access
}

function told(answer: Outcome<unknown>, done: string, before = done): Outcome<number> {
  if (!answer.ok) return answer
  const { changed = true } = answer.value as { readonly changed?: boolean }
  process.stdout.write(`${changed ? done : before}\n`)
  return success(exitCodes.passed)
}

function readLabels(texts: readonly string[]): Outcome<Record<string, string>> {
  const labels: Record<string, string> = {}
  for (const text of texts) {
    const [, key, value] = /^([^=]+)=(.*)$/.exec(text) ?? []
    if (key === undefined || value === undefined) return failure('bad-input', sandboxTexts.noLabel(plain(text)))
    labels[key] = value
  }
  return success(labels)
}

interface TaintText {
  readonly key: string
  readonly value?: string
  readonly effect: string
}

/** Taints as kubectl writes them: `KEY=VALUE:EFFECT` or `KEY:EFFECT`. */
function readTaints(texts: readonly string[]): Outcome<TaintText[]> {
  const taints: TaintText[] = []
  for (const text of texts) {
    const [, key, value, effect] = /^([^=:]+)(?:=([^:]*))?:([A-Za-z]+)$/.exec(text) ?? []
    if (key === undefined || effect === undefined) return failure('bad-input', sandboxTexts.noTaint(plain(text)))
    taints.push({ key, ...(value === undefined ? {} : { value }), effect })
  }
  return success(taints)
}
