import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Puts a kubectl into a folder that runs the real one and notes how long each call took. Needs bash 5, for its clock.
 *
 * @param real absolute path of the kubectl that is measured
 */
export async function installKubectlClock(folder: string, real: string): Promise<KubectlClock> {
  const log = path.join(folder, 'calls')
  const script = [
    '#!/usr/bin/env bash',
    // Microseconds: the clock prints six decimals, with the locale's separator.
    'from=${EPOCHREALTIME/[.,]/}',
    `'${real}' "$@"`,
    'code=$?',
    `echo $((\${EPOCHREALTIME/[.,]/} - from)) >>'${log}'`,
    'exit $code',
    ''
  ]
  await writeFile(path.join(folder, 'kubectl'), script.join('\n'), { mode: 0o755 })
  return {
    async take() {
      const text = await readFile(log, 'utf8').catch(() => '')
      await writeFile(log, '')
      const microseconds = text.split('\n').filter(line => line !== '')
      return {
        calls: microseconds.length,
        milliseconds: microseconds.reduce((sum, each) => sum + Number(each), 0) / 1000
      }
    }
  }
}

export interface KubectlClock {
  /** How many calls ended since it was last asked, and how long they took in sum. */
  take(): Promise<{ readonly calls: number; readonly milliseconds: number }>
}
