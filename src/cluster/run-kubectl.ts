import { failure, success, type Outcome } from '../failure.ts'
import { plain } from '../shell/sanitise.ts'
import { clusterTexts } from '../texts/texts.ts'
import type { ClusterKubectl, KubectlResult, KubernetesObject } from './kubectl.ts'
import { startKubectl } from './start-kubectl.ts'

export interface KubectlOptions {
  /** Absolute path of the program; see findKubectl. */
  readonly program: string
  /** The only kubeconfig that it sees. */
  readonly kubeconfig: string
  /** Where it keeps what it discovers. */
  readonly cacheFolder: string
  /** What else it sees; that of the process when not given. A login of the learner's cluster may need all of it. */
  readonly environment?: NodeJS.ProcessEnv
}

const defaultTimeoutMs = 15_000
const timedOut = 124

/** kubectl for the app itself; see Kubectl and ClusterKubectl for what its functions give. Nothing runs yet. */
export function openKubectl(options: KubectlOptions): ClusterKubectl {
  const env = {
    ...(options.environment ?? process.env),
    KUBECONFIG: options.kubeconfig,
    KUBECACHEDIR: options.cacheFolder,
    // The learner's aliases and default flags (kuberc, from kubectl 1.33) are not for checks.
    KUBERC: 'off'
  }

  async function run(
    args: readonly string[],
    settings: { readonly cwd?: string; readonly timeoutMs?: number } = {}
  ): Promise<KubectlResult> {
    const { execa } = await import('execa')
    const timeout = settings.timeoutMs ?? defaultTimeoutMs
    const result = await execa(options.program, args, {
      env,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      stripFinalNewline: false,
      timeout,
      killDescendants: true,
      forceKillAfterDelay: 1000,
      ...(settings.cwd === undefined ? {} : { cwd: settings.cwd })
    })
    if (result.timedOut)
      return { exit: timedOut, stdout: result.stdout, stderr: `kubectl did not answer within ${timeout / 1000} s.\n` }
    if (result.exitCode === undefined && result.signal === undefined)
      return {
        exit: 127,
        stdout: '',
        stderr: `${clusterTexts.cannotStart(options.program, result.shortMessage ?? '')}\n`
      }
    return { exit: result.exitCode ?? 128, stdout: result.stdout, stderr: plain(result.stderr) }
  }

  async function get(args: readonly string[]): Promise<Outcome<KubernetesObject | undefined>> {
    const { exit, stdout, stderr } = await run(['get', ...args, '-o', 'json', '--ignore-not-found'])
    if (exit !== 0) {
      // `--ignore-not-found` does not cover a namespace or a list of names in every version.
      if (/\(NotFound\)/.test(stderr) && !/the server could not find the requested resource/.test(stderr))
        return success(undefined)
      return failure('bad-input', inClearWords(stderr))
    }
    if (stdout.trim() === '') return success(undefined)
    try {
      return success(JSON.parse(stdout) as KubernetesObject)
    } catch {
      return failure('bad-input', clusterTexts.noJson(`kubectl get ${args.join(' ')}`, firstLine(stdout)))
    }
  }

  return { run, get, start: (args, folder) => startKubectl(options.program, args, env, folder) }
}

/** What kubectl says when it fails, and what it means. The texts are those of client-go and kubectl's cmd/util. */
const meanings: readonly (readonly [pattern: RegExp, meaning: keyof typeof clusterTexts.meanings])[] = [
  [/connection refused|ECONNREFUSED|was refused/i, 'refused'],
  [/no such host|server misbehaving/i, 'unknownHost'],
  [
    /i\/o timeout|deadline exceeded|TLS handshake timeout|did not answer within|no route to host|network is unreachable/i,
    'unreachable'
  ],
  [/Unauthorized|must be logged in|provide credentials/i, 'unauthorized'],
  [/Forbidden|cannot \w+ resource/i, 'forbidden'],
  [/x509:|certificate/i, 'certificate'],
  [/doesn't have a resource type/i, 'unknownKind'],
  [/executable .* not found|exec plugin/i, 'login'],
  [/^EOF$|unexpected EOF|connection reset/im, 'brokenOff']
]

/** One sentence for people from what kubectl wrote to stderr, with kubectl's own words behind it. */
export function inClearWords(stderr: string): string {
  const text = plain(stderr).trim()
  const meaning = meanings.find(([pattern]) => pattern.test(text))?.[1]
  const said = text === '' ? clusterTexts.saidNothing : firstLine(text)
  return meaning === undefined ? clusterTexts.failed(said) : `${clusterTexts.meanings[meaning]} (kubectl: ${said})`
}

/** The last line that says something: the lines before it are warnings and retries (klog's begin with E and a date). */
function firstLine(text: string): string {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  const telling = lines.filter(line => !/^[EWI]\d{4} |^Warning:/.test(line))
  return (telling[0] ?? lines.at(-1) ?? '').trim().slice(0, 500)
}
