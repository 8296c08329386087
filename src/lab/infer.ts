import { describedTexts } from '../texts/texts.ts'
import { describeCheck } from './describe.ts'
import { flagOf, flagsOf, kubectlLines, scopeOf, type KubectlLine } from './kubectl-line.ts'
import { defaultWithinMs, type Check, type Command, type Role, type Step } from './lab.ts'
import { isMapping, manifestObjects } from './yaml.ts'

type FileText = (name: string) => string | undefined
type Bare = Check extends infer C ? (C extends Check ? Omit<C, 'that' | 'withinMs' | 'line'> : never) : never

const walked: ReadonlySet<Role> = new Set(['run', 'setup', 'file'])

/** Kinds whose readiness is more than being there. */
const becomeReady = new Set([
  'DaemonSet',
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'Pod',
  'Job'
])

/**
 * Gives steps without checks of their own those that follow from their commands: what apply or create makes exists and
 * becomes ready, what delete names was there and is gone, scale, label and rollout show in the objects, get and describe
 * name the live objects. A later command of the same step overrules what an earlier one promised of the same object.
 */
export function inferChecks(steps: readonly Step[], fileText: FileText): Step[] {
  return steps.map(step => {
    if (step.checks.length > 0 || step.commands.length === 0) return step
    const checks = new Map<string, Check>()
    for (const command of step.commands) {
      if (!walked.has(command.role)) continue
      for (const bare of inferred(command, fileText)) {
        const check: Check = { that: '', withinMs: defaultWithinMs, line: command.line, ...bare }
        const key = keyOf(bare)
        checks.delete(key)
        if (bare.kind === 'gone') checks.delete(`get ${bare.target}`)
        checks.set(key, { ...check, that: describeCheck(check) })
      }
    }
    if (checks.size > 0) return { ...step, checks: [...checks.values()] }
    // Nothing is known of what these commands do: that they ended well is the least that can be asked.
    const last = step.commands.findLast(command => walked.has(command.role))
    if (!last) return step
    const ended: Bare = { kind: 'result', expect: 'exit == 0', command: `^${escaped(last.text.split(/\s/)[0] ?? '')}` }
    const check: Check = {
      withinMs: defaultWithinMs,
      line: last.line,
      ...ended,
      that: describedTexts.lineEndedWell(firstLine(last.text))
    }
    return { ...step, checks: [check] }
  })
}

/** Promises of which the later one replaces the earlier. */
function keyOf(bare: Bare): string {
  if (bare.kind === 'ready' || bare.kind === 'exists' || bare.kind === 'gone') return `presence ${bare.target}`
  return bare.kind === 'get' ? `get ${bare.target}` : JSON.stringify(bare)
}

function inferred(command: Command, fileText: FileText): Bare[] {
  return kubectlLines(command.text).flatMap(line => ofLine(line, fileText))
}

function ofLine(line: KubectlLine, fileText: FileText): Bare[] {
  if (flagOf(line, 'dry-run') !== undefined && flagOf(line, 'dry-run') !== 'none') return lookedAt(line)
  switch (line.verb) {
    case 'apply':
    case 'replace':
      return madeByFiles(line, fileText)
    case 'create':
    case 'run':
    case 'expose':
      return flagsOf(line, 'filename').length > 0 ? madeByFiles(line, fileText) : madeByName(line)
    case 'delete':
      return deleted(line, fileText)
    case 'scale':
      return scaled(line)
    case 'label':
      return labelled(line)
    case 'rollout':
    case 'set':
      return rolledOut(line)
    case 'get':
    case 'describe':
      return lookedAt(line)
    default:
      return []
  }
}

interface Named {
  readonly kind: string
  readonly target: string
  readonly selector: string | undefined
}

