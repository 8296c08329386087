/** Tools that look names up and reach servers. */
import { parseUrl } from './http-request.ts'
import type { Process, Steps, Tool } from './process.ts'
import { curl } from './tools-curl.ts'
import { wget } from './tools-wget.ts'

const dns = '10.96.0.10'

export const networkTools: Readonly<Record<string, Tool>> = {
  curl,
  wget,
  *nslookup({ args, around, out }) {
    const [name = ''] = args.filter(arg => !arg.startsWith('-'))
    const found = around.lookup(name)
    if (around.dnsTool === 'old-busybox') {
      yield* out(`Server:    ${dns}\nAddress 1: ${dns} kube-dns.kube-system.svc.cluster.local\n\n`)
      if (found === undefined) {
        yield* out(`nslookup: can't resolve '${name}'\n`)
        return 1
      }
      const lines = found.addresses.map((address, at) => `Address ${at + 1}: ${address} ${nameOf(found, address)}\n`)
      yield* out(`Name:      ${name}\n${lines.join('')}`)
      return 0
    }
    const port = around.dnsTool === 'bind' ? '#53' : ':53'
    yield* out(`Server:\t\t${dns}\nAddress:\t${dns}${port}\n\n`)
    if (found === undefined) {
      yield* out(`** server can't find ${name}: NXDOMAIN\n\n`)
      return 1
    }
    for (const address of found.addresses) yield* out(`Name:\t${found.name}\nAddress: ${address}\n`)
    yield* out('\n')
    return 0
  },
  *getent({ args, around, out }) {
    const [database, name = ''] = args
    const found = database === 'hosts' || database?.startsWith('ahosts') === true ? around.lookup(name) : undefined
    if (found === undefined) return 2
    for (const address of found.addresses) yield* out(`${address.padEnd(15)} ${found.name}\n`)
    return 0
  },
  *nc(process) {
    return yield* knock(process)
  }
}

/** The name that the cluster's DNS gives back for an address. */
function nameOf(found: { readonly name: string; readonly addresses: readonly string[] }, address: string): string {
  return found.addresses.length === 1 ? found.name : `${address.replaceAll('.', '-')}.${found.name}`
}

/** `nc -zv HOST PORT`: whether a port is open; `nc -l` waits for ever. What goes to and fro over it is not pretended. */
function* knock({ args, around, err }: Process): Steps<number> {
  if (args.some(arg => /^-\w*l/.test(arg))) for (;;) yield { kind: 'sleep', milliseconds: 3_600_000 }
  const [host, port] = args.filter((arg, at) => !arg.startsWith('-') && args[at - 1] !== '-w')
  yield { kind: 'step' }
  const url = host === undefined || port === undefined ? undefined : parseUrl(`http://${host}:${port}`)
  if (url === undefined) {
    yield* err('BusyBox v1.37.0 multi-call binary.\n\nUsage: nc [OPTIONS] HOST PORT\n')
    return 1
  }
  const loud = args.some(arg => /^-\w*v/.test(arg))
  const got = around.reach(url.host, url.port)
  if (got.kind === 'unknown-name') {
    yield* err(`nc: bad address '${url.host}'\n`)
    return 1
  }
  const place = `${url.host} (${got.address}:${url.port})`
  if (got.kind === 'open') {
    if (loud) yield* err(`${place} open\n`)
    return 0
  }
  if (loud) yield* err(`nc: ${place}: ${got.kind === 'refused' ? 'Connection refused' : 'Connection timed out'}\n`)
  return 1
}
