/** Which of the pretended servers an image runs. */
import type { ContainerInstance } from '../../nodes/container-instance.ts'
import type { AnswerKind, ImageEntry } from '../../nodes/images.ts'
import { elasticsearch } from './elasticsearch.ts'
import { httpd } from './files.ts'
import { metrics, nodeExporter } from './metrics.ts'
import { nginx, nginxPorts } from './nginx.ts'
import { echo, named, pages, text, whoami } from './small.ts'
import type { Server } from './server.ts'

const servers: Readonly<Record<AnswerKind, Server>> = {
  nginx,
  httpd,
  'node-exporter': nodeExporter,
  metrics,
  elasticsearch,
  echo,
  whoami,
  text,
  name: named,
  nothing: () => undefined
}

export function serverOf(entry: ImageEntry): Server {
  if (entry.pages !== undefined) return pages
  return servers[entry.answers ?? answersOf(entry.name)]
}

/**
 * The ports on which a server listens when its container tells; undefined when they follow from the image alone.
 */
export function configuredPorts(entry: ImageEntry, instance: ContainerInstance): readonly number[] | undefined {
  return serverOf(entry) === nginx ? nginxPorts(instance) : undefined
}

/** What the images of an owner are called tells what they are: `bitnami/nginx`, `quay.io/prometheus/node-exporter`. */
function answersOf(name: string): AnswerKind {
  const short = name.slice(name.lastIndexOf('/') + 1)
  if (/^nginx(-slim|-unprivileged)?$/.test(short)) return 'nginx'
  if (short === 'httpd') return 'httpd'
  if (short === 'node-exporter') return 'node-exporter'
  if (/^(elasticsearch|opensearch)$/.test(short)) return 'elasticsearch'
  if (/-exporter$/.test(short)) return 'metrics'
  return 'name'
}
