import type { CertificateSigningRequest, CertificateSigningRequestCondition } from 'kubernetes-types/certificates/v1.js'
import { timestamp } from '../../../clock.ts'
import { equalJson } from '../../json.ts'
import { ageCell, ageColumn, nameColumn, nameOf } from '../../tables/cells.ts'
import { humanDuration } from '../../tables/duration.ts'
import { duplicate, forbiddenField, invalid, required, unsupported, type FieldError } from '../../validation/field.ts'
import { dnsLabel, dnsSubdomain } from '../../validation/names.ts'
import { defineKind } from '../kind.ts'
import { requestProblem } from './request.ts'

/** pkg/registry/certificates/certificates/strategy.go, and pkg/apis/certificates/validation (v1.35). */
export const signingRequestKind = defineKind<CertificateSigningRequest>({
  resource: { group: 'certificates.k8s.io', resource: 'certificatesigningrequests' },
  nameCheck: () => [],
  defaults({ spec }) {
    if (!spec.usages?.length) spec.usages = ['digital signature', 'key encipherment']
  },
  prepareForCreate({ spec }) {
    // Who asked is what the server knows of the one user that it has.
    spec.username = 'kubernetes-admin'
    spec.groups = ['system:masters', 'system:authenticated']
    delete spec.uid
    delete spec.extra
  },
  prepareForUpdate(request, old) {
    request.spec = { ...old.spec }
  },
  prepareForStatusUpdate(request, old, { clock }) {
    keepDecisions(request, old)
    setTimes(request, old, timestamp(clock))
  },
  validate: requestErrors,
  validateUpdate: changeErrors,
  validateStatusUpdate: (request, old) => [
    ...conditionErrors(request.status?.conditions ?? []),
    ...undecidedErrors(request, old),
    ...changeErrors(request, old)
  ],
  subresources: {
    approval(request, old, { clock }) {
      setTimes(request, old, timestamp(clock))
      request.spec = { ...old.spec }
      request.status = { ...old.status, conditions: request.status?.conditions }
      return [...conditionErrors(request.status.conditions ?? []), ...changeErrors(request, old)]
    }
  },
  selectableFields: { 'spec.signerName': request => request.spec.signerName },
  columns: [
    nameColumn,
    ageColumn,
    { name: 'SignerName' },
    { name: 'Requestor' },
    { name: 'RequestedDuration' },
    { name: 'Condition' }
  ],
  cells: (request, context) => [
    nameOf(request),
    ageCell(request, context),
    request.spec.signerName || '<none>',
    request.spec.username ?? '',
    request.spec.expirationSeconds === undefined ? '<none>' : humanDuration(request.spec.expirationSeconds * 1000),
    conditionText(request)
  ]
})

type Request = Pick<CertificateSigningRequest, 'status'>

const decisions = ['Approved', 'Denied']

function conditionsOf({ status }: Request, type: string): CertificateSigningRequestCondition[] {
  return (status?.conditions ?? []).filter(condition => condition.type === type)
}

/** The status subresource may not touch what was decided through `approval`. */
function keepDecisions(request: Request, old: Request): void {
  for (const type of decisions) {
    const before = conditionsOf(old, type)
    const after = conditionsOf(request, type)
    if (before.length === after.length) after.forEach((condition, index) => Object.assign(condition, before[index]))
  }
}

/** populateConditionTimestamps: conditions that came without times get them. */
function setTimes(request: Request, old: Request, now: string): void {
  for (const condition of request.status?.conditions ?? []) {
    condition.lastUpdateTime ??= now
    const same = conditionsOf(old, condition.type).find(({ status }) => status === condition.status)
    condition.lastTransitionTime ??= same?.lastTransitionTime ?? now
  }
}

function conditionText(request: CertificateSigningRequest): string {
  const has = (type: string): boolean => conditionsOf(request, type).length > 0
  const words = [has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending']
  if (has('Failed')) words.push('Failed')
  if (request.status?.certificate) words.push('Issued')
  return words.join(',')
}

const usages = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping'
]

