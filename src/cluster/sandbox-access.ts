import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import path from 'node:path'
import { failure, success, type Outcome } from '../failure.ts'
import type { Paths } from '../paths.ts'
import { connectSandbox } from '../sandbox/process/sandbox-process.ts'
import { plain } from '../shell/sanitise.ts'
import { accessTexts } from '../texts/texts.ts'
import { lastingSandbox } from './sandbox.ts'

/** How to reach a running sandbox. */
export interface SandboxAccess {
  readonly url: string
  readonly token: string
  /** PEM text. */
  readonly certificateAuthority: string
}

/**
 * The sandbox that a command without further words means: the one that KUBECONFIG leads to, as in `sandbox run -- …` and
 * in a lab's shell, else the lasting one.
 *
 * No other cluster is asked anything: what a sandbox is shows in the kubeconfig itself.
 */
export async function sandboxAtHand(
  paths: Paths,
  environment: NodeJS.ProcessEnv = process.env
): Promise<Outcome<SandboxAccess>> {
  const files = (environment.KUBECONFIG ?? '').split(path.delimiter).filter(file => file !== '')
  if (files.length > 0) return sandboxIn(files)
  const running = await connectSandbox({ paths, name: lastingSandbox })
  if (!running) return failure('bad-input', accessTexts.sandboxNotRunning)
  return success(running.served)
}

interface Entry {
  readonly name?: string
  readonly context?: { readonly cluster?: string; readonly user?: string }
  readonly cluster?: { readonly server?: string; readonly 'certificate-authority-data'?: string }
  readonly user?: { readonly token?: string }
}

interface Config {
  readonly 'current-context'?: string
  readonly contexts?: readonly Entry[]
  readonly clusters?: readonly Entry[]
  readonly users?: readonly Entry[]
}

/**
 * The sandbox that kubeconfigs lead to.
 *
 * @returns a failure when they lead elsewhere.
 */
export async function sandboxIn(files: readonly string[]): Promise<Outcome<SandboxAccess>> {
  const elsewhere = failure('refused', accessTexts.noSandbox(plain(files.join(path.delimiter))))
  const configs: Config[] = []
  for (const file of files) configs.push(await readConfig(file))
  // client-go merges files so that the first to say something counts.
  const find = (list: 'contexts' | 'clusters' | 'users', name: string | undefined): Entry | undefined =>
    configs.flatMap(config => config[list] ?? []).find(entry => entry.name === name)
  const current = configs.map(config => config['current-context']).find(name => name !== undefined && name !== '')
  const context = find('contexts', current)?.context
  const cluster = find('clusters', context?.cluster)?.cluster
  const token = find('users', context?.user)?.user?.token
  const certificateAuthority = Buffer.from(cluster?.['certificate-authority-data'] ?? '', 'base64').toString()
  const url = cluster?.server ?? ''
  if (token === undefined || !/^https:\/\/(127\.0\.0\.1|\[::1\]):\d+$/.test(url)) return elsewhere
  return isSandboxes(certificateAuthority) ? success({ url, token, certificateAuthority }) : elsewhere
}

/** @returns an empty one when the file is not there or holds none. */
async function readConfig(file: string): Promise<Config> {
  try {
    const { load } = await import('js-yaml')
    const read: unknown = load(await readFile(file, 'utf8'))
    return typeof read === 'object' && read !== null ? read : {}
  } catch {
    return {}
  }
}

/** Whether a certificate is one that sandboxes serve with (sandbox/process/certificate.ts). */
function isSandboxes(certificate: string): boolean {
  try {
    return new X509Certificate(certificate).subject === 'CN=kubewalk sandbox'
  } catch {
    return false
  }
}

/**
 * Asks the sandbox's own endpoint (sandbox/control/control.ts).
 *
 * @returns the answer's JSON, or the sentence with which the sandbox refused.
 */
export function askSandbox(
  access: SandboxAccess,
  method: string,
  to: string,
  body?: unknown
): Promise<Outcome<unknown>> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  return new Promise(resolve => {
    const call = request(
      `${access.url}/sandbox${to}`,
      {
        method,
        agent: false,
        ca: access.certificateAuthority,
        headers: {
          authorization: `Bearer ${access.token}`,
          ...(text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
        }
      },
      response => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => resolve(outcomeOf(response.statusCode ?? 0, Buffer.concat(chunks).toString())))
        response.on('error', error => resolve(unreachable(error)))
      }
    )
    call.on('error', error => resolve(unreachable(error)))
    call.end(text)
  })
}

function unreachable(error: Error): Outcome<unknown> {
  return failure('bad-input', accessTexts.sandboxSilent(plain(error.message)))
}

function outcomeOf(code: number, text: string): Outcome<unknown> {
  const answer: unknown = JSON.parse(text)
  if (code < 300) return success(answer)
  const message = typeof answer === 'object' && answer !== null && 'message' in answer ? String(answer.message) : ''
  return failure('bad-input', accessTexts.sandboxRefused(plain(message)))
}
