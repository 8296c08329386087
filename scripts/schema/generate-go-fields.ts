/**
 * Two facts of the Go types of Kubernetes that neither the OpenAPI description nor the protobuf definitions carry, and
 * that the JSON form of an object depends on:
 * - `*`: the field is a pointer to a scalar. Go writes every scalar that is no pointer on the protobuf wire and leaves
 *   its zero value out of JSON, while `replicas: 0` behind a pointer means zero and must stay.
 * - `+`: the field has no `omitempty`, so that JSON shows it with its zero value too. The description lists most of
 *   these as required, but not all of them.
 *
 * Run: node scripts/schema/generate-go-fields.ts API APIMACHINERY APIEXTENSIONS_APISERVER
 * with check-outs of the Go modules k8s.io/api, k8s.io/apimachinery and k8s.io/apiextensions-apiserver of the version
 * that the asset describes.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Marked JSON names of fields by type, the type named as in OpenAPI. */
const marked: Record<string, string[]> = {}

function read(file: string, packageName: string): void {
  const text = readFileSync(file, 'utf8')
  for (const [, struct = '', body = ''] of text.matchAll(/^type (\w+) struct \{\n(.*?)^\}/gms)) {
    const names: string[] = []
    for (const field of body.matchAll(/^\s*\w+\s+(\*?)([^\s`]+)\s+`json:"([\w$][\w$-]*)((?:,\w+)*)"/gm)) {
      const [, star, type = '', name = '', options = ''] = field
      const pointer = star === '*' && isScalar(type, text) ? '*' : ''
      const always = options.includes('omitempty') ? '' : '+'
      if (pointer + always !== '') names.push(name + pointer + always)
    }
    if (names.length > 0) marked[`${packageName}.${struct}`] = names.sort()
  }
}

/** A Go built-in, or a type of the same package that is a string or a number underneath. */
function isScalar(type: string, text: string): boolean {
  if (/^(string|bool|u?int(8|16|32|64)?|float(32|64))$/.test(type)) return true
  return /^\w+$/.test(type) && new RegExp(`^(type )?\\s*${type} (string|int32)$`, 'm').test(text)
}

const [api = '', machinery = '', extensions = ''] = process.argv.slice(2)
if (![api, machinery, extensions].every(folder => existsSync(folder))) {
  console.error(
    'Name the folders of the Go modules k8s.io/api, k8s.io/apimachinery and k8s.io/apiextensions-apiserver.'
  )
  process.exit(2)
}
for (const file of globSync('*/*/types.go', { cwd: api }).sort()) {
  const [group, version] = file.split(/[\\/]/)
  read(join(api, file), `io.k8s.api.${group ?? ''}.${version ?? ''}`)
}
read(join(machinery, 'pkg/apis/meta/v1/types.go'), 'io.k8s.apimachinery.pkg.apis.meta.v1')
for (const file of ['types.go', 'types_jsonschema.go']) {
  const version = 'pkg/apis/apiextensions/v1'
  read(join(extensions, version, file), `io.k8s.apiextensions-apiserver.${version.replaceAll('/', '.')}`)
}
const lines = Object.entries(marked).map(([type, names]) => `${JSON.stringify(type)}: ${JSON.stringify(names)}`)
writeFileSync(join(import.meta.dirname, 'go-fields.json'), `{\n${lines.join(',\n')}\n}\n`)
console.log(`${lines.length} types`)
