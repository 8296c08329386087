import type { StartController } from '../runtime/controller.ts'
import { replicaSets } from '../runtime/resources.ts'
import type { ReplicaSet } from '../types/apps.ts'
import { startReplicasController } from './replicas-controller.ts'

/** pkg/controller/replicaset of Kubernetes. */
export const startReplicaSetController: StartController = context =>
  startReplicasController<ReplicaSet>(context, {
    component: 'replicaset-controller',
    resource: replicaSets,
    kind: 'ReplicaSet',
    selectorOf: replicaSet => replicaSet.spec.selector
  })
