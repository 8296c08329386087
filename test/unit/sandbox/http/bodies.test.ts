import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../api-server.ts'

const configMaps = '/api/v1/namespaces/default/configmaps'
const pods = '/api/v1/namespaces/default/pods'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const pod = (name: string, more: object = {}, container: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'a', image: 'a', ...container }], ...more }
})

describe('the object of a body', () => {
  test('with unknown fields is refused, warned about, or pruned silently', async () => {
    const refused = await api.send('POST', `${pods}?fieldValidation=Strict`, pod('a', { x: 1 }, { y: 2 }))
    expect(refused.status).toBe(400)
    expect(refused.body.message).toBe(
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].y", unknown field "spec.x"'
    )
    const warned = await api.send('POST', pods, pod('b', { x: 1 }))
    expect(warned.warnings).toEqual(['unknown field "spec.x"'])
    expect(warned.at('spec.x')).toBeUndefined()
    const ignored = await api.send('POST', `${pods}?fieldValidation=Ignore`, pod('c', { x: 1 }))
    expect([ignored.status, ignored.warnings, ignored.at('spec.x')]).toEqual([201, [], undefined])
  })

  test('with doubled keys keeps the last one', async () => {
    const text = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"},"data":{"a":"1","a":"2"}}'
    const refused = await api.send('POST', `${configMaps}?fieldValidation=Strict`, text)
    expect(refused.body.message).toContain('strict decoding error: duplicate field "data.a"')
    const warned = await api.send('POST', configMaps, text)
    expect([warned.at('data.a'), warned.warnings]).toEqual(['2', ['duplicate field "data.a"']])
  })

  test('may be YAML', async () => {
    const yaml = { 'content-type': 'application/yaml' }
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y}\ndata:\n  a: "1"\n  a: "2"\n'
    const refused = await api.send('POST', `${configMaps}?fieldValidation=Strict`, text, yaml)
    expect(refused.body.message).toContain('strict decoding error: yaml: unmarshal errors:')
    expect((await api.send('POST', configMaps, text, yaml)).at('data.a')).toBe('2')
    expect((await api.send('POST', configMaps, 'a: [', yaml)).status).toBe(400)
  })

  test('is refused with values of the wrong type, in another version, of another kind', async () => {
    const mistyped = await api.send('POST', pods, pod('e', { hostNetwork: 'yes' }))
    expect(mistyped.body.message).toBe(
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool'
    )
    const other = await api.send('POST', pods, { ...pod('f'), apiVersion: 'v2' })
    expect(other.body.message).toBe('the API version in the data (v2) does not match the expected API version (v1)')
    expect((await api.send('POST', configMaps, pod('g'))).status).toBe(400)
    expect((await api.send('POST', pods, '[1]')).status).toBe(400)
    const mapped = await api.send('POST', configMaps, { metadata: { name: 'h' }, data: { a: 1 } })
    expect(mapped.body.message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string'
    )
    const yaml = await api.send('POST', pods, 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n')
    expect(yaml.body.message).toBe(
      "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: " +
        "invalid character 'a' looking for beginning of value (61706956657273696f6e3a2076310a6b696e643a20506f640a6d65746164 ...)"
    )
    const unknown = await api.send('POST', pods, 'x', { 'content-type': 'text/plain' })
    expect(unknown.status).toBe(415)
  })
})
