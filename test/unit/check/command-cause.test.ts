import { expect, it } from 'vitest'
import { commandCause } from '../../../src/check/command-cause.ts'

const files: Readonly<Record<string, string>> = {
  'kind.yml': 'apiVersion: apps/v1\nkind: DaemonSett\n',
  'tab.yml': 'spec:\n  template:\n    spec:\n      nodeSelector:\n\t\tkubernetes.io/hostname: node1\n'
}

/** What kubectl printed, with a real cluster or the sandbox; see test/parity for the first three. */
const said: readonly (readonly [string, string, string, RegExp, RegExp])[] = [
  [
    'a kind that is none',
    'kubectl apply -f kind.yml',
    'error: resource mapping not found for name: "prometheus-daemonset" namespace: "" from "kind.yml": no matches for kind "DaemonSett" in version "apps/v1"\nensure CRDs are installed first',
    /knows no kind DaemonSett/,
    /^Line 2 of kind.yml: `kind: DaemonSet`, apply again/
  ],
  [
    'a version that is gone',
    'kubectl apply -f old.yml',
    'error: resource mapping not found for name: "a" namespace: "" from "old.yml": no matches for kind "DaemonSet" in version "extensions/v1beta1"\nensure CRDs are installed first',
    /does not serve DaemonSet in the version extensions\/v1beta1/,
    /apiVersion/
  ],
  [
    'a pod selector',
    'kubectl apply -f a.yml',
    'The DaemonSet "prometheus-daemonset" is invalid: spec.template.metadata.labels: Invalid value: {"name":"other", "tier":"monitoring"}: `selector` does not match template `labels`',
    /pod selector of the DaemonSet prometheus-daemonset does not match/,
    /equal/
  ],
  [
    'a tab',
    'kubectl apply -f tab.yml',
    'error: error parsing tab.yml: error converting YAML to JSON: yaml: line 5: found character that cannot start any token',
    /^Line 5 of tab.yml is indented with a tab; YAML allows only spaces there, so nothing was sent\.$/,
    /^Replace it with 8 spaces, two more than `nodeSelector:`/
  ],
  [
    'a quota',
    'kubectl run a --image=b',
    'Error from server (Forbidden): pods "a" is forbidden: exceeded quota: few, requested: pods=1, used: pods=3, limited: pods=3',
    /quota few allows pods=3, pods=3 are used/,
    /describe quota/
  ],
  [
    'a node port',
    'kubectl apply -f s.yml',
    'The Service "a" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    /node port 30080 is taken/,
    /nodePort/
  ],
  [
    'a namespace',
    'kubectl create deployment a --image=b -n shop',
    'error: failed to create deployment: Error from server (NotFound): namespaces "shop" not found',
    /no namespace shop/,
    /create namespace shop/
  ]
]

it.each(said)('%s is named, with one thing to try', (_name, text, stderr, why, hint) => {
  const kinds = ['DaemonSet', 'Deployment', 'Pod']
  const cause = commandCause({ text, stderr, kinds, readFile: name => files[name] })
  expect(cause?.why).toMatch(why)
  expect(cause?.hint).toMatch(hint)
})

it('what is not known is left to kubectl’s own words', () =>
  expect(
    commandCause({ text: 'kubectl get x', stderr: 'error: odd', kinds: [], readFile: () => undefined })
  ).toBeUndefined())