function requestErrors(request: CertificateSigningRequest): FieldError[] {
  const { spec, status } = request
  const errors: FieldError[] = []
  const problem = requestProblem((spec as Partial<typeof spec>).request ?? '')
  if (problem !== undefined) errors.push(invalid('spec.request', (spec as Partial<typeof spec>).request ?? '', problem))
  const wanted = spec.usages ?? []
  for (const [index, usage] of wanted.entries()) {
    if (!usages.includes(usage)) errors.push(unsupported(`spec.usages[${index}]`, usage, usages))
    if (wanted.indexOf(usage) < index) errors.push(duplicate(`spec.usages[${index}]`, usage))
  }
  errors.push(...signerErrors((spec as Partial<typeof spec>).signerName ?? '', 'spec.signerName'))
  const { expirationSeconds: seconds } = spec
  if (seconds !== undefined && seconds < 600)
    errors.push(
      invalid('spec.expirationSeconds', seconds, 'may not specify a duration less than 600 seconds (10 minutes)')
    )
  return [...errors, ...conditionErrors(status?.conditions ?? [])]
}

/** ValidateSignerName: `example.com/signer`. */
export function signerErrors(signer: string, field: string): FieldError[] {
  if (signer === '') return [required(field)]
  const [domain = '', path = '', ...rest] = signer.split('/')
  if (rest.length > 0 || !signer.includes('/'))
    return [invalid(field, signer, "must be a fully qualified domain and path of the form 'example.com/signer-name'")]
  if (signer === 'kubernetes.io/legacy-unknown')
    return [invalid(field, signer, 'the legacy signerName is not allowed via this API version')]
  const errors: FieldError[] = []
  const labels = domain.split('.')
  const wrongLabel = labels.find(label => dnsLabel(label).length > 0)
  if (wrongLabel !== undefined)
    errors.push(
      ...dnsLabel(wrongLabel).map(each => invalid(field, domain, `validating label "${wrongLabel}": ${each}`))
    )
  if (labels.length < 2)
    errors.push(invalid(field, domain, 'should be a domain with at least two segments separated by dots'))
  const wrongPart = path.split('.').find(label => dnsSubdomain(label).length > 0)
  if (wrongPart !== undefined)
    errors.push(
      ...dnsSubdomain(wrongPart).map(each => invalid(field, path, `validating label "${wrongPart}": ${each}`))
    )
  return errors
}

function conditionErrors(conditions: readonly CertificateSigningRequestCondition[]): FieldError[] {
  const types = conditions.map(({ type }) => type)
  return conditions.flatMap(({ type, status }, index) => {
    const path = `status.conditions[${index}]`
    const errors: FieldError[] = []
    const allowed = [...decisions, 'Failed'].includes(type) ? ['True'] : ['False', 'True', 'Unknown']
    if (!type) errors.push(required(`${path}.type`))
    if (!status) errors.push(required(`${path}.status`))
    else if (!allowed.includes(status)) errors.push(unsupported(`${path}.status`, status, allowed))
    const other = type === 'Approved' ? 'Denied' : 'Approved'
    if (decisions.includes(type) && types.slice(0, index).includes(other))
      errors.push(invalid(`${path}.type`, type, 'Approved and Denied conditions are mutually exclusive'))
    if (types.indexOf(type) < index) errors.push(duplicate(`${path}.type`, type))
    return errors
  })
}

/** Only `approval` decides. */
function undecidedErrors(request: Request, old: Request): FieldError[] {
  return decisions
    .filter(type => conditionsOf(request, type).length > conditionsOf(old, type).length)
    .map(type => forbiddenField('status.conditions', `updates may not add a condition of type "${type}"`))
}

/** What was decided and issued stays. */
function changeErrors(request: Request, old: Request): FieldError[] {
  const field = 'status.conditions'
  const errors = [...decisions, 'Failed']
    .filter(type => conditionsOf(request, type).length < conditionsOf(old, type).length)
    .map(type => forbiddenField(field, `updates may not remove a condition of type "${type}"`))
  const before = old.status?.certificate
  if (before && !equalJson(request.status?.certificate, before))
    errors.push(forbiddenField('status.certificate', 'updates may not modify existing certificate content'))
  return errors
}
