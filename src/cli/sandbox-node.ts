import { askSandbox, sandboxAtHand } from '../cluster/sandbox-access.ts'
import { exitCodes, failure, success, type Outcome } from '../failure.ts'
import { kubewalkPaths } from '../paths.ts'
import { plain } from '../shell/sanitise.ts'

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
  return told(await ask('POST', `/nodes/${encodeURIComponent(name)}`, body), `${plain(name)} joined.`)
}

/** `kubewalk sandbox node remove NAME`: a machine leaves with its Node object. */
export async function nodeRemove(name: string): Promise<Outcome<number>> {
  return told(await ask('DELETE', `/nodes/${encodeURIComponent(name)}`), `${plain(name)} left.`)
}

/** `kubewalk sandbox node stop NAME`: its power is cut; the cluster notices when it was silent for too long. */
export async function nodeStop(name: string): Promise<Outcome<number>> {
  const stopped = `${plain(name)} has no power; the cluster notices after 50 seconds of the sandbox's time.`
  return told(
    await ask('POST', `/nodes/${encodeURIComponent(name)}/stop`),
    stopped,
    `${plain(name)} had no power before.`
  )
}

/** `kubewalk sandbox node start NAME`: a stopped machine boots. */
export async function nodeStart(name: string): Promise<Outcome<number>> {
  const started = `${plain(name)} boots.`
  return told(await ask('POST', `/nodes/${encodeURIComponent(name)}/start`), started, `${plain(name)} was on before.`)
}

/** `kubewalk sandbox clock`: how fast the sandbox's time passes, and with a speed, from now on. */
export async function sandboxClock(speed: number | undefined): Promise<Outcome<number>> {
  if (speed !== undefined) {
    const changed = await ask('PUT', '/clock', { speed })
    return told(changed, `The sandbox's time passes ${timesAsFast(speed)}.`)
  }
  const asked = await ask('GET', '')
  if (!asked.ok) return asked
  const { clock } = asked.value as { readonly clock: { readonly speed: number; readonly now: string } }
  process.stdout.write(`The sandbox's time is ${clock.now} and passes ${timesAsFast(clock.speed)}.\n`)
  return success(exitCodes.passed)
}

function timesAsFast(speed: number): string {
  return speed === 1 ? "as the machine's" : `${speed} times as fast as the machine's`
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
    if (key === undefined || value === undefined)
      return failure('bad-input', `"${plain(text)}" is no label: write KEY=VALUE, as in --label disk=ssd.`)
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
    if (key === undefined || effect === undefined) {
      const form = 'write KEY=VALUE:EFFECT or KEY:EFFECT, as in --taint dedicated=db:NoSchedule'
      return failure('bad-input', `"${plain(text)}" is no taint: ${form}.`)
    }
    taints.push({ key, ...(value === undefined ? {} : { value }), effect })
  }
  return success(taints)
}
