/**
 * The images that the sandbox's registries hold; a lab may add its own (catalogue.ts). It is a table to be added to: what is not in it follows from
 * `owners` (their list of repositories is whole) and `registries` (an unknown repository of a known registry is there,
 * and behaves as a quiet server).
 */
export interface ImageEntry {
  /** Registry and repository, for example `docker.io/library/nginx`. */
  readonly name: string
  /** Which tags there are; without it, those that look like versions. */
  readonly tags?: RegExp
  /** Bytes, as the kubelet tells them after a pull. */
  readonly size?: number
  /** The ports that the image's process listens on. */
  readonly ports?: readonly number[]
  /** What the image does by itself: serve, open a shell (that ends at once without a terminal), or finish. */
  readonly runs?: 'server' | 'shell' | 'task'
  /** Milliseconds that a task takes, and how it ends. */
  readonly lasts?: number
  readonly exitCode?: number
  /** Bytes that its process needs: with a limit below it is killed. */
  readonly memory?: number
  /** The paths that it answers over HTTP; without it all of them. */
  readonly paths?: readonly string[]
  /** What its server is, which decides what it answers; without it the name of the image tells. */
  readonly answers?: AnswerKind
  /** The texts of its pages by their paths, `*` for any other; `$(NAME)` stands for a variable of the container. */
  readonly pages?: Readonly<Record<string, string>>
  /** False for an image that has no shell and no tools to be run in it. */
  readonly shell?: boolean
  /** What it writes to its log when it starts. */
  readonly logs?: readonly string[]
}

/** The servers that the sandbox pretends; `nothing` closes the connection, as what speaks another protocol than HTTP. */
export const answerKinds = [
  'nginx',
  'httpd',
  'node-exporter',
  'metrics',
  'elasticsearch',
  'echo',
  'whoami',
  'text',
  'name',
  'nothing'
] as const
export type AnswerKind = (typeof answerKinds)[number]

/** Registries that answer. Others cannot be found by name. */
export const registries: readonly RegExp[] = [
  /^docker\.io$/,
  /^(.+\.)?gcr\.io$/,
  /^registry\.k8s\.io$/,
  /^quay\.io$/,
  /^ghcr\.io$/,
  /^registry\.gitlab\.com$/,
  /^mcr\.microsoft\.com$/,
  /^public\.ecr\.aws$/,
  /^docker\.elastic\.co$/,
  /^nvcr\.io$/,
  /^registry\.access\.redhat\.com$/,
  /^registry\.redhat\.io$/,
  /^.+\.pkg\.dev$/,
  /^.+\.azurecr\.io$/,
  /^.+\.amazonaws\.com$/
]

/** Owners whose repositories are all in the table, so that a name that is not there does not exist. */
export const owners: readonly string[] = ['docker.io/library', 'docker.io/prom']

/** Tags of most images: a moving name or a version with an optional variant. */
export const usualTags =
  /^(latest|stable|edge|main|master|mainline|lts|alpine|slim|perl|[a-z]+-slim|(stable-|mainline-|lts-)?(alpine|slim)|v?\d+(\.\d+){0,3}([-.][a-z0-9]+)*)$/i

/** Words that people use for a tag that is not there. */
export const missingTags = /(non-?exist|does-?not-?exist|nosuch|no-such|missing|broken|invalid|typo)/i

const MB = 1_000_000

