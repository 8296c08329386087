/**
 * The variables by which programs find the way to what is in a sandbox: curl, wget and most libraries ask the proxy of
 * `http_proxy` for every URL that begins with `http://`. Nothing changes for `https://`, so that kubectl, git and package
 * managers go where they always go.
 *
 * @param proxy the sandbox's, with its token.
 * @param own what the variables said before.
 */
export function proxyEnvironment(proxy: string, own: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const kept = (own.no_proxy ?? own.NO_PROXY ?? '').split(',').map(entry => entry.trim())
  const direct = [...new Set(['localhost', '127.0.0.1', '::1', ...kept.filter(isElsewhere)])].join(',')
  return { http_proxy: proxy, HTTP_PROXY: proxy, no_proxy: direct, NO_PROXY: direct }
}

/** Whether an entry of no_proxy stays: one that could mean a node, a pod or a Service would lead past the sandbox. */
function isElsewhere(entry: string): boolean {
  if (/^[\d.]+(\/\d+)?$/.test(entry)) return !/^(0|10|172)\./.test(entry)
  return /^\*?\.?[\w-]+(\.[\w-]+)+$/.test(entry) && !/\.(local|svc)$/.test(entry)
}
