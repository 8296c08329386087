import type { PodSpec, Volume } from 'kubernetes-types/core/v1.js'
import { addressErrors } from '../../../validation/addresses.ts'
import { invalid, type FieldError } from '../../../validation/field.ts'
import { dnsLabel, dnsSubdomain, labelErrors, qualifiedName, type NameCheck } from '../../../validation/names.ts'
import { nonNegative, oneOf, within } from '../../../validation/values.ts'
import { parseQuantity } from '../../../../scheduler/quantity.ts'
import { affinityErrors } from './affinity.ts'
import { containerErrors, initContainerErrors } from './containers.ts'
import { dnsConfigErrors } from './dns.ts'
import { hostNetworkErrors } from './ports.ts'
import { gateErrors, spreadErrors, tolerationErrors } from './scheduling.ts'
import { podSecurityErrors } from './security.ts'
import { volumeErrors } from './volumes.ts'

const restartPolicies = ['Always', 'OnFailure', 'Never']
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const preemptionPolicies = ['PreemptLowerPriority', 'Never']
const longestDeadline = 2 ** 31 - 1

/**
 * ValidatePodSpec of pkg/apis/core/validation (v1.35).
 *
 * @param isPod it is the spec of a pod, not of a template.
 */
export function podSpecErrors(spec: PodSpec, field: string, isPod: boolean): FieldError[] {
  const at = (name: string): string => `${field}.${name}`
  const { errors, names } = volumeErrors(spec.volumes ?? [], at('volumes'))
  const claims = new Set((spec.volumes ?? []).filter(isClaim).map(({ name }) => name))
  const around = { volumes: names, claims, gracePeriod: spec.terminationGracePeriodSeconds }
  const containers = (spec.containers as PodSpec['containers'] | undefined) ?? []
  errors.push(
    ...containerErrors(containers, around, at('containers')),
    ...initContainerErrors({ ...spec, containers }, around, at('initContainers')),
    ...(spec.hostNetwork ? hostNetworkErrors(containers, isPod, at('containers')) : []),
    ...oneOf(spec.restartPolicy, restartPolicies, at('restartPolicy')),
    ...oneOf(spec.dnsPolicy, dnsPolicies, at('dnsPolicy')),
    ...labelErrors(spec.nodeSelector, at('nodeSelector')),
    ...podSecurityErrors(spec.securityContext ?? {}, spec, at('securityContext')),
    ...(spec.affinity ? affinityErrors(spec.affinity, at('affinity')) : []),
    ...dnsConfigErrors(spec, at('dnsConfig')),
    ...(spec.readinessGates ?? []).flatMap(({ conditionType }, index) =>
      named(qualifiedName, conditionType, at(`readinessGates[${index}].conditionType`))
    ),
    ...gateErrors(spec.schedulingGates ?? [], at('schedulingGates')),
    ...spreadErrors(spec.topologySpreadConstraints ?? [], at('topologySpreadConstraints')),
    ...named(dnsSubdomain, spec.serviceAccountName, at('serviceAccountName')),
    ...named(dnsSubdomain, spec.nodeName, at('nodeName')),
    ...(spec.activeDeadlineSeconds === undefined
      ? []
      : within(spec.activeDeadlineSeconds, 1, longestDeadline, at('activeDeadlineSeconds'))),
    ...named(dnsLabel, spec.hostname, at('hostname')),
    ...named(dnsLabel, spec.subdomain, at('subdomain')),
    ...tolerationErrors(spec.tolerations ?? [], at('tolerations')),
    ...hostAliasErrors(spec.hostAliases ?? [], at('hostAliases')),
    ...named(dnsSubdomain, spec.priorityClassName, at('priorityClassName')),
    ...named(dnsSubdomain, spec.runtimeClassName, at('runtimeClassName')),
    ...(spec.preemptionPolicy === undefined
      ? []
      : oneOf(spec.preemptionPolicy, preemptionPolicies, at('preemptionPolicy'))),
    ...Object.entries(spec.overhead ?? {}).flatMap(([name, amount]) =>
      nonNegative(parseQuantity(amount), at(`overhead[${name}]`))
    )
  )
  return errors
}

function isClaim({ persistentVolumeClaim, ephemeral }: Volume): boolean {
  return persistentVolumeClaim !== undefined || ephemeral !== undefined
}

function named(check: NameCheck, name: string | undefined, field: string): FieldError[] {
  return name ? check(name).map(problem => invalid(field, name, problem)) : []
}

function hostAliasErrors(aliases: NonNullable<PodSpec['hostAliases']>, field: string): FieldError[] {
  return aliases.flatMap(({ ip = '', hostnames = [] }, index) => [
    ...addressErrors(ip, `${field}[${index}].ip`),
    ...hostnames.flatMap((name, at) => named(dnsSubdomain, name, `${field}[${index}].hostnames[${at}]`))
  ])
}