const official: readonly ImageEntry[] = [
  {
    name: 'nginx',
    tags: /^(latest|stable|mainline|perl|((stable|mainline)-)?(alpine|perl|alpine-slim|bookworm)|1(\.(\d|1\d|2\d)(\.\d{1,2})?)?(-(alpine|perl|alpine-slim|alpine-perl|bookworm|bullseye))?)$/,
    size: 72_080_558,
    ports: [80],
    paths: ['/', '/index.html', '/50x.html']
  },
  {
    name: 'httpd',
    tags: /^(latest|alpine|bookworm|2(\.[24](\.\d{1,2})?)?(-(alpine|bookworm|bullseye))?)$/,
    size: 58 * MB,
    ports: [80],
    paths: ['/', '/index.html']
  },
  { name: 'redis', answers: 'nothing', size: 52 * MB, ports: [6379] },
  { name: 'memcached', answers: 'nothing', size: 33 * MB, ports: [11211] },
  { name: 'mysql', answers: 'nothing', size: 244 * MB, ports: [3306] },
  { name: 'mariadb', answers: 'nothing', size: 118 * MB, ports: [3306] },
  { name: 'postgres', answers: 'nothing', size: 160 * MB, ports: [5432] },
  {
    name: 'mongo',
    size: 327_004_046,
    ports: [27017],
    pages: { '*': 'It looks like you are trying to access MongoDB over HTTP on the native driver port.\n' }
  },
  { name: 'mongo-express', size: 55 * MB, ports: [8081] },
  { name: 'cassandra', answers: 'nothing', size: 150 * MB, ports: [9042] },
  { name: 'couchdb', size: 100 * MB, ports: [5984] },
  { name: 'elasticsearch', size: 600 * MB, ports: [9200, 9300] },
  { name: 'logstash', size: 400 * MB, ports: [5044, 9600] },
  { name: 'kibana', size: 500 * MB, ports: [5601] },
  { name: 'fluentd', answers: 'nothing', size: 17 * MB, ports: [24224] },
  { name: 'influxdb', size: 110 * MB, ports: [8086] },
  { name: 'telegraf', size: 130 * MB },
  { name: 'rabbitmq', answers: 'nothing', size: 90 * MB, ports: [5672] },
  { name: 'nats', answers: 'nothing', size: 6 * MB, ports: [4222] },
  { name: 'zookeeper', answers: 'nothing', size: 110 * MB, ports: [2181] },
  { name: 'consul', size: 45 * MB, ports: [8500] },
  { name: 'vault', size: 75 * MB, ports: [8200] },
  { name: 'traefik', size: 50 * MB, ports: [80] },
  { name: 'haproxy', size: 40 * MB, ports: [80] },
  { name: 'caddy', size: 18 * MB, ports: [80] },
  { name: 'tomcat', size: 180 * MB, ports: [8080] },
  { name: 'jetty', size: 170 * MB, ports: [8080] },
  { name: 'wordpress', size: 245 * MB, ports: [80] },
  { name: 'drupal', size: 190 * MB, ports: [80] },
  { name: 'ghost', size: 190 * MB, ports: [2368] },
  { name: 'joomla', size: 200 * MB, ports: [80] },
  { name: 'nextcloud', size: 350 * MB, ports: [80] },
  { name: 'registry', size: 10 * MB, ports: [5000] },
  { name: 'docker', size: 90 * MB },
  { name: 'node', size: 390 * MB, runs: 'shell' },
  { name: 'python', size: 360 * MB, runs: 'shell' },
  { name: 'ruby', size: 360 * MB, runs: 'shell' },
  { name: 'php', size: 180 * MB, runs: 'shell' },
  { name: 'golang', size: 300 * MB, runs: 'shell' },
  { name: 'openjdk', size: 240 * MB, runs: 'shell' },
  { name: 'eclipse-temurin', size: 200 * MB, runs: 'shell' },
  { name: 'maven', size: 260 * MB, runs: 'shell' },
  { name: 'perl', size: 330 * MB, runs: 'shell' },
  { name: 'bash', size: 6 * MB, runs: 'shell' },
  {
    name: 'busybox',
    tags: /^(latest|stable|unstable|glibc|musl|uclibc|1(\.\d{1,2}(\.\d)?)?(-(glibc|musl|uclibc))?)$/,
    size: 2_219_949,
    runs: 'shell'
  },
  { name: 'alpine', tags: /^(latest|edge|3(\.\d{1,2}(\.\d{1,2})?)?|20\d{6})$/, size: 3_800_000, runs: 'shell' },
  {
    name: 'ubuntu',
    tags: /^(latest|rolling|devel|(14|16|18|20|22|24)\.04|2[2345]\.(04|10)|trusty|xenial|bionic|focal|jammy|noble)$/,
    size: 29_700_000,
    runs: 'shell'
  },
  {
    name: 'debian',
    tags: /^(latest|stable|testing|sid|(buster|bullseye|bookworm|trixie|stable|\d{1,2}(\.\d{1,2})?)(-slim)?)$/,
    size: 48_500_000,
    runs: 'shell'
  },
  { name: 'fedora', size: 60 * MB, runs: 'shell' },
  { name: 'centos', tags: /^(latest|[678]|centos[678]|7\.\d\.\d+|8\.\d\.\d+)$/, size: 83 * MB, runs: 'shell' },
  { name: 'rockylinux', size: 70 * MB, runs: 'shell' },
  { name: 'amazonlinux', size: 52 * MB, runs: 'shell' },
  { name: 'hello-world', tags: /^(latest|linux)$/, size: 10_072, runs: 'task' }
].map(entry => ({ ...entry, name: `docker.io/library/${entry.name}` }) as ImageEntry)

