import { execFile } from 'node:child_process'
import path from 'node:path'
import type { KubectlRun } from '../../sandbox-cluster.ts'

/**
 * Runs `kubewalk` from the sources, as a learner does in a shell.
 *
 * @param env what is added to a bare environment, for example KUBECONFIG.
 */
export function kubewalk(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<KubectlRun> {
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [path.resolve('src/cli/main.ts'), ...args],
      { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } },
      (error, stdout, stderr) => {
        resolve({ exit: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr })
      }
    )
  })
}