/** The objects of the manifests that a line names, as kubectl arguments; undefined when a file is not at hand. */
function objectsOf(line: KubectlLine, fileText: FileText): Named[] | undefined {
  const objects: Named[] = []
  for (const file of flagsOf(line, 'filename')) {
    const text = fileText(file)
    const documents = text === undefined ? undefined : manifestObjects(text)
    if (!documents) return undefined
    for (const document of documents) {
      const metadata = isMapping(document.metadata) ? document.metadata : {}
      if (typeof document.kind !== 'string' || typeof metadata.name !== 'string') continue
      const scope = scopeOf(line) || (typeof metadata.namespace === 'string' ? ` -n ${metadata.namespace}` : '')
      objects.push({
        kind: document.kind,
        target: `${resourceOf(document.kind, document.apiVersion)}/${metadata.name}${scope}`,
        selector: podSelector(document, scope)
      })
    }
  }
  return objects
}

/** Built-in kinds by their short name; others with their group, so that two groups may have the same kind. */
function resourceOf(kind: string, apiVersion: unknown): string {
  const group = typeof apiVersion === 'string' && apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
  const builtIn = group === '' || !group.includes('.') || group.endsWith('.k8s.io')
  return builtIn ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`
}

/** Pods that a controller of the manifest owns, as kubectl arguments. */
function podSelector(document: Record<string, unknown>, scope: string): string | undefined {
  const spec = isMapping(document.spec) ? document.spec : {}
  const selector = isMapping(spec.selector) ? spec.selector : {}
  if (!isMapping(selector.matchLabels) || !isMapping(spec.template)) return undefined
  const pairs = Object.entries(selector.matchLabels).map(([key, value]) => `${key}=${String(value)}`)
  return pairs.length === 0 ? undefined : `pods -l ${pairs.join(',')}${scope}`
}

function madeByFiles(line: KubectlLine, fileText: FileText): Bare[] {
  const objects = objectsOf(line, fileText)
  if (!objects || objects.length === 0)
    return [{ kind: 'result', expect: 'exit == 0', command: `kubectl.*\\b${line.verb}\\b` }]
  return objects.map(({ kind, target }) => ({ kind: becomeReady.has(kind) ? 'ready' : 'exists', target }))
}

const readyResources = /^(daemonsets?|ds|deployments?|deploy|replicasets?|rs|statefulsets?|sts|pods?|po|jobs?)$/

function madeByName(line: KubectlLine): Bare[] {
  const scope = scopeOf(line)
  const [first = '', second = '', third = ''] = line.args
  if (line.verb === 'run') return first === '' ? [] : [{ kind: 'ready', target: `pod/${first}${scope}` }]
  if (line.verb === 'expose') {
    const name = flagOf(line, 'name') ?? (first.includes('/') ? first.split('/')[1] : second)
    return name ? [{ kind: 'exists', target: `service/${name}${scope}` }] : []
  }
  const typed = /^(secret|service|svc)$/.test(first)
  const name = typed ? third : second
  if (name === '' || /[$<]/.test(name)) return []
  return [{ kind: readyResources.test(first) ? 'ready' : 'exists', target: `${first}/${name}${scope}` }]
}

function deleted(line: KubectlLine, fileText: FileText): Bare[] {
  if (flagsOf(line, 'filename').length > 0) {
    const objects = objectsOf(line, fileText)
    if (!objects || objects.length === 0)
      return [{ kind: 'result', expect: 'exit == 0', command: 'kubectl.*\\bdelete\\b' }]
    const orphans = /^(orphan|false)$/.test(flagOf(line, 'cascade') ?? '')
    return objects.flatMap(({ target, selector }): Bare[] => [
      { kind: 'gone', target },
      ...(selector !== undefined && !orphans ? [{ kind: 'gone', target: selector } as const] : [])
    ])
  }
  return targetsOf(line).map(target => ({ kind: 'gone', target }))
}

/** `TYPE/NAME…`, `TYPE NAME…` or `TYPE -l SELECTOR` of a line, as kubectl arguments for one check each. */
function targetsOf(line: KubectlLine): string[] {
  const scope = scopeOf(line)
  const names = line.args.filter(arg => !/[$`<]/.test(arg))
  if (names.length < line.args.length || names.length === 0) return []
  if (names.every(name => name.includes('/'))) return names.map(name => `${name}${scope}`)
  const [type = '', ...rest] = names
  if (rest.length > 0) return rest.map(name => `${type}/${name}${scope}`)
  const selector = flagOf(line, 'selector')
  return selector === undefined ? [] : [`${type} -l ${selector}${scope}`]
}