const prom: readonly ImageEntry[] = [
  {
    name: 'node-exporter',
    tags: /^(latest|main|master|v0\.1[0-8]\.\d|v1\.([0-9]|10)\.[0-2])$/,
    size: 12_640_000,
    ports: [9100],
    paths: ['/', '/metrics']
  },
  { name: 'prometheus', tags: /^(latest|main|v[23](\.\d{1,2}){0,2})$/, size: 110 * MB, ports: [9090] },
  { name: 'alertmanager', tags: /^(latest|main|v0\.\d{1,2}\.\d)$/, size: 30 * MB, ports: [9093] },
  { name: 'pushgateway', tags: /^(latest|master|v[01]\.\d{1,2}\.\d)$/, size: 10 * MB, ports: [9091] },
  { name: 'blackbox-exporter', tags: /^(latest|master|v0\.\d{1,2}\.\d)$/, size: 12 * MB, ports: [9115] },
  { name: 'statsd-exporter', tags: /^(latest|master|v0\.\d{1,2}\.\d)$/, size: 11 * MB, ports: [9102] },
  { name: 'mysqld-exporter', tags: /^(latest|main|v0\.\d{1,2}\.\d)$/, size: 10 * MB, ports: [9104] },
  { name: 'haproxy-exporter', tags: /^(latest|master|v0\.\d{1,2}\.\d)$/, size: 9 * MB, ports: [9101] },
  { name: 'memcached-exporter', tags: /^(latest|master|v0\.\d{1,2}\.\d)$/, size: 9 * MB, ports: [9150] },
  { name: 'cloudwatch-exporter', tags: /^(latest|main|v?0\.\d{1,2}\.\d)$/, size: 100 * MB, ports: [9106] },
  { name: 'busybox', tags: /^(latest|glibc|uclibc)$/, size: 2 * MB, runs: 'shell' }
].map(entry => ({ ...entry, name: `docker.io/prom/${entry.name}` }) as ImageEntry)

export const images: readonly ImageEntry[] = [
  ...official,
  ...prom,
  { name: 'docker.io/polinux/stress', tags: /^(latest|1\.0\.4)$/, size: 4 * MB, runs: 'task' },
  { name: 'docker.io/vish/stress', tags: /^latest$/, size: 2 * MB, runs: 'task' },
  { name: 'docker.io/nginxinc/nginx-unprivileged', size: 72 * MB, ports: [8080] },
  { name: 'docker.io/curlimages/curl', size: 9 * MB, runs: 'task' },
  { name: 'docker.elastic.co/elasticsearch/elasticsearch', size: 600 * MB, ports: [9200, 9300] },
  { name: 'docker.elastic.co/beats/filebeat', size: 130 * MB, answers: 'nothing' },
  { name: 'docker.io/opensearchproject/opensearch', size: 700 * MB, ports: [9200, 9300] },
  { name: 'docker.io/fluent/fluent-bit', size: 40 * MB, answers: 'nothing', ports: [2020] },
  { name: 'docker.io/fluent/fluentd-kubernetes-daemonset', tags: /^v\d[\w.-]*$/, size: 80 * MB, answers: 'nothing' },
  { name: 'docker.io/traefik/whoami', size: 3 * MB, ports: [80], answers: 'whoami' },
  { name: 'docker.io/hashicorp/http-echo', size: 4 * MB, ports: [5678], answers: 'text' },
  { name: 'docker.io/mendhak/http-https-echo', size: 50 * MB, ports: [8080], answers: 'echo' },
  { name: 'docker.io/ealen/echo-server', size: 50 * MB, ports: [80], answers: 'echo' },
  { name: 'registry.k8s.io/echoserver', size: 45 * MB, ports: [8080], answers: 'whoami' },
  { name: 'registry.k8s.io/e2e-test-images/agnhost', size: 50 * MB, answers: 'whoami' },
  { name: 'registry.k8s.io/hpa-example', tags: /^latest$/, size: 180 * MB, ports: [80], pages: { '*': 'OK!' } },
  {
    name: 'gcr.io/google-samples/kubernetes-bootcamp',
    tags: /^v[12]$/,
    size: 80 * MB,
    ports: [8080],
    pages: { '*': 'Hello Kubernetes bootcamp! | Running on: $(HOSTNAME)\n' }
  },
  { name: 'docker.io/grafana/grafana', size: 120 * MB, ports: [3000] },
  { name: 'docker.io/bitnami/kubectl', size: 90 * MB, runs: 'task' },
  {
    name: 'docker.io/stefanprodan/podinfo',
    size: 20 * MB,
    ports: [9898],
    pages: { '/': '{"hostname": "$(HOSTNAME)"}\n', '/healthz': '{"status": "OK"}\n', '/readyz': '{"status": "OK"}\n' }
  },
  {
    name: 'docker.io/nginxdemos/hello',
    tags: /^(latest|plain-text|\d\.\d(-plain-text)?)$/,
    size: 17 * MB,
    ports: [80],
    answers: 'whoami'
  },
  { name: 'docker.io/kennethreitz/httpbin', tags: /^latest$/, size: 200 * MB, ports: [80] },
  { name: 'registry.k8s.io/pause', size: 320_000, shell: false },
  { name: 'k8s.gcr.io/pause', size: 320_000, shell: false },
  { name: 'gcr.io/google_samples/gb-frontend', tags: /^v[1-6]$/, size: 160 * MB, ports: [80] },
  { name: 'gcr.io/google_samples/gb-redisslave', tags: /^v[1-3]$/, size: 50 * MB, ports: [6379] },
  ...['1.0', '2.0'].map(version => ({
    name: 'gcr.io/google-samples/hello-app',
    tags: version === '1.0' ? /^1\.0$/ : /^(2\.0|latest)$/,
    size: 12 * MB,
    ports: [8080],
    pages: { '*': `Hello, world!\nVersion: ${version}.0\nHostname: $(HOSTNAME)\n` }
  }))
]
