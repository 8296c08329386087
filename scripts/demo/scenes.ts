import type { Stage } from './stage.ts'

export interface Scene {
  readonly title: string
  readonly words: string
  readonly play: (stage: Stage) => Promise<void>
}

const soon = { within: 60 }
const late = { within: 180 }

/** A pod as JSON in a bash word. */
function pod(name: string, container: object, spec: object = {}): string {
  const containers = [{ name: 'main', image: 'busybox', ...container }]
  return `'${JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers, ...spec } })}'`
}

const needing = (cpu: string): object => ({ image: 'nginx', resources: { requests: { cpu } } })

export const scenes: readonly Scene[] = [
  {
    title: 'Machines on request',
    words:
      'A machine joins, loses its power, comes back and leaves. Time passes faster meanwhile, so that nobody waits.',
    async play({ show }) {
      await show('kubewalk sandbox node add node3 --label disk=ssd --cpu 2', /node3 joined/)
      await show('kubectl get nodes -L disk', /node3 +Ready .*ssd/)
      await show('kubewalk sandbox clock --speed 60', /60 times/)
      await show('kubewalk sandbox node stop node3', /no power/)
      await show('kubectl get node node3', /NotReady/, soon)
      await show("kubectl get node node3 -o jsonpath='{.spec.taints[*].key}'", /unreachable/, soon)
      await show('kubewalk sandbox node start node3', /boots/)
      await show('kubectl get node node3', /node3 +Ready/, soon)
      await show('kubewalk sandbox node remove node3', /node3 left/)
      await show('kubewalk sandbox clock --speed 1', /as the machine/)
      await show('kubectl get nodes', /^(?!.*node3)[^]*node2/)
    }
  },
  {
    title: 'Lives of pods',
    words:
      'One is pulled and runs, one crashes again and again, one needs more memory than it may have, one has a misspelt image.',
    async play({ show }) {
      await show('kubectl run web --image=nginx --port=80', /created/)
      await show('kubectl get pod web', /1\/1 +Running/, soon)
      await show('kubectl events --for pod/web', /Pulling image "nginx"[^]*Successfully pulled[^]*Started/, soon)
      await show("kubectl run crash --image=busybox -- sh -c 'echo out of ideas; exit 3'", /created/)
      await show('kubectl get pod crash', /CrashLoopBackOff/, late)
      await show('kubectl logs crash --previous', /out of ideas/)
      const hungry = {
        image: 'polinux/stress',
        command: ['stress', '--vm', '1', '--vm-bytes', '250M'],
        resources: { limits: { memory: '64Mi' } }
      }
      await show(`kubectl apply -f - <<< ${pod('hungry', hungry, { restartPolicy: 'Never' })}`, /created/)
      await show('kubectl get pod hungry', /OOMKilled/, soon)
      await show('kubectl run typo --image=no.such.registry/shop:v1', /created/)
      await show('kubectl get pod typo', /ErrImagePull|ImagePullBackOff/, soon)
    }
  },
  {
    title: 'Logs and exec',
    words: 'What a container writes can be read, and a shell can be opened in it.',
    async play({ show }) {
      await show("kubectl run clerk --image=busybox -- sh -c 'while true; do date; sleep 1; done'", /created/)
      await show('kubectl logs clerk', /\d\d:\d\d:\d\d/, soon)
      await show("kubectl exec clerk -- sh -c 'echo hello > /tmp/note; cat /tmp/note; hostname'", /hello\nclerk/, soon)
    }
  },
  {
    title: 'Names and answers',
    words: 'A Service answers inside pods and, through the proxy of the sandbox, on this machine; its pods take turns.',
    async play({ show }) {
      await show('kubectl create deployment shop --image=nginx --replicas=2 --port=80', /created/)
      await show('kubectl rollout status deployment/shop --timeout=120s', /successfully rolled out/)
      await show('kubectl expose deployment shop', /exposed/)
      await show('kubectl exec clerk -- nslookup shop.default.svc.cluster.local', /Address.*: 10\.\d+/, soon)
      await show('kubectl exec clerk -- wget -qO- http://shop | grep title', /nginx/, soon)
      await show('curl -s http://shop.default | grep title', /nginx/, soon)
    }
  },
  {
    title: 'Port-forward',
    words: 'A port of this machine leads to a pod for as long as kubectl runs.',
    async play({ show }) {
      const forward =
        'out=$(mktemp); kubectl port-forward deployment/shop :80 >"$out" 2>&1 & pid=$!; ' +
        'for i in $(seq 100); do port=$(grep -om1 "127.0.0.1:[0-9]*" "$out") && break; sleep 0.2; done; ' +
        'curl -s --noproxy "*" "http://$port" | grep title; kill $pid; rm "$out"'
      await show(forward, /nginx/)
    }
  },
  {
    title: 'Quotas and limits',
    words: 'A namespace may have one pod, and gives containers the memory that they do not ask for.',
    async play({ show }) {
      await show('kubectl create namespace team', /created/)
      await show('kubectl create quota small -n team --hard=pods=1', /created/)
      const limits = { type: 'Container', default: { memory: '128Mi' }, defaultRequest: { memory: '64Mi' } }
      const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'usual' }, spec: { limits: [limits] } }
      await show(`kubectl apply -n team -f - <<< '${JSON.stringify(range)}'`, /created/)
      await show('kubectl run one -n team --image=nginx', /created/, soon)
      await show("kubectl get pod one -n team -o jsonpath='{.spec.containers[0].resources}'", /"memory":"128Mi"/)
      await show(
        'kubectl run two -n team --image=nginx',
        /exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1/
      )
    }
  },
  {
    title: 'Preemption',
    words: 'Where there is no room, a more important pod takes the place of a less important one.',
    async play({ show }) {
      await show('kubectl create priorityclass urgent --value=1000', /created/)
      await show('kubectl cordon node2', /cordoned/)
      await show(`kubectl apply -f - <<< ${pod('cheap', needing('3'))}`, /created/)
      await show('kubectl get pod cheap', /Running/, soon)
      await show(`kubectl apply -f - <<< ${pod('dear', needing('3'), { priorityClassName: 'urgent' })}`, /created/)
      await show('kubectl get pod dear -o wide', /Running .*node1/, soon)
      await show('kubectl events --for pod/cheap | grep Preempted', /Preempted by pod \S+ on node node1/)
      await show('kubectl events --for pod/dear | grep FailedScheduling', /Insufficient cpu/)
      await show('kubectl uncordon node2', /uncordoned/)
    }
  },
  {
    title: 'Kill -9',
    words:
      'The process of the sandbox is killed in the middle of its work. Nothing that was acknowledged is lost, and pods go on.',
    async play({ show, start, quietly }) {
      await show('kubectl create configmap last --from-literal=word=kept', /created/)
      const pods = "kubectl get pods -l app=shop -o jsonpath='{.items[*].metadata.uid}'"
      const before = await show(pods, /\S+ \S+/)
      await show('kill -9 $(kubewalk sandbox status | grep -oE "process [0-9]+" | cut -d" " -f2)', /^$/)
      await show('kubewalk sandbox status', /not running/, soon)
      await start()
      await show("kubectl get configmap last -o jsonpath='{.data.word}'", /^kept$/, soon)
      await show(pods, new RegExp(`^${before}$`))
      await show('kubectl get pods -l app=shop', /(Running +0 [^]*){2}/)
      await quietly('kubectl delete pod dear --wait=false')
    }
  },
  {
    title: 'Load',
    words: 'A DaemonSet comes to a hundred machines of another sandbox, without the waits that learners watch.',
    async play({ show }) {
      const lines =
        'kubectl apply -f labs/daemonset101/daemonset.yml; ' +
        'time kubectl rollout status ds/prometheus-daemonset --timeout=120s | tail -1; kubectl get ds'
      await show(`kubewalk sandbox run --nodes 100 --instant -- bash -c '${lines}'`, /100 +100 +100 +100 +100/)
    }
  }
]
