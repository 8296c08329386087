/** What well-known servers write, in their own form; the sandbox runs none of them. */
import type { Container } from '../controllers/types/core.ts'
import type { ImageEntry } from './images.ts'
import { dateText } from './shell/date-text.ts'
import type { Steps } from './shell/process.ts'

export interface ServerView {
  readonly container: Container
  readonly image: ImageEntry
  readonly tag: string
  readonly hostname: string
  readonly now: () => number
}

/** A server says that it is up. */
export function* serverStart(view: ServerView): Steps<void> {
  const short = shortName(view)
  const lines = view.image.logs === undefined ? (starts[short] ?? quiet)(view) : view.image.logs
  for (const line of lines) {
    yield { kind: 'write', stream: stderr.has(short) ? 'stderr' : 'stdout', text: `${line}\n` }
    yield { kind: 'sleep', milliseconds: 3 }
  }
}

function shortName({ image }: ServerView): string {
  return image.name.slice(image.name.lastIndexOf('/') + 1)
}

/** A server that never ends: it says that it is up, and from time to time that it still is. */
export function* serverProgram(view: ServerView): Steps<number> {
  yield* serverStart(view)
  const goesOn = later[shortName(view)]
  for (let round = 1; ; round += 1) {
    yield { kind: 'sleep', milliseconds: goesOn === undefined ? 3_600_000 : goesOn.every }
    if (goesOn === undefined) continue
    for (const line of goesOn.lines(view, round)) yield { kind: 'write', stream: 'stdout', text: `${line}\n` }
  }
}

const stderr = new Set(['node-exporter', 'prometheus', 'alertmanager', 'pushgateway', 'httpd'])

type Lines = (view: ServerView) => string[]

const time = (view: ServerView, form: string): string => dateText(new Date(view.now()), form)
const iso = (view: ServerView): string => new Date(view.now()).toISOString()

const quiet: Lines = view => [
  `${iso(view)} starting ${view.image.name.slice(view.image.name.lastIndexOf('/') + 1)} ${view.tag}`,
  ...(view.image.ports ?? view.container.ports?.map(port => port.containerPort) ?? []).map(
    port => `${iso(view)} listening on :${port}`
  )
]

function prometheusLine(view: ServerView, source: string, message: string): string {
  return `time=${iso(view)} level=INFO source=${source} msg=${JSON.stringify(message)}`
}

const starts: Readonly<Record<string, Lines>> = {
  nginx: view => {
    const at = time(view, '%Y/%m/%d %H:%M:%S')
    return [
      '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
      '/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/',
      '/docker-entrypoint.sh: Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh',
      '/docker-entrypoint.sh: Configuration complete; ready for start up',
      `${at} [notice] 1#1: using the "epoll" event method`,
      `${at} [notice] 1#1: nginx/${/^\d+(\.\d+)+/.exec(view.tag)?.[0] ?? '1.29.3'}`,
      `${at} [notice] 1#1: start worker processes`,
      `${at} [notice] 1#1: start worker process 29`,
      `${at} [notice] 1#1: start worker process 30`
    ]
  },
  httpd: view => [
    `[${time(view, '%a %b %d %H:%M:%S.000000 %Y')}] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.66 (Unix) configured -- resuming normal operations`,
    `[${time(view, '%a %b %d %H:%M:%S.000000 %Y')}] [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'`
  ],
  'node-exporter': view => [
    prometheusLine(view, 'node_exporter.go:216', 'Starting node_exporter'),
    prometheusLine(view, 'node_exporter.go:217', 'Build context'),
    prometheusLine(view, 'node_exporter.go:141', 'Enabled collectors'),
    ...['cpu', 'diskstats', 'filesystem', 'loadavg', 'meminfo', 'netdev', 'uname'].map(name =>
      prometheusLine(view, 'node_exporter.go:143', name)
    ),
    `${prometheusLine(view, 'tls_config.go:346', 'Listening on')} address=[::]:9100`,
    `${prometheusLine(view, 'tls_config.go:349', 'TLS is disabled.')} http2=false address=[::]:9100`
  ],
  prometheus: view => [
    prometheusLine(view, 'main.go:700', 'Starting Prometheus Server'),
    prometheusLine(view, 'web.go:650', 'Start listening for connections'),
    prometheusLine(view, 'main.go:1288', 'TSDB started'),
    prometheusLine(view, 'main.go:1273', 'Server is ready to receive web requests.')
  ],
  redis: view => {
    const at = time(view, '%d %b %Y %H:%M:%S.000')
    return [
      `1:C ${at} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo`,
      `1:M ${at} * Running mode=standalone, port=6379.`,
      `1:M ${at} * Server initialized`,
      `1:M ${at} * Ready to accept connections tcp`
    ]
  },
  mysql: view => [
    `${time(view, '%F %T')}+00:00 [Note] [Entrypoint]: Entrypoint script for MySQL Server started.`,
    `${iso(view)} 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld) starting as process 1`,
    `${iso(view)} 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections.  port: 3306  MySQL Community Server - GPL.`
  ],
  postgres: view => {
    const at = time(view, '%F %T.000 UTC')
    return [
      `${at} [1] LOG:  starting PostgreSQL`,
      `${at} [1] LOG:  listening on IPv4 address "0.0.0.0", port 5432`,
      `${at} [1] LOG:  database system is ready to accept connections`
    ]
  },
  'hello-world': () => [
    '',
    'Hello from Docker!',
    'This message shows that your installation appears to be working correctly.',
    ''
  ],
  pause: () => []
}

interface Later {
  /** Milliseconds between two rounds. */
  readonly every: number
  readonly lines: (view: ServerView, round: number) => string[]
}

const later: Readonly<Record<string, Later>> = {
  redis: {
    every: 300_000,
    lines: view => [`1:M ${time(view, '%d %b %Y %H:%M:%S.000')} * 1 changes in 300 seconds. Saving...`]
  },
  prometheus: { every: 7_200_000, lines: view => [prometheusLine(view, 'head.go:1371', 'WAL checkpoint complete')] },
  fluentd: {
    every: 60_000,
    lines: view => [`${time(view, '%F %T')} +0000 [info]: #0 following tail of /var/log/containers/*.log`]
  }
}
