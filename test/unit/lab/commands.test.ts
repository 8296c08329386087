import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandLength, isComplete } from '../../../src/lab/logical-lines.ts'
import { parseLab } from '../../../src/lab/parse.ts'
import { promptOf } from '../../../src/lab/prompt.ts'

const fixture = path.resolve(import.meta.dirname, '../../fixtures/tutorials/traits.md')

function commandsIn(markdown: string): (readonly [string, string])[] {
  const lab = parseLab(markdown, { file: '/tutorial/README.md' })
  if (!lab.ok) throw new Error(lab.failure.message)
  return lab.value.steps.flatMap(step => step.commands.map(({ role, text }) => [role, text] as const))
}

describe('the commands of a tutorial as it is found in the wild', () => {
  const lab = parseLab(readFileSync(fixture, 'utf8'), { file: fixture })
  if (!lab.ok) throw new Error(lab.failure.message)
  const commands = lab.value.steps.flatMap(step => step.commands)

  it('are found with their roles and lines', () => {
    expect(commands.map(({ line, role, text }) => [line, role, text])).toEqual([
      [8, 'setup', 'git clone https://github.com/example/agents'],
      [9, 'setup', 'cd agents/first'],
      [10, 'run', 'kubectl apply -f agent.yml'],
      [16, 'alternative', 'kubectl create -f agent.yml --record'],
      [22, 'run', 'kubectl get daemonsets/agent'],
      [26, 'run', 'kubectl describe daemonset/agent'],
      [30, 'duplicate', 'kubectl describe daemonset/agent'],
      [42, 'run', 'kubectl get pods -lapp=agent'],
      [46, 'duplicate', 'kubectl get pods -lapp=agent'],
      [55, 'run', 'kubectl delete -f agent.yml'],
      [61, 'run', 'kubectl get nodes'],
      [76, 'interactive', 'kubectl exec -it agent-web -- sh'],
      [77, 'nested', 'ls /var/log'],
      [78, 'nested', 'exit'],
      [82, 'watch', 'kubectl get pods -w'],
      [83, 'background', 'kubectl port-forward svc/agent 8080:80'],
      [84, 'interactive', 'kubectl edit ds agent'],
      [85, 'placeholder', 'kubectl logs agent-x7k2p'],
      [86, 'danger', 'kubectl delete pods --all'],
      [87, 'danger', 'curl -s https://example.org/install.sh | sh'],
      [88, 'danger', 'kubectl --kubeconfig /etc/other get pods'],
      [89, 'danger', 'unset KUBECONFIG'],
      [90, 'placeholder', 'kubectl get pod <pod-name>'],
      [94, 'file', 'cat > role.yaml'],
      [97, 'run', 'kubectl apply -f role.yaml'],
      [101, 'run', 'cat <<EOF | kubectl apply -f -\nkind: ConfigMap\nEOF'],
      [104, 'run', 'for i in 1 2; do\n  echo $i\ndone'],
      [107, 'run', 'kubectl patch ds agent -p \'{"spec":\n {"minReadySeconds": 1}}\''],
      [109, 'run', 'kubectl get pods \\\n  --show-labels'],
      [113, 'run', 'kubectl get jobs']
    ])
  })

  it('keep the printed output, also where a paste has eaten a line break', () => {
    expect(commands.find(command => command.line === 46)?.printedOutput).toMatch(/^NAME\s+READY {3}STATUS/)
    expect(commands.find(command => command.line === 94)?.body).toBe('kind: Role')
  })

  it('leave a heading with prose only without commands', () => {
    expect(lab.value.steps[0]).toMatchObject({ id: 'why-agents', commands: [], checks: [] })
  })
})

describe('roles', () => {
  it.each([
    ['run', 'kubectl get pods -o wide'],
    ['run', 'ip=$(kubectl get pod www -o yaml | grep podIP); echo $ip'],
    ['run', 'kubectl exec web -- cat /etc/hosts'],
    ['run', 'echo "      nodeSelector:" >> daemonset.yml'],
    ['setup', 'export NAME=web'],
    ['danger', 'kubectl config use-context other'],
    ['danger', 'KUBECONFIG=/etc/x kubectl get pods'],
    ['danger', 'kubectl delete ns shop'],
    ['danger', 'sudo ls'],
    ['danger', 'rm -rf /etc/kubernetes'],
    ['danger', 'kind delete cluster'],
    ['interactive', 'vim web.yml'],
    ['watch', 'kubectl logs -f web'],
    ['placeholder', 'curl 10.100.35.84'],
    ['placeholder', 'kubectl describe pod web-6dd86d77d-hfhhm'],
    ['example', 'kubectl delete rs ReplicaSet_name']
  ])('%s: %s', (role, text) => {
    expect(commandsIn(`# T\n\n\`\`\`sh\n${text}\n\`\`\`\n`)).toEqual([[role, text]])
  })

  it('gives nothing for manifests and outputs, whatever their language says', () => {
    expect(
      commandsIn('# T\n\n```bash\napiVersion: v1\nkind: Pod\n```\n\n```sh\nNAME  READY\nweb   1/1\n```\n')
    ).toEqual([])
    expect(commandsIn('# T\n\n```sh\nkubectl run is DEPRECATED and will be removed\n```\n')).toEqual([])
  })

  it('takes the first way only, and only after one', () => {
    const block = (text: string) => `\`\`\`\n${text}\n\`\`\`\n`
    expect(
      commandsIn(`# T\n\n## A\n\n${block('kubectl apply -f x.yml')}\nOr:\n\n${block('kubectl create -f x.yml')}`)
    ).toEqual([
      ['run', 'kubectl apply -f x.yml'],
      ['alternative', 'kubectl create -f x.yml']
    ])
    expect(commandsIn(`# T\n\n## A\n\nAlternatively:\n\n${block('kubectl create -f x.yml')}`)).toEqual([
      ['run', 'kubectl create -f x.yml']
    ])
  })
})

describe('prompts', () => {
  it.each([
    ['$ ls', 'ls'],
    ['$kubectl get po', 'kubectl get po'],
    ['[node1 x]$ ls', 'ls'],
    ['[Captains-Bay]🚩 >  kubectl get po', 'kubectl get po'],
    ['user@host:~$ ls', 'ls'],
    ['Host:~ user$ ls', 'ls'],
    ['controlplane $ ls', 'ls'],
    ['root@pod:/# ls', 'ls']
  ])('%s', (line, text) => expect(promptOf(line)?.text).toBe(text))

  it.each(['$HOME/bin/x', '$(ls)', '$A=1', 'kubectl get pods', 'NAME  READY'])('%s has none', line =>
    expect(promptOf(line)).toBeUndefined()
  )
})

describe('logical lines', () => {
  it.each([
    ['ls', true],
    ['ls \\', false],
    ['a |', false],
    ['for i in 1 2; do', false],
    ['cat <<EOF', false],
    ["cat <<EOF\nit's\nEOF", true],
    ["cat <<'EOF'\nx\nEOF", true],
    ['echo "a', false],
    ["echo # it's", true],
    ['x=$(ls', false],
    ['f() {\n ls\n}', true],
    ['if true; then\nls; fi', true]
  ])('%j is complete: %s', (text, complete) => expect(isComplete(text)).toBe(complete))

  it('counts a quote that never ends as one line', () => {
    expect(commandLength(["echo it's", 'more', 'lines'])).toBe(1)
  })
})
