import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** The files of one sandbox, all in its private folder (0700). The objects themselves lie in `objects/`. */
export function placesIn(folder: string) {
  return {
    /** 0600; its path stays the same from start to start. */
    kubeconfig: path.join(folder, 'kubeconfig'),
    /** How to reach the process that serves it now; see ServedAt. */
    served: path.join(folder, 'server.json'),
    log: path.join(folder, 'log')
  }
}

/** Where the running process answers, written when it does. */
export interface ServedAt {
  readonly pid: number
  readonly url: string
  readonly token: string
  /** PEM text of the certificate that vouches for the server. */
  readonly certificateAuthority: string
  /** The HTTP proxy to what is in the cluster, with its token; the same from start to start when its port is free. */
  readonly proxy?: string
  /** The names under which damaged files were set aside at its start. */
  readonly setAside?: readonly string[]
  /** Milliseconds since the epoch. */
  readonly since: number
}

/** @returns undefined when there is none, or it is damaged. */
export async function readServedAt(folder: string): Promise<ServedAt | undefined> {
  try {
    const read = JSON.parse(await readFile(placesIn(folder).served, 'utf8')) as Partial<ServedAt> | null
    const { pid, url, token, certificateAuthority, proxy, setAside, since } = read ?? {}
    if (typeof pid !== 'number' || typeof url !== 'string' || !URL.canParse(url) || typeof token !== 'string')
      return undefined
    if (typeof certificateAuthority !== 'string' || typeof since !== 'number') return undefined
    return {
      pid,
      url,
      token,
      certificateAuthority,
      ...(typeof proxy === 'string' && URL.canParse(proxy) ? { proxy } : {}),
      ...(Array.isArray(setAside) ? { setAside: setAside.map(String) } : {}),
      since
    }
  } catch {
    return undefined
  }
}

/** A kubeconfig with this one cluster (client-go's tools/clientcmd/api/v1), as YAML. */
export function kubeconfigText(served: ServedAt): string {
  const authority = Buffer.from(served.certificateAuthority).toString('base64')
  return `apiVersion: v1
kind: Config
current-context: kubewalk-sandbox
clusters:
- name: kubewalk-sandbox
  cluster:
    server: ${served.url}
    certificate-authority-data: ${authority}
contexts:
- name: kubewalk-sandbox
  context:
    cluster: kubewalk-sandbox
    user: kubewalk-learner
    namespace: default
users:
- name: kubewalk-learner
  user:
    token: ${served.token}
`
}

/** Writes a private file whole or not at all. */
export async function writePrivate(file: string, text: string): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic')
  await writeFileAtomic(file, text, { mode: 0o600 })
}
