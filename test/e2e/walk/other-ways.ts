/**
 * For each step of labs/daemonset101 two ways to its end that the lesson does not propose. `+` and `-` are the keys that add
 * a machine and take one away.
 */
export type Ways = readonly [first: readonly string[], second: readonly string[]]

/** A node that is back before its pod was cleared away keeps the pod. */
const clearedAway =
  'kubectl wait --for=delete pod -l name=prometheus-exporter --field-selector spec.nodeName=node3 --timeout=60s'

const onePod = 'kubectl get pods -o name -l name=prometheus-exporter | head -1 | xargs kubectl delete'
const anAddress = `kubectl get pods -l app=node-agent -o jsonpath='{.items[1].status.hostIP}'`
const thePort = `kubectl get service agents -o jsonpath='{.spec.ports[0].nodePort}'`
const knock = `until curl -sf http://$(${anAddress}):$(${thePort})/metrics > seen; do sleep 0.3; done; grep nodename= seen`
const pushing = 'kubectl rollout status deployment/collector; kubectl rollout status ds/pusher'

export const otherWays: Readonly<Record<string, Ways>> = {
  'get-the-files': [
    ['git clone git@github.com:collabnix/kubelabs.git mine', 'pushd mine/DaemonSet101'],
    ['git clone --depth 1 https://github.com/collabnix/kubelabs && cd kubelabs/DaemonSet101']
  ],
  'meet-the-machines': [['kubectl describe nodes'], ['kubectl get no -o yaml']],
  'start-an-agent-by-hand': [
    ['kubectl run agent-by-hand --image=prom/node-exporter:v1.8.2'],
    ['cat agent.yml | kubectl create -f -']
  ],
  'a-machine-joins': [['+'], ['kubewalk sandbox node add node3 --cpu 8 --memory 16Gi']],
  'where-by-hand-ends': [['kubectl delete -f agent.yml'], ['kubectl delete pods --all']],
  'run-one-pod-on-every-node': [
    ['cat daemonset.yml | kubectl create -f -'],
    ['kubectl create -f daemonset.yml --save-config']
  ],
  'read-the-numbers': [['kubectl get ds -o yaml'], ['kubectl get all -o wide']],
  'read-its-story': [['kubectl describe ds'], ['kubectl describe -f daemonset.yml']],
  'find-its-pods': [['kubectl get po -o wide'], ['kubectl get pods -o name --selector tier=monitoring']],
  'a-machine-leaves': [
    ['-', clearedAway, '+'],
    ['kubewalk sandbox node remove node3', clearedAway, 'kubewalk sandbox node add node3 --cpu 4']
  ],
  'lose-a-pod': [['kubectl delete pods -l name=prometheus-exporter'], [onePod]],
  'a-label-chooses': [
    ['kubectl create -f agent-ssd.yml', 'kubectl label node node2 disk=ssd'],
    [`kubectl patch node node1 -p '{"metadata":{"labels":{"disk":"ssd"}}}' && kubectl create -f agent-ssd.yml`]
  ],
  'choose-one-node': [
    [
      String.raw`printf '      nodeSelector: {"kubernetes.io/hostname": node2}\n' >> daemonset.yml`,
      'kubectl replace -f daemonset.yml'
    ],
    [
      String.raw`sed -i 's/^    spec:$/&\n      nodeSelector: {kubernetes.io\/hostname: node1}/' daemonset.yml`,
      'kubectl apply -f daemonset.yml'
    ]
  ],
  'everywhere-again': [
    [`sed -i '/nodeSelector/d' daemonset.yml`, 'kubectl replace -f daemonset.yml'],
    [
      'git restore daemonset.yml',
      `kubectl patch ds prometheus-daemonset --type json -p '[{"op":"remove","path":"/spec/template/spec/nodeSelector"}]'`
    ]
  ],
  'keep-it-off-a-node': [
    ['kubectl taint node node2 dedicated=db:NoExecute'],
    [
      `kubectl patch node node1 -p '{"spec":{"taints":[{"key":"dedicated","value":"db","effect":"NoSchedule"}]}}'`,
      'kubectl delete pods -l name=prometheus-exporter'
    ]
  ],
  'let-it-in': [
    [
      `kubectl patch ds prometheus-daemonset -p '{"spec":{"template":{"spec":{"tolerations":[{"key":"dedicated","operator":"Exists"}]}}}}'`
    ],
    ['kubectl replace -f tolerant.yml']
  ],
  'a-cordon-is-no-fence': [
    ['kubectl cordon node2', 'kubectl delete pods -l name=prometheus-exporter'],
    [
      `kubectl patch node node1 -p '{"spec":{"unschedulable":true}}'`,
      'kubectl delete pods -l tier=monitoring --field-selector spec.nodeName=node1 --grace-period=1'
    ]
  ],
  'take-your-marks-off': [
    [
      'kubectl uncordon node2',
      'kubectl taint node node2 dedicated:NoExecute-',
      'kubectl label node node2 disk-',
      'kubectl delete ds agent-ssd'
    ],
    [
      'kubectl delete ds agent-ssd --cascade=foreground',
      `kubectl patch node node1 --type merge -p '{"spec":{"unschedulable":null,"taints":null},"metadata":{"labels":{"disk":null}}}'`
    ]
  ],
  'delete-less': [
    [
      'kubectl get ds prometheus-daemonset -o yaml | grep -v resourceVersion > mine.yaml',
      'kubectl delete ds prometheus-daemonset --cascade=orphan',
      'kubectl create -f mine.yaml'
    ],
    ['kubectl delete ds prometheus-daemonset --cascade=orphan', 'kubectl create -f tolerant.yml']
  ],
  'take-it-back': [['kubectl delete ds prometheus-daemonset --cascade=foreground'], ['kubectl delete ds --all']],
  'three-kinds-of-agents': [['kubectl create -f logs.yml'], ['cat logs.yml | kubectl apply -f -']],
  'who-changed-what': [
    [
      String.raw`sed 's/^metadata:/&\n  annotations: {kubernetes.io\/change-cause: by hand}/' daemonset.yml | kubectl apply -f -`
    ],
    ['kubectl apply -f daemonset.yml --record']
  ],
  'a-careful-update': [
    ['kubectl replace -f update.yml'],
    [
      'kubectl annotate ds prometheus-daemonset kubernetes.io/change-cause=mine --overwrite',
      'kubectl set image ds/prometheus-daemonset prometheus=prom/node-exporter:v1.9.0'
    ]
  ],
  'a-version-that-is-not-there': [
    [
      `kubectl patch ds prometheus-daemonset -p '{"spec":{"template":{"spec":{"containers":[{"name":"prometheus","image":"prom/node-exporter:v9.9.9"}]}}}}'`
    ],
    ['sed s/v1.9.0/v9.9.9/ update.yml | kubectl apply -f -']
  ],
  back: [['kubectl rollout undo ds/prometheus-daemonset --to-revision=2'], ['kubectl apply -f update.yml']],
  'at-your-own-pace': [
    [
      `kubectl patch ds prometheus-daemonset -p '{"spec":{"updateStrategy":{"$patch":"replace","type":"OnDelete"},"template":{"spec":{"containers":[{"name":"prometheus","image":"prom/node-exporter:v1.9.1"}]}}}}'`,
      onePod
    ],
    [
      `sed 's/type: RollingUpdate/type: OnDelete/; /rollingUpdate:/d; /maxUnavailable/d; s/v1.9.0/v1.9.1/' update.yml | kubectl apply -f -`,
      'kubectl delete pods -l tier=monitoring --field-selector spec.nodeName=node2'
    ]
  ],
  'without-a-gap': [
    [
      `kubectl patch ds prometheus-daemonset --type json -p '[{"op":"replace","path":"/spec/updateStrategy","value":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":0}}}]'`
    ],
    [
      String.raw`sed 's/maxUnavailable: 1/maxUnavailable: 0\n      maxSurge: 1/; s/v1.9.0/v1.9.1/' update.yml | kubectl apply -f -`
    ]
  ],
  'two-kinds-of-hardware': [
    [
      'kubectl label nodes --all hw=small',
      'kubectl label node node2 hw=big --overwrite',
      'kubectl create -f exporter-small.yml -f exporter-big.yml'
    ],
    [
      'kubectl apply -f exporter-small.yml; kubectl apply -f exporter-big.yml',
      'kubectl label node node1 node2 hw=big; kubectl label node node3 hw=small'
    ]
  ],
  'the-nodes-own-port': [
    [
      'kubectl create -f hostport.yml && kubectl rollout status ds/node-agent',
      `curl -s $(${anAddress}):9100/metrics | grep nodename`
    ],
    [
      'kubectl apply -f hostport.yml && kubectl rollout status ds/node-agent',
      `for IP in $(kubectl get nodes -o jsonpath='{.items[*].status.addresses[?(@.type=="InternalIP")].address}'); do curl -s $IP:9100/metrics; done`
    ]
  ],
  'the-port-is-taken': [
    [
      'kubectl create -f second.yml',
      `kubectl patch ds second-agent --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/ports/0/hostPort","value":9300}]'`
    ],
    [`sed 's/hostPort: 9100/hostPort: 9102/' second.yml | kubectl apply -f -`]
  ],
  'one-door-for-all': [
    ['kubectl create -f service.yml', knock],
    ['kubectl create service nodeport agents --tcp=9100 && kubectl set selector service agents app=node-agent', knock]
  ],
  'a-name-for-every-pod': [
    [
      'kubectl create -f headless.yml -f client.yml && kubectl wait --for=condition=Ready pod/client',
      'kubectl exec client -- nslookup agents-each'
    ],
    [
      'kubectl create service clusterip agents-each --clusterip=None && kubectl set selector svc agents-each app=node-agent',
      'kubectl run client --image=busybox:1.36 -- sleep 3600 && kubectl wait --for=condition=Ready pod/client',
      'until kubectl exec client -- nslookup agents-each; do sleep 0.3; done'
    ]
  ],
  push: [
    ['kubectl create -f collector.yml -f pusher.yml', pushing, 'sleep 7; kubectl logs deployment/collector'],
    [
      'kubectl apply -f pusher.yml -f collector.yml',
      pushing,
      `sleep 7; curl -s "http://$(kubectl get pods -l app=collector -o jsonpath='{.items[0].status.podIP}'):9200/agents/_search?size=50"`
    ]
  ],
  'clean-up': [
    [
      'kubectl delete ds,deploy,pods --all && kubectl delete service agents agents-each collector',
      'kubectl label nodes --all hw-'
    ],
    [
      'for FILE in *.yml; do kubectl delete -f $FILE --ignore-not-found; done',
      'kubectl label node node1 node2 node3 hw-'
    ]
  ]
}
