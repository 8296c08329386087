import type { Client } from '../client.ts'
import type { Clock } from '../clock.ts'
import { loadSchema } from '../schema/schema.ts'
import type { Schema } from '../schema/types.ts'
import { startScheduler } from '../scheduler/scheduler.ts'
import { startDefinitionController } from './custom-resource/definition-controller.ts'
import { startDaemonSetController } from './daemonset/daemonset-controller.ts'
import { startDisruptionController } from './disruption/disruption-controller.ts'
import { startDeploymentController } from './deployment/deployment-controller.ts'
import { controllerContext } from './runtime/context.ts'
import type { ControllerContext, StartController } from './runtime/controller.ts'
import { startEventTtlController } from './event/event-ttl-controller.ts'
import { startGarbageCollector } from './garbage/garbage-collector.ts'
import { startPodGarbageCollector } from './garbage/pod-garbage-collector.ts'
import { startCronJobController } from './job/cronjob-controller.ts'
import { startJobController } from './job/job-controller.ts'
import { startTtlAfterFinishedController } from './job/ttl-after-finished-controller.ts'
import { startNamespaceController } from './namespace/namespace-controller.ts'
import { startRootCertificatePublisher } from './namespace/root-certificate-publisher.ts'
import { startServiceAccountTokenController } from './namespace/service-account-token-controller.ts'
import { startServiceAccountController } from './namespace/service-account-controller.ts'
import { startNodeLifecycleController } from './node/node-lifecycle-controller.ts'
import { startTaintEvictionController } from './node/taint-eviction-controller.ts'
import { startResourceQuotaController } from './resource-quota/resource-quota-controller.ts'
import { startEndpointsController, startEndpointSliceController } from './services/services-controller.ts'
import { startReplicaSetController } from './replicaset/replicaset-controller.ts'
import { startReplicationController } from './replicaset/replication-controller.ts'
import { startStatefulSetController } from './statefulset/statefulset-controller.ts'
import { startVolumeBinderController } from './volume/binder-controller.ts'
import { startClaimProtectionController, startVolumeProtectionController } from './volume/protection-controllers.ts'

/** Every controller of the sandbox, by the name that kube-controller-manager knows it by. A new one is added here. */
export const controllers: Readonly<Record<string, StartController>> = {
  'customresourcedefinition-controller': startDefinitionController,
  'daemonset-controller': startDaemonSetController,
  'deployment-controller': startDeploymentController,
  'replicaset-controller': startReplicaSetController,
  'replicationcontroller-controller': startReplicationController,
  'statefulset-controller': startStatefulSetController,
  'job-controller': startJobController,
  'cronjob-controller': startCronJobController,
  'ttl-after-finished-controller': startTtlAfterFinishedController,
  'endpoints-controller': startEndpointsController,
  'endpointslice-controller': startEndpointSliceController,
  'garbage-collector-controller': startGarbageCollector,
  'namespace-controller': startNamespaceController,
  'serviceaccount-controller': startServiceAccountController,
  'serviceaccount-token-controller': startServiceAccountTokenController,
  'root-ca-certificate-publisher-controller': startRootCertificatePublisher,
  'node-lifecycle-controller': startNodeLifecycleController,
  'taint-eviction-controller': startTaintEvictionController,
  'pod-garbage-collector-controller': startPodGarbageCollector,
  'disruption-controller': startDisruptionController,
  'resourcequota-controller': startResourceQuotaController,
  'persistentvolume-binder-controller': startVolumeBinderController,
  'persistentvolumeclaim-protection-controller': startClaimProtectionController,
  'persistentvolume-protection-controller': startVolumeProtectionController,
  'event-ttl-controller': startEventTtlController,
  'kube-scheduler': startScheduler
}

export interface RunningControllers {
  /** Shared with the nodes (`startNodes`), so that all see the same informers. */
  readonly context: ControllerContext
  stop(): void
}

export interface ControllersOptions {
  /** Every resource that the garbage and namespace controllers look after; by default all that the API serves. */
  readonly schema?: Schema
  /** PEM text of the authority that signed the API server's certificate; it is published in every namespace. */
  readonly rootCertificate?: string
  /** Told of a `sync` that failed by a bug; by default it goes to standard error. */
  readonly onError?: ControllerContext['onError']
}

/** Starts all controllers and the scheduler. */
export function startControllers(client: Client, clock: Clock, options: ControllersOptions = {}): RunningControllers {
  const context = controllerContext(client, clock, { ...options, schema: options.schema ?? loadSchema() })
  const running = Object.values(controllers).map(start => start(context))
  return {
    context,
    stop() {
      for (const controller of running) controller.stop()
      context.stop()
    }
  }
}
