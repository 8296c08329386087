import type { Pod } from '../../controllers/types/core.ts'
import type { ImageEntry } from '../images.ts'
import type { Tree } from '../shell/files.ts'

/** The root of a new container: what the kubelet writes into it, and a little of its image. */
export function rootOf(pod: Pod, image: ImageEntry): Tree {
  const { name, namespace = 'default' } = pod.metadata
  const hostname = pod.spec.hostname ?? name
  const address = pod.status?.podIP ?? '127.0.0.1'
  const tree: Tree = new Map()
  for (const folder of [
    'bin',
    'dev',
    'etc',
    'home',
    'lib',
    'proc',
    'root',
    'sys',
    'tmp',
    'usr',
    'usr/bin',
    'var',
    'var/log',
    'var/run'
  ])
    tree.set(folder, null)
  tree.set('etc/hostname', `${hostname}\n`)
  tree.set('etc/hosts', `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n${address}\t${hostname}\n`)
  const search = [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local'].join(' ')
  tree.set('etc/resolv.conf', `search ${search}\nnameserver 10.96.0.10\noptions ndots:5\n`)
  const [id, label] = systemOf(image)
  tree.set('etc/os-release', `NAME="${label}"\nID=${id}\nPRETTY_NAME="${label}"\n`)
  if (/\/nginx(-slim|-unprivileged)?$/.test(image.name)) {
    const port = image.name.endsWith('-unprivileged') ? 8080 : 80
    tree.set('usr/share/nginx/html/index.html', nginxPage)
    tree.set('etc/nginx/conf.d/default.conf', `server {\n    listen       ${port};\n    server_name  localhost;\n}\n`)
  }
  if (image.name.endsWith('/httpd'))
    tree.set('usr/local/apache2/htdocs/index.html', '<html><body><h1>It works!</h1></body></html>\n')
  return tree
}

const nginxPage =
  '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n' +
  '<p>This page comes from a pretended nginx in the kubewalk sandbox.</p>\n</body>\n</html>\n'

function systemOf({ name }: ImageEntry): [string, string] {
  if (/\/(alpine|curl)$/.test(name)) return ['alpine', 'Alpine Linux v3.22']
  if (name.endsWith('/ubuntu')) return ['ubuntu', 'Ubuntu 24.04.3 LTS']
  if (name.endsWith('/busybox')) return ['busybox', 'BusyBox']
  return ['debian', 'Debian GNU/Linux 13 (trixie)']
}
