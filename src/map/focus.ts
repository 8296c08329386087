import { readTarget, resourceName, targetArguments } from '../check/target.ts'
import { labelsOf, listAt, mapAt, nameOf, textAt } from '../check/fields.ts'
import type { KubernetesObject } from '../cluster/kubectl.ts'
import { flagOf, kubectlLines, type KubectlLine } from '../lab/kubectl-line.ts'
import type { Check, Lab, Step } from '../lab/lab.ts'
import { parseLabelSelector } from '../sandbox/api/selectors.ts'

/** What the lab and its present step are about. */
export interface Focus {
  /** Keys of node labels that the lab names. */
  readonly labelKeys: ReadonlySet<string>
  /** Whether the present step is about an object. */
  readonly marks: (object: KubernetesObject) => boolean
}

/** A resource that a step names, with the name or the selector that it gives. */
interface Target {
  readonly resource: string
  readonly name: string | undefined
  readonly selects: (labels: Readonly<Record<string, string>>) => boolean
}

/**
 * What matters in a lab at a step.
 *
 * @param ran the learner's commands so far, which may name labels that the lab does not.
 */
export function focusOf(lab: Lab, step: Step | undefined, ran: readonly string[]): Focus {
  const targets = step === undefined ? [] : targetsOf(step)
  return {
    labelKeys: new Set([
      ...lab.steps.flatMap(each => each.checks.flatMap(labelKeysOfCheck)),
      ...[...lab.steps.flatMap(each => each.commands.map(command => command.text)), ...ran].flatMap(text =>
        kubectlLines(text).flatMap(labelKeysOfLine)
      )
    ]),
    marks: object => targets.some(target => isAbout(target, object))
  }
}

function isAbout({ resource, name, selects }: Target, object: KubernetesObject): boolean {
  if (resource !== (object.kind ?? '').toLowerCase()) return false
  return name === undefined ? selects(labelsOf(object)) : name === nameOf(object)
}

function targetsOf(step: Step): Target[] {
  const lines = step.commands.filter(({ role }) => role !== 'example').flatMap(({ text }) => kubectlLines(text))
  return [
    ...step.checks.flatMap(targetsOfCheck).flatMap(target => {
      const words = targetArguments(target)
      const { resource, name } = readTarget(target)
      return targetsNamed(resource, name, selectorAmong(words))
    }),
    ...lines.flatMap(targetsOfLine)
  ]
}

/** The kubectl get arguments that a check looks at. */
export function targetsOfCheck(check: Check): string[] {
  switch (check.kind) {
    case 'ready':
    case 'exists':
    case 'gone':
    case 'get':
      return [check.target]
    case 'replaced':
      return [check.target, ...(check.keeping === undefined ? [] : [check.keeping])]
    case 'onNodes':
      return [check.target, ...('selector' in check.nodes ? [`nodes -l ${check.nodes.selector}`] : [])]
    case 'result':
      return check.names === undefined ? [] : [check.names]
    case 'file':
    case 'run':
      return []
  }
}

/** Verbs whose first arguments name objects. */
const naming = new Set(['get', 'describe', 'delete', 'edit', 'label', 'annotate', 'patch', 'scale', 'wait', 'expose'])
const aboutNodes = new Set(['cordon', 'uncordon', 'drain'])
const aboutPods = new Set(['logs', 'exec', 'attach', 'port-forward'])

function targetsOfLine(line: KubectlLine): Target[] {
  const args = line.verb === 'rollout' || line.verb === 'set' ? line.args.slice(1) : line.args
  const [first = '', ...others] = args.filter(arg => !/[$<`=]|-$/.test(arg))
  if (first === '') return []
  if (aboutNodes.has(line.verb)) return [first, ...others].flatMap(name => targetsNamed('node', name, undefined))
  if (aboutPods.has(line.verb) && !first.includes('/')) return targetsNamed('pod', first, undefined)
  if (line.verb === 'taint') return others.flatMap(name => targetsNamed('node', name, undefined))
  if (!naming.has(line.verb) && line.verb !== 'rollout' && line.verb !== 'set' && !aboutPods.has(line.verb)) return []
  if (first.includes('/'))
    return [first, ...others].flatMap(each => targetsNamed(each.split('/')[0] ?? '', each.split('/')[1], undefined))
  // A name that is not known before the shell has put it in stands for one object, not for all.
  if (others.length === 0 && args.length > 1 && line.verb !== 'label') return []
  const selector = flagOf(line, 'selector')
  return others.length > 0
    ? others.flatMap(name => targetsNamed(first, name, undefined))
    : targetsNamed(first, undefined, selector)
}

/** `pods,ds` are two resources. */
function targetsNamed(resources: string, name: string | undefined, selector: string | undefined): Target[] {
  let selects: Target['selects']
  try {
    selects = parseLabelSelector(selector ?? '')
  } catch {
    return []
  }
  return resources.split(',').map(resource => ({ resource: resourceName(resource), name, selects }))
}

function selectorAmong(words: readonly string[]): string | undefined {
  const at = words.findIndex(word => /^(-l|--selector)$/.test(word))
  if (at >= 0) return words[at + 1]
  return words.find(word => /^(-l.|--selector=)/.test(word))?.replace(/^(-l=?|--selector=)/, '')
}

function labelKeysOfCheck(check: Check): string[] {
  return targetsOfCheck(check).flatMap(target =>
    resourceName(readTarget(target).resource) === 'node' ? keysOfSelector(selectorAmong(targetArguments(target))) : []
  )
}

/** `label node NAME disk=ssd` and `get nodes -l disk=ssd` name labels of nodes. */
function labelKeysOfLine(line: KubectlLine): string[] {
  const [resource = '', ...others] = line.args
  if (resourceName(resource.split('/')[0] ?? '') !== 'node') return []
  const pairs = line.verb === 'label' ? others.flatMap(each => /^([^=]+)(=|-$)/.exec(each)?.[1] ?? []) : []
  return [...pairs.map(key => key.replace(/-$/, '')), ...keysOfSelector(flagOf(line, 'selector'))]
}

function keysOfSelector(selector: string | undefined): string[] {
  const parts = (selector ?? '').split(/,(?![^(]*\))/)
  return parts.flatMap(part => /^\s*!?\s*([A-Za-z0-9][-A-Za-z0-9_./]*)/.exec(part)?.[1] ?? [])
}

/** Keys of node labels that a pod template chooses its nodes by. */
export function nodeLabelKeys(podSpec: unknown): string[] {
  const required = 'requiredDuringSchedulingIgnoredDuringExecution'
  const terms = listAt(podSpec, 'affinity', 'nodeAffinity', required, 'nodeSelectorTerms')
  return [
    ...Object.keys(mapAt(podSpec, 'nodeSelector')),
    ...terms.flatMap(term => listAt(term, 'matchExpressions').map(expression => textAt(expression, 'key')))
  ]
}
