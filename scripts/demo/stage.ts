import { execFile } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'

export interface Stage {
  /** Prints a heading and a line of explanation. */
  readonly say: (title: string, words: string) => Promise<void>
  /** Starts the sandbox that stays, or finds it, and points all later commands at it. */
  readonly start: () => Promise<void>
  /**
   * Shows a command line of bash with what it prints; what it prints has to match.
   *
   * @param options.within seconds for which the same line is tried again, unseen, until it matches.
   */
  readonly show: (line: string, expected: RegExp, options?: { readonly within?: number }) => Promise<string>
  /** Runs a line without showing it. */
  readonly quietly: (line: string) => Promise<string>
  /** Says how many things held; the exit code. */
  readonly summary: () => number
}

export function openStage({ cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): Stage {
  let environment = env
  let held = 0
  const failed: string[] = []
  const print = (text: string): void => void process.stdout.write(`${text}\n`)

  function run(line: string): Promise<string> {
    return new Promise(resolve => {
      execFile('bash', ['-c', `exec 2>&1; ${line}`], { cwd, env: environment, maxBuffer: 64 << 20 }, (_error, stdout) =>
        resolve(stdout.trimEnd())
      )
    })
  }

  async function show(line: string, expected: RegExp, { within = 0 } = {}): Promise<string> {
    const until = Date.now() + within * 1000
    let output = await run(line)
    while (!expected.test(output) && Date.now() < until) {
      await delay(300)
      output = await run(line)
    }
    print(`$ ${line}`)
    if (output !== '') print(output)
    if (expected.test(output)) held += 1
    else {
      failed.push(line)
      print(`✗ expected ${String(expected)}`)
    }
    return output
  }

  return {
    show,
    quietly: run,
    say(title, words) {
      print(`\n=== ${title}\n${words}\n`)
      return Promise.resolve()
    },
    async start() {
      const line = 'eval "$(kubewalk sandbox start --nodes 2 --proxy)"'
      print(`$ ${line}`)
      const text = await run(`${line} && env -0`)
      const variables = text
        .split('\0')
        .flatMap(each => /^(?:.*\n)*?(KUBECONFIG|KUBECACHEDIR|\w+_proxy)=(.*)$/s.exec(each) ?? [])
      for (let index = 0; index + 2 < variables.length; index += 3)
        environment = { ...environment, [variables[index + 1] ?? '']: variables[index + 2] }
      print(text.slice(0, text.indexOf('\0')).split('\n').slice(0, -1).join('\n'))
      if (variables.length > 0) held += 1
      else failed.push(line)
    },
    summary() {
      print(`\n${held} of ${held + failed.length} things held.`)
      for (const line of failed) print(`✗ ${line}`)
      return failed.length === 0 ? 0 : 1
    }
  }
}
