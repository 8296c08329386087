import type { StartController } from '../runtime/controller.ts'
import { replicationControllers } from '../runtime/resources.ts'
import type { ReplicationController } from '../types/apps.ts'
import { startReplicasController } from './replicas-controller.ts'

/** pkg/controller/replication of Kubernetes: a ReplicaSet with a map for a selector. */
export const startReplicationController: StartController = context =>
  startReplicasController<ReplicationController>(context, {
    component: 'replication-controller',
    resource: replicationControllers,
    kind: 'ReplicationController',
    selectorOf: ({ spec }) => (spec.selector === undefined ? {} : { matchLabels: spec.selector })
  })
