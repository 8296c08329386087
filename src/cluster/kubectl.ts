import type { Outcome } from '../failure.ts'
import type { KubectlProcess } from './start-kubectl.ts'

/** Runs kubectl for the app itself (checks, header), never for the learner's commands. */
export interface Kubectl {
  /**
   * Runs `kubectl ARGUMENTS` and gives back its streams; a non-zero exit is a result, not an error.
   *
   * @param options.cwd the folder that relative file names are taken from.
   */
  run(args: readonly string[], options?: { readonly cwd?: string; readonly timeoutMs?: number }): Promise<KubectlResult>
  /**
   * `kubectl get ARGUMENTS -o json`: the object or the List. An object that does not exist is `undefined`, with
   * `--ignore-not-found` semantics. A server that cannot be reached, or bad arguments, is a failure with kubectl's words.
   */
  get(args: readonly string[]): Promise<Outcome<KubernetesObject | undefined>>
}

/** The kubectl of a cluster, which can also be started to stay. */
export interface ClusterKubectl extends Kubectl {
  /**
   * Starts `kubectl ARGUMENTS`, which goes on until it is stopped, or this process ends.
   *
   * @param folder is removed then.
   */
  start(args: readonly string[], folder?: string): KubectlProcess
}

export interface KubectlResult {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** Parsed JSON of a Kubernetes object or List. */
export interface KubernetesObject {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata?: {
    readonly name?: string
    readonly namespace?: string
    readonly uid?: string
    readonly generation?: number
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
    readonly [field: string]: unknown
  }
  readonly items?: readonly KubernetesObject[]
  readonly [field: string]: unknown
}

/** The cluster that a session works on. */
export interface Cluster {
  /** For people: "sandbox", or "your own cluster NAME". */
  readonly label: string
  readonly kind: 'sandbox' | 'context'
  /** For the journal: `sandbox`, or `context:NAME`. */
  readonly id: string
  /** A private, minified kubeconfig (0600) that names this cluster alone. */
  readonly kubeconfig: string
  /** Where every kubectl that works on this cluster keeps what it discovers (KUBECACHEDIR). */
  readonly cacheFolder: string
  /** Of a sandbox: the HTTP proxy to nodes, pods and Services, with its token. */
  readonly proxy?: string
  readonly kubectl: ClusterKubectl
  /** Lets go of the cluster; the lasting sandbox goes on by itself. */
  close(): Promise<void>
}