function scaled(line: KubectlLine): Bare[] {
  const replicas = Number(flagOf(line, 'replicas'))
  if (!Number.isInteger(replicas)) return []
  return targetsOf(line).flatMap((target): Bare[] => [
    { kind: 'get', target, expect: `it.spec.replicas == ${replicas}` },
    { kind: 'ready', target }
  ])
}

function labelled(line: KubectlLine): Bare[] {
  const pairs = line.args.filter(arg => /^[^=/]+(\/[^=/]+)?=/.test(arg) || arg.endsWith('-'))
  const objects = targetsOf({ ...line, args: line.args.filter(arg => !pairs.includes(arg)) })
  if (pairs.some(pair => /[$`]/.test(pair))) return []
  const conditions = pairs.map(pair => {
    const [key = '', value = ''] = pair.split(/=(.*)/s)
    return pair.includes('=')
      ? `it.metadata.labels[${JSON.stringify(key)}] == ${JSON.stringify(value)}`
      : `!has(it.metadata.labels) || !(${JSON.stringify(pair.slice(0, -1))} in it.metadata.labels)`
  })
  if (conditions.length === 0) return []
  return objects
    .filter(target => target.includes('/'))
    .map(target => ({ kind: 'get', target, expect: conditions.map(each => `(${each})`).join(' && ') }))
}

function rolledOut(line: KubectlLine): Bare[] {
  const [action = '', ...args] = line.args
  if (line.verb === 'rollout' && !/^(status|restart|undo)$/.test(action))
    return [{ kind: 'result', expect: 'exit == 0', command: `rollout.*\\b${escaped(action)}\\b` }]
  if (line.verb === 'set' && action !== 'image') return []
  const objects = args.filter(arg => !arg.includes('='))
  const images = args.filter(arg => arg.includes('='))
  return targetsOf({ ...line, args: objects }).flatMap((target): Bare[] => {
    const wanted = images.flatMap(image => {
      const [container = '', name = ''] = image.split('=')
      const which = container === '*' ? 'true' : `c.name == ${JSON.stringify(container)}`
      return /[$`]/.test(image)
        ? []
        : [`it.spec.template.spec.containers.exists(c, ${which} && c.image == ${JSON.stringify(name)})`]
    })
    return [
      ...(wanted.length > 0 ? [{ kind: 'get', target, expect: wanted.join(' && ') } as const] : []),
      { kind: 'ready', target }
    ]
  })
}

function lookedAt(line: KubectlLine): Bare[] {
  const selector = flagOf(line, 'selector')
  const files = flagsOf(line, 'filename').map(file => ` -f ${file}`)
  if (
    line.args.length === 0 ||
    line.args.some(arg => /[$`<]/.test(arg)) ||
    files.length > 0 ||
    flagOf(line, 'raw') !== undefined
  )
    return [{ kind: 'result', expect: 'exit == 0', command: `kubectl.*\\b${escaped(line.verb)}\\b` }]
  const output = flagOf(line, 'output') ?? ''
  const showsNames = line.verb === 'describe' || /^(|wide|name|yaml|json)$/.test(output)
  const names = `${line.args.join(' ')}${selector === undefined ? '' : ` -l ${selector}`}${scopeOf(line)}`
  return [{ kind: 'result', expect: 'exit == 0', ...(showsNames && { names }) }]
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
