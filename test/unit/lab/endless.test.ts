import { expect, it } from 'vitest'
import { runsBeside, withoutAmpersand } from '../../../src/lab/endless.ts'
import { needsTerminal } from '../../../src/lab/role.ts'

it.each([
  'kubectl get pods -w',
  'kubectl get pods -Aw',
  'kubectl -n shop get deploy/web --watch',
  'kubectl get events --watch-only=true | grep --line-buffered Scaled',
  'kubectl events -w',
  'kubectl logs -f web-1',
  'k logs --follow deploy/web -c app',
  'kubectl logs -f $(kubectl get pods -o name | sed 1q)',
  'kubectl port-forward svc/web 8080:80',
  'kubectl port-forward svc/web 8080:80 > /dev/null 2>&1 &',
  'kubectl proxy --port=8001 &',
  'python3 -m http.server 8000 &',
  'tail -f server.log',
  'while true; do kubectl get pods; sleep 2; done',
  'while sleep 1\ndo\n  curl -s localhost:8080\ndone',
  'until false; do date; done &',
  'for ((;;)); do date; sleep 1; done'
])('%s runs beside the lesson', text => expect(runsBeside(text)).toBe(true))

it.each([
  'kubectl get pods',
  'kubectl get pods -w=false',
  'kubectl logs --follow=false web-1',
  'kubectl get pods -w | head -3',
  'kubectl get pods -w | grep -m1 Running',
  'timeout 5 kubectl get pods -w',
  'cd web && kubectl get pods -w',
  'kubectl port-forward --help',
  'kubectl rollout status deploy/web',
  'nohup python3 -m http.server &',
  'kubectl proxy & sleep 1; curl localhost:8001',
  'while true; do curl localhost && break; sleep 1; done',
  'until kubectl get pod web; do sleep 1; done',
  'while read -r line; do echo "$line"; done < names',
  'while true; do date; done; echo never',
  'watch kubectl get pods',
  'echo a && echo b',
  ''
])('%s does not', text => expect(runsBeside(text)).toBe(false))

it('an ampersand at the end is taken off, within the line it stays', () => {
  expect(withoutAmpersand('kubectl proxy &')).toBe('kubectl proxy')
  expect(withoutAmpersand('a & b')).toBe('a & b')
  expect(withoutAmpersand('a && b')).toBe('a && b')
})

it.each([
  'watch kubectl get pods',
  'watch -n1 "kubectl get pods"',
  'nano web.yml',
  '/usr/bin/vim web.yml',
  '$EDITOR web.yml',
  '"${KUBE_EDITOR:-vi}" web.yml',
  'EDITOR=nano kubectl edit ds/web'
])('%s needs the terminal', text => expect(needsTerminal(text)).toBe(true))

it.each(['kubectl get pods -w', 'cat web.yml', 'echo $EDITOR', 'kubectl logs watch'])('%s does not need it', text =>
  expect(needsTerminal(text)).toBe(false)
)
