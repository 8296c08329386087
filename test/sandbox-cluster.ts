import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Client } from '../src/sandbox/client.ts'
import type { Timeline } from '../src/sandbox/nodes/timeline.ts'
import { makeCertificate } from '../src/sandbox/process/certificate.ts'
import { proxyEnvironment } from '../src/shell/proxy.ts'
import { openSandbox, type Sandbox } from '../src/sandbox/sandbox.ts'

/** What a run of kubectl gave. */
export interface KubectlRun {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

export interface TestSandbox {
  /** The path of a kubeconfig for this cluster alone. */
  readonly kubeconfig: string
  /** A private folder, for manifests. */
  readonly folder: string
  readonly client: Client
  readonly sandbox: Sandbox
  readonly token: string
  /** PEM text of the certificate that vouches for the server. */
  readonly certificate: string
  /** The variables by which programs reach what is in the cluster. */
  readonly proxy: Readonly<Record<string, string>>
  /**
   * Runs the real kubectl of PATH.
   *
   * @param options.kubectl another binary; `input` goes to its stdin, `env` on top of the environment.
   */
  kubectl(args: readonly string[], options?: KubectlOptions): Promise<KubectlRun>
  close(): Promise<void>
}

export interface KubectlOptions {
  readonly kubectl?: string
  readonly input?: string
  readonly env?: NodeJS.ProcessEnv
}

/** Starts a whole sandbox in this process, with a real server, for tests that talk to it through kubectl. */
export async function startTestSandbox(
  options: { readonly nodes?: number; readonly timeline?: Timeline; readonly folder?: string } = {}
): Promise<TestSandbox> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kubewalk-sandbox-'))
  const tls = await makeCertificate()
  const token = randomBytes(16).toString('hex')
  const sandbox = await openSandbox({
    folder: options.folder ?? folder,
    nodes: options.nodes ?? 2,
    timeline: options.timeline,
    tls,
    token,
    proxy: { token: randomBytes(16).toString('hex') }
  })
  const kubeconfig = path.join(folder, 'kubeconfig')
  const named = (name: string, fields: object) => [{ name: 'sandbox', [name]: fields }]
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: named('cluster', {
      server: sandbox.server.url,
      'certificate-authority-data': Buffer.from(tls.cert).toString('base64')
    }),
    users: named('user', { token }),
    contexts: named('context', { cluster: 'sandbox', user: 'sandbox', namespace: 'default' }),
    'current-context': 'sandbox'
  }
  writeFileSync(kubeconfig, JSON.stringify(config), { mode: 0o600 })
  return {
    kubeconfig,
    folder,
    client: sandbox.client,
    sandbox,
    token,
    certificate: tls.cert,
    proxy: proxyEnvironment(sandbox.proxy?.url ?? '', {}),
    kubectl(args, { kubectl = 'kubectl', input, env } = {}) {
      const cache = path.join(folder, 'cache')
      return new Promise(resolve => {
        const child = execFile(
          kubectl,
          ['--cache-dir', cache, ...args],
          {
            cwd: folder,
            env: { ...process.env, KUBECONFIG: kubeconfig, KUBECACHEDIR: cache, ...env },
            maxBuffer: 64 << 20
          },
          (error, stdout, stderr) => {
            const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
            resolve({ exit, stdout, stderr: stderr || (error !== null && stdout === '' ? error.message : stderr) })
          }
        )
        if (input !== undefined) child.stdin?.end(input)
      })
    },
    async close() {
      await sandbox.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
