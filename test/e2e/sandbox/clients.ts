import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { findProgram } from '../../../src/shell/programs.ts'
import type { TestSandbox } from '../../sandbox-cluster.ts'

/**
 * Other versions that lie beside the kubectl on PATH (`kubectl.1.27`), as some distributions have them: those before 1.31
 * speak SPDY, later ones websockets.
 */
export function clientsBeside(): string[] {
  const found = findProgram('kubectl', process.env.PATH)
  const folder = found === undefined ? '' : path.dirname(realpathSync(found))
  return ['1.27', '1.29', '1.32', '1.33'].map(version => path.join(folder, `kubectl.${version}`)).filter(existsSync)
}

/** A kubectl that goes on until it is ended. */
export interface LastingKubectl {
  /** Resolves with the match of a pattern in what it has written; rejects when it ended without. */
  written(pattern: RegExp): Promise<RegExpExecArray>
  readonly text: string
  /** Its exit code, once it has ended by itself; null after a signal. */
  readonly ended: Promise<number | null>
  end(): Promise<void>
}

export function startKubectl(cluster: TestSandbox, args: readonly string[], kubectl = 'kubectl'): LastingKubectl {
  const cache = path.join(cluster.folder, 'cache')
  const child: ChildProcess = spawn(kubectl, ['--cache-dir', cache, ...args], {
    env: { ...process.env, KUBECONFIG: cluster.kubeconfig, KUBECACHEDIR: cache },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let text = ''
  const waiting = new Set<() => void>()
  const take = (chunk: Buffer): void => {
    text += chunk.toString()
    for (const look of [...waiting]) look()
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  const ended = new Promise<number | null>(resolve => child.once('close', code => resolve(code)))
  return {
    ended,
    get text() {
      return text
    },
    written(pattern) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(text)
          if (match === null) return
          waiting.delete(look)
          resolve(match)
        }
        waiting.add(look)
        look()
        void ended.then(() => reject(new Error(`kubectl ended without writing ${String(pattern)}: ${text}`)))
      })
    },
    async end() {
      child.kill('SIGTERM')
      await ended
    }
  }
}
