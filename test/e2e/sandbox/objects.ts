/** A pod with one container named `main`, as a manifest. */
export function pod(name: string, container: object, spec: object = {}, labels: Record<string, string> = {}): object {
  const containers = [{ name: 'main', image: 'busybox', ...container }]
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels }, spec: { containers, ...spec } }
}

/** A container that runs a script. */
export function script(text: string): object {
  return { image: 'busybox', command: ['sh', '-c', text] }
}

/** A Deployment or a DaemonSet of one container, labelled `app` with its name. */
export function workload(kind: 'Deployment' | 'DaemonSet', name: string, container: object, spec: object = {}): object {
  const labels = { app: name }
  const containers = [{ name: 'main', image: 'busybox', ...container }]
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers, ...spec } } }
  }
}

/** A Service for the pods of such a workload. */
export function service(name: string, app: string, spec: object): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app }, ...spec } }
}
