import type { Cause } from './cause.ts'
import { nearest } from '../lab/nearest.ts'
import { manifestObjects } from '../lab/yaml.ts'
import { mapAt } from './fields.ts'
import { flagsOf, kubectlLines } from '../lab/kubectl-line.ts'
import { findYamlMistake } from './yaml-mistake.ts'
import { causeTexts, commandCauseTexts as texts } from '../texts/texts.ts'

/** A command that failed, and what is needed to say why. */
export interface FailedCommand {
  readonly text: string
  readonly stderr: string
  /** The text of a file as the command named it; undefined when it cannot be read. */
  readonly readFile: (name: string) => string | undefined
  /** Kinds that the cluster knows, for the nearest one. */
  readonly kinds: readonly string[]
}

/**
 * Why a command failed, in a sentence, with one thing to try, where kubectl's words or the file it read tell. Pure.
 * The words are those of kubectl 1.27 to 1.35 and of the API server's validation.
 */
export function commandCause(command: FailedCommand): Cause | undefined {
  const { stderr } = command
  const fault = (why: string, hint: string): Cause => ({ why, hint, lasting: true })
  if (/error converting YAML to JSON|error parsing .*yaml|mapping values are not allowed/.test(stderr)) {
    const mistake = fileMistake(command)
    if (mistake !== undefined) return mistake
  }
  const kind = /no matches for kind "([^"]+)" in version "([^"]+)"/.exec(stderr)
  if (kind !== null) return kindCause(kind[1] ?? '', kind[2] ?? '', command)
  const resource = /the server doesn't have a resource type "([^"]+)"/.exec(stderr)?.[1]
  if (resource !== undefined) return fault(causeTexts.noKind(resource), causeTexts.kindsHint('kubectl api-resources'))
  if (/`selector` does not match template `labels`/.test(stderr)) {
    const object = /The (\w+) "([^"]+)" is invalid/.exec(stderr)
    const both = selectorAndLabels(command)
    if (both !== undefined) return fault(texts.selectorAndLabels(...both), texts.selectorMismatchHint)
    return fault(
      texts.selectorMismatch(object === null ? texts.thisObject : texts.theObject(object[1] ?? '', object[2] ?? '')),
      texts.selectorMismatchHint
    )
  }
  if (/spec\.selector: Invalid value[^]*field is immutable/.test(stderr))
    return fault(texts.immutableSelector, texts.immutableSelectorHint)
  const port = /provided port is already allocated/.test(stderr) ? /Invalid value: (\d+)/.exec(stderr)?.[1] : undefined
  if (port !== undefined) return fault(texts.portTaken(port), texts.portTakenHint)
  const quota = /exceeded quota: ([^,]+), requested: (.+?), used: (.+?), limited: (\S+)/.exec(stderr)
  if (quota !== null)
    return fault(
      texts.quota(quota[1] ?? '', quota[4] ?? '', quota[3] ?? '', quota[2] ?? ''),
      texts.quotaHint('kubectl describe quota')
    )
  const namespace = /\(NotFound\): .*namespaces? "([^"]+)" not found/.exec(stderr)?.[1]
  if (namespace !== undefined)
    return fault(
      texts.noNamespace(namespace),
      texts.noNamespaceHint(`-n ${namespace}`, `kubectl create namespace ${namespace}`)
    )
  const exists = /\(AlreadyExists\):[^]*?(\S+) "([^"]+)" already exists/.exec(stderr)
  if (exists !== null) return fault(texts.exists(exists[1] ?? '', exists[2] ?? ''), texts.existsHint)
  const file = /error: the path "([^"]+)" does not exist/.exec(stderr)?.[1]
  if (file !== undefined) return fault(texts.noFile(file), texts.noFileHint)
  return undefined
}

/** What the selector of the first object asks for and its template does not say, and what that says instead. */
function selectorAndLabels({ text, readFile }: FailedCommand): readonly [string, string] | undefined {
  const names = kubectlLines(text).flatMap(line => flagsOf(line, 'filename'))
  for (const object of names.flatMap(name => manifestObjects(readFile(name) ?? '') ?? [])) {
    const labels = mapAt(object, 'spec', 'template', 'metadata', 'labels')
    const missing = Object.entries(mapAt(object, 'spec', 'selector', 'matchLabels')).find(
      ([key, value]) => labels[key] !== value
    )
    if (missing === undefined) continue
    const [key, value] = missing
    return [`\`${key}=${value}\``, labels[key] === undefined ? '—' : `\`${key}=${labels[key]}\``]
  }
  return undefined
}

/** The first mistake in a file that the command reads. */
function fileMistake({ text, readFile }: FailedCommand): Cause | undefined {
  for (const name of kubectlLines(text).flatMap(line => flagsOf(line, 'filename'))) {
    const content = readFile(name)
    const mistake = content === undefined ? undefined : findYamlMistake(content, name)
    if (mistake !== undefined) return { ...mistake, why: texts.nothingSent(mistake.why.replace(/\.$/, '')) }
  }
  return undefined
}

function kindCause(kind: string, version: string, { text, readFile, kinds }: FailedCommand): Cause {
  const meant = nearest(kind, kinds)
  if (meant === kind)
    return {
      why: texts.noVersion(kind, version),
      hint: texts.noVersionHint('kubectl api-resources'),
      lasting: true
    }
  const names = kubectlLines(text).flatMap(line => flagsOf(line, 'filename'))
  const found = names.flatMap(name => {
    const index = (readFile(name) ?? '').split('\n').findIndex(line => line.trim() === `kind: ${kind}`)
    return index === -1 ? [] : [texts.lineOf(index + 1, name)]
  })[0]
  const where = found ?? texts.inManifest
  return {
    why: texts.noKind(kind),
    hint: meant === undefined ? causeTexts.kindsHint('kubectl api-resources') : texts.nearKindHint(where, meant),
    lasting: true
  }
}
