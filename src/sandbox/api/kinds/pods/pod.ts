import type { Pod } from 'kubernetes-types/core/v1.js'
import type { PodSpec as ScheduledSpec } from '../../../controllers/types/core.ts'
import { qosClass } from '../../../nodes/qos.ts'
import { timestamp } from '../../../clock.ts'
import { invalid, forbiddenField, type FieldError } from '../../validation/field.ts'
import { defineKind } from '../kind.ts'
import { admitPod } from './admission.ts'
import { podCells, podColumns } from './columns.ts'
import { defaultPod, podSpecOf } from './defaults.ts'
import { podSpecErrors } from './validation/pod-spec.ts'
import { podUpdateErrors } from './validation/update.ts'
import { podWarnings } from './warnings.ts'

/** pkg/registry/core/pod/strategy.go (v1.35), with the admission plugins that change pods. */
export const podKind = defineKind<Pod>({
  resource: { group: '', resource: 'pods' },
  generation: true,
  returnsDeleted: true,
  defaults: pod => defaultPod(podSpecOf(pod)),
  prepareForCreate(pod, { clock }) {
    const spec = podSpecOf(pod)
    const gated = {
      type: 'PodScheduled',
      status: 'False',
      reason: 'SchedulingGated',
      message: 'Scheduling is blocked due to non-empty scheduling gates',
      lastTransitionTime: timestamp(clock)
    }
    pod.status = {
      phase: 'Pending',
      qosClass: qosClass(spec as ScheduledSpec),
      ...(spec.schedulingGates?.length ? { conditions: [gated] } : {})
    }
  },
  admitCreate: (pod, { store }) => admitPod(pod, store),
  validate: pod => [...podSpecErrors(podSpecOf(pod), 'spec', true), ...imageSpaceErrors(pod)],
  validateCreate: pod =>
    pod.spec?.ephemeralContainers?.length
      ? [forbiddenField('spec.ephemeralContainers', 'cannot be set on create')]
      : [],
  validateUpdate: (pod, old) => podUpdateErrors(podSpecOf(pod), podSpecOf(old)),
  gracePeriod(pod, requested) {
    const grace = requested ?? pod.spec?.terminationGracePeriodSeconds ?? 30
    if (!pod.spec?.nodeName || pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') return 0
    return grace < 0 ? 1 : grace
  },
  selectableFields: {
    'spec.hostNetwork': pod => String(pod.spec?.hostNetwork ?? false),
    'spec.nodeName': pod => pod.spec?.nodeName ?? '',
    'spec.restartPolicy': pod => pod.spec?.restartPolicy ?? '',
    'spec.schedulerName': pod => pod.spec?.schedulerName ?? '',
    'spec.serviceAccountName': pod => pod.spec?.serviceAccountName ?? '',
    'status.phase': pod => pod.status?.phase ?? '',
    'status.podIP': pod => pod.status?.podIPs?.[0]?.ip ?? '',
    'status.podIPs': pod => pod.status?.podIPs?.[0]?.ip ?? '',
    'status.nominatedNodeName': pod => pod.status?.nominatedNodeName ?? ''
  },
  columns: podColumns,
  cells: (pod, { clock }) => podCells(pod, clock.now()),
  warnings: pod => podWarnings(pod.spec, pod.metadata, 'spec', 'metadata')
})

/** validateContainersOnlyForPod: templates may hold blanks around an image's name, pods may not. */
function imageSpaceErrors(pod: Pod): FieldError[] {
  return (['containers', 'initContainers'] as const).flatMap(field =>
    (pod.spec?.[field] ?? []).flatMap(({ image = '' }, index) =>
      image === image.trim()
        ? []
        : [invalid(`spec.${field}[${index}].image`, image, 'must not have leading or trailing whitespace')]
    )
  )
}
