import fs from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

/**
 * What `kubectl explain` says about types and fields, from the comments in the npm package kubernetes-types: gzipped
 * JSON in the form that src/sandbox/api/openapi/descriptions.ts reads.
 *
 * @param {string} folder the package's folder
 * @returns {Buffer}
 */
export function collectDescriptions(folder) {
  const texts = []
  const numbers = new Map()
  const numberOf = text => {
    if (!numbers.has(text)) numbers.set(text, texts.push(text) - 1)
    return numbers.get(text)
  }
  const types = {}
  for (const file of fs.readdirSync(folder, { recursive: true }).sort()) {
    const match = /^(\w+)[\\/](\w+)\.d\.ts$/.exec(file)
    if (!match) continue
    const [, group, version] = match
    for (const [type, fields] of readDeclarations(fs.readFileSync(path.join(folder, file), 'utf8')))
      types[`${packageOf(group, version)}.${type}`] = Object.fromEntries(
        fields.map(([field, text]) => [field, numberOf(text)])
      )
  }
  return gzipSync(JSON.stringify({ texts, types }), { level: 9 })
}

function packageOf(group, version) {
  if (group === 'meta') return `io.k8s.apimachinery.pkg.apis.meta.${version}`
  if (group === 'api') return `io.k8s.apimachinery.pkg.api.${version}`
  if (group === 'apiextensions') return `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.${version}`
  return `io.k8s.api.${group}.${version}`
}

/** Types with their described fields; the text of the type itself stands under an empty name. */
function readDeclarations(text) {
  const types = []
  let comment
  for (const [, comments, type, field] of text.matchAll(
    /\/\*\*((?:[^*]|\*(?!\/))*)\*\/|^export (?:interface|type) (\w+)|^ {4}(?:readonly )?"?([\w$-]+)"?\??: /gm
  )) {
    if (comments !== undefined) {
      comment = plain(comments)
      continue
    }
    if (type !== undefined) types.push([type, []])
    const fields = types.at(-1)?.[1]
    if (comment && fields) fields.push([field ?? '', comment])
    comment = undefined
  }
  return types
}

/** A comment without its stars; its blank lines stay. */
function plain(comment) {
  return comment
    .split('\n')
    .map(line => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim()
}
