/** Metrics in the text format of Prometheus: node_exporter's of its node, and the few that every exporter has. */
import { timeOf } from '../../controllers/runtime/pods.ts'
import { parseQuantity } from '../../scheduler/quantity.ts'
import { answerOf, pathOf } from '../exchange.ts'
import type { Server, Serving } from './server.ts'

const textFormat = 'text/plain; version=0.0.4; charset=utf-8'

type Samples = readonly (readonly [labels: string, value: number])[]
type Metric = readonly [name: string, type: 'gauge' | 'counter', help: string, samples: Samples]

export const nodeExporter: Server = (request, serving) => {
  const path = pathOf(request)
  if (path === '/metrics') return answerOf(200, text([...nodeMetrics(serving), ...ownMetrics(serving)]), textFormat)
  return path === '/' ? landing('Node Exporter', 'Prometheus Node Exporter') : missing
}

/** An exporter of which no more is known than that it is one. */
export const metrics: Server = (request, serving) => {
  const path = pathOf(request)
  const short = serving.image.name.slice(serving.image.name.lastIndexOf('/') + 1)
  if (path === '/metrics') return answerOf(200, text(ownMetrics(serving)), textFormat)
  return path === '/' ? landing(short, short) : missing
}

const missing = answerOf(404, '404 page not found\n')

function landing(title: string, heading: string) {
  const page = `<!DOCTYPE html>\n<html lang="en">\n<head><title>${title}</title></head>\n<body>\n<h1>${heading}</h1>\n<ul><li><a href="/metrics">Metrics</a></li></ul>\n</body>\n</html>\n`
  return answerOf(200, page, 'text/html; charset=UTF-8')
}

function text(all: readonly Metric[]): string {
  return all
    .map(([name, type, help, samples]) => {
      const lines = samples.map(([labels, value]) => `${name}${labels === '' ? '' : `{${labels}}`} ${number(value)}`)
      return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n')
    })
    .join('')
}

/** As Go's strconv writes it in this format: large numbers with an exponent. */
function number(value: number): string {
  if (Math.abs(value) < 1e6 || !Number.isFinite(value)) return String(value)
  const [digits = '', exponent = '0'] = value.toExponential().split('e+')
  return `${digits}e+${exponent.padStart(2, '0')}`
}

/** The share of its time that a core of an idle machine spends in each mode. */
const modes = { idle: 0.95, iowait: 0.002, irq: 0, nice: 0, softirq: 0.003, steal: 0, system: 0.015, user: 0.03 }

function nodeMetrics({ node, pod, tag, now }: Serving): Metric[] {
  const { capacity = {}, nodeInfo = {} } = node?.status ?? {}
  const name = node?.metadata.name ?? pod.spec.nodeName ?? ''
  const cores = Math.max(1, Math.floor(parseQuantity(capacity['cpu'] ?? '1')))
  const memory = parseQuantity(capacity['memory'] ?? '0')
  const disk = parseQuantity(capacity['ephemeral-storage'] ?? '0')
  const boot = timeOf(node?.metadata.creationTimestamp) / 1000
  const up = Math.max(0, now / 1000 - boot)
  const used = Math.min(memory, 700 * 2 ** 20)
  const uname = `domainname="(none)",machine="x86_64",nodename="${name}",release="${nodeInfo['kernelVersion'] ?? ''}",sysname="Linux",version="#1 SMP PREEMPT_DYNAMIC"`
  const file = 'device="/dev/sda1",fstype="ext4",mountpoint="/"'
  const times = Array.from({ length: cores }, (_none, core) =>
    Object.entries(modes).map(([mode, share]) => [`cpu="${core}",mode="${mode}"`, round(up * share)] as const)
  ).flat()
  return [
    ['node_boot_time_seconds', 'gauge', 'Node boot time, in unixtime.', [['', boot]]],
    ['node_cpu_seconds_total', 'counter', 'Seconds the CPUs spent in each mode.', times],
    ['node_exporter_build_info', 'gauge', 'A metric with a constant 1 value.', [[`version="${versionOf(tag)}"`, 1]]],
    [
      'node_filesystem_avail_bytes',
      'gauge',
      'Filesystem space available to non-root users in bytes.',
      [[file, Math.round(disk * 0.8)]]
    ],
    ['node_filesystem_size_bytes', 'gauge', 'Filesystem size in bytes.', [[file, disk]]],
    ['node_load1', 'gauge', '1m load average.', [['', round(cores * 0.05)]]],
    ['node_memory_MemAvailable_bytes', 'gauge', 'Memory information field MemAvailable_bytes.', [['', memory - used]]],
    [
      'node_memory_MemFree_bytes',
      'gauge',
      'Memory information field MemFree_bytes.',
      [['', Math.round((memory - used) * 0.7)]]
    ],
    ['node_memory_MemTotal_bytes', 'gauge', 'Memory information field MemTotal_bytes.', [['', memory]]],
    ['node_time_seconds', 'gauge', 'System time in seconds since epoch (1970).', [['', now / 1000]]],
    ['node_uname_info', 'gauge', 'Labeled system information as provided by the uname system call.', [[uname, 1]]]
  ]
}

function ownMetrics({ instance, image, tag, now }: Serving): Metric[] {
  const short = image.name.slice(image.name.lastIndexOf('/') + 1).replaceAll('-', '_')
  const up = (now - instance.startedAt) / 1000
  const build: Metric[] =
    short === 'node_exporter'
      ? []
      : [[`${short}_build_info`, 'gauge', 'A metric with a constant 1 value.', [[`version="${versionOf(tag)}"`, 1]]]]
  return [
    ...build,
    [
      'process_cpu_seconds_total',
      'counter',
      'Total user and system CPU time spent in seconds.',
      [['', round(up * 0.002)]]
    ],
    ['process_resident_memory_bytes', 'gauge', 'Resident memory size in bytes.', [['', 20 * 2 ** 20]]],
    [
      'process_start_time_seconds',
      'gauge',
      'Start time of the process since unix epoch in seconds.',
      [['', instance.startedAt / 1000]]
    ]
  ]
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function versionOf(tag: string): string {
  return /^v?\d/.test(tag) ? tag.replace(/^v/, '') : '1.10.2'
}
