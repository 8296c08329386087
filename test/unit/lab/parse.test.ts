import { describe, expect, it } from 'vitest'
import { mistakeIn } from '../../../src/check/cel/syntax.ts'
import type { Lab } from '../../../src/lab/lab.ts'
import { parseLab } from '../../../src/lab/parse.ts'

const options = { file: '/labs/first/README.md', shownAs: 'README.md', expressions: mistakeIn }

function lab(text: string, files: Record<string, string> = {}): Lab {
  const parsed = parseLab(text, { ...options, fileText: name => files[name] })
  if (!parsed.ok) throw new Error(parsed.failure.message)
  return parsed.value
}

function mistake(text: string): string {
  const parsed = parseLab(text, options)
  return parsed.ok ? 'no mistake' : parsed.failure.message
}

describe('a lab', () => {
  it('is named after its folder and titled after its first heading', () => {
    const parsed = lab('# The *first* lab\n\nintro\n\n## One\n\ntext\n')
    expect(parsed).toMatchObject({ name: 'first', title: 'The first lab' })
    expect(parsed.introduction).toHaveLength(1)
    expect(parsed.steps.map(step => [step.id, step.title, step.line])).toEqual([['one', 'One', 5]])
  })

  it('takes settings from front matter and from a comment, and keeps line numbers', () => {
    const parsed = lab('---\ntitle: T\nrequires: { nodes: 2 }\nlayout: default\n---\n# H\n\n## One\n\n```sh\nls\n```\n')
    expect(parsed).toMatchObject({ title: 'T', requires: { nodes: 2 } })
    expect(parsed.steps[0]!.commands[0]).toMatchObject({ text: 'ls', line: 11 })
    const hidden = lab('# H\n\n<!-- lab\nrepositories:\n- url: https://x.org/a\n  path: b/\n-->\n\n## One\n')
    expect(hidden.repositories).toEqual([{ url: 'https://x.org/a', path: 'b' }])
    expect(JSON.stringify(hidden.introduction)).not.toContain('lab')
  })

  it('gives steps their own ids, or different ones made of equal headings', () => {
    const parsed = lab('# T\n\n## A b!\n\n## A b?\n\n## C\n\n<!-- step: third -->\n')
    expect(parsed.steps.map(step => step.id)).toEqual(['a-b', 'a-b-2', 'third'])
  })

  it('reads hints and solutions as raw text, in order', () => {
    const [step] = lab(
      '# T\n\n## A\n\n<!-- hint: `a`: b # c -->\n<!-- hint\n  two\n    lines --\\>\n-->\n\n- item\n  <!-- solution\n  if x; then\n    y\n  fi\n  -->\n'
    ).steps
    expect(step!.hints.map(hint => hint.text)).toEqual(['`a`: b # c', 'two\n  lines -->'])
    expect(step!.solution?.script).toBe('if x; then\n  y\nfi')
  })

  it('reads every kind of check, with its line', () => {
    const text = `# T

## A

<!-- check
- ready: daemonset/web
  within: 2m
- that: it is there
  exists: configmap/web
  hint: make it
- gone: pods -l app=web
- onNodes: pods -l app=web
  nodes: [node1]
- onNodes: pods -l app=web
  nodes: disk=ssd
- get: pods
  expect: |
    size(items) > 0 &&
    items.all(p, !has(p.x))
- file: web.yml
  expect: it.kind == 'Pod'
- result: exit == 0
  names: nodes
  command: get +no
- run: cat x
  expect: stdout == ''
-->
`
    const { checks } = lab(text).steps[0]!
    expect(checks.map(check => [check.line, check.kind])).toEqual([
      [6, 'ready'],
      [8, 'exists'],
      [11, 'gone'],
      [12, 'onNodes'],
      [14, 'onNodes'],
      [16, 'get'],
      [20, 'file'],
      [22, 'result'],
      [25, 'run']
    ])
    expect(checks[0]).toMatchObject({ that: 'daemonset/web is ready', withinMs: 120_000 })
    expect(checks[1]).toMatchObject({ that: 'it is there', hint: 'make it', withinMs: 60_000 })
    expect(checks[3]).toMatchObject({ nodes: ['node1'] })
    expect(checks[4]).toMatchObject({ nodes: { selector: 'disk=ssd' } })
    expect(checks[7]).toMatchObject({ expect: 'exit == 0', names: 'nodes', command: 'get +no' })
    expect(checks.every(check => check.that !== '')).toBe(true)
  })

  it('passes over words that have no use yet, and other people’s comments', () => {
    const text =
      '# T\n\n<!-- TODO: x -->\n<!-- prettier-ignore -->\n<!-- some prose: here -->\n\n## A\n\n<!-- hint: x -->\n<!-- plant: why? -->\n'
    expect(lab(text).steps[0]).toMatchObject({ checks: [], hints: [{ text: 'x' }] })
  })
})

describe('a mistake in a lab is told with its line', () => {
  const check = (yaml: string) => `# T\n\n## A\n\n<!-- check\n${yaml}\n-->\n`
  it.each([
    ['an empty file', ' \n', 'README.md is empty; a lab is a Markdown file with headings and commands.'],
    [
      'front matter that does not parse',
      '---\ntitle: T\nrequires: { nodes: 2\n---\n# T\n',
      'README.md:3:21: the YAML does not parse'
    ],
    [
      'a tab in front matter',
      '---\ntitle: T\nrequires:\n\tnodes: 2\n---\n# T\n',
      'README.md:4:1: the YAML does not parse: tab'
    ],
    [
      'a misspelt setting',
      '---\ntitle: T\nrequire: { nodes: 2 }\n---\n',
      'README.md:3: a lab has no setting "require"; did you mean "requires"?'
    ],
    [
      'a setting of the wrong type',
      '---\ntitle: T\nrequires: { nodes: many }\n---\n',
      'README.md:3: "requires.nodes" is not as it must be'
    ],
    ['an unknown setting of ours', '# T\n\n<!-- lab\ncolour: red\n-->\n', 'README.md:4: a lab has no setting "colour"'],
    [
      'a path that leaves the clone',
      '# T\n\n<!-- lab\nrepositories: [{ url: "https://x.org/a", path: ../b }]\n-->\n',
      'README.md:4: "repositories.0.path"'
    ],
    [
      'a misspelt annotation',
      '# T\n\n## A\n\n<!-- chekc\n- ready: x\n-->\n',
      'README.md:5: there is no annotation "chekc"; did you mean "check"?'
    ],
    [
      'an unknown annotation',
      '# T\n\n## A\n\n<!-- hint: x -->\n<!-- reward: x -->\n',
      'README.md:6: there is no annotation "reward"; known are lab, check'
    ],
    [
      'a missing colon',
      '# T\n\n## A\n\n<!-- check - ready: x -->\n',
      'README.md:5: write "check:" or begin a new line'
    ],
    [
      'an annotation that is never closed',
      '# T\n\n## A\n\n<!-- check\n- ready: x\n',
      'README.md:5: the annotation "check" is never closed'
    ],
    [
      'an unknown key',
      check('- ready: x\n- get: pods\n  expects: "true"'),
      'README.md:8: a check has no key "expects"; did you mean "expect"?'
    ],
    ['a key that no expression can find', check('- ready: x\n  "a(b": y'), 'README.md:7: a check has no key "a(b"'],
    [
      'a mistake in the second of two questions',
      '# T\n\n## A\n\n<!-- question\n- ask: x\n  choices: [a, b]\n  answer: a\n- ask: y\n  choices: [a, b]\n  answr: c\n-->\n',
      'README.md:11: a question has no key "answr"; did you mean "answer"?'
    ],
    ['two kinds', check('- ready: x\n  gone: y'), 'README.md:6: a check has exactly one of'],
    ['no kind', check('- that: x'), 'this one has none'],
    ['a key of another kind', check('- ready: x\n  names: y'), 'README.md:7: "names" does not go with "ready".'],
    ['no expectation', check('- get: pods'), 'README.md:6: "get" needs an "expect"'],
    [
      'an expectation that YAML has taken apart',
      check('- get: pods\n  expect: [a]'),
      'README.md:7: "expect" must be text'
    ],
    ['a time that is none', check('- ready: x\n  within: soon'), 'README.md:7: "within" must be a time such as 30s'],
    [
      'CEL that does not parse',
      check('- get: pods\n  expect: size(items) >'),
      'README.md:7:24: the expression of "expect" cannot be used: unexpected token'
    ],
    [
      'CEL in a block',
      check('- get: pods\n  expect: |\n    size(items) > 0 &&\n    itms[0].x == 1'),
      'README.md:9:5: the expression of "expect" cannot be used: unknown variable: itms; the names here are it, items.'
    ],
    [
      'CEL that gives no boolean',
      check('- get: pods\n  expect: size(items)'),
      'it gives int, but a check needs true or false'
    ],
    [
      'a result with the names of objects',
      check('- result: size(items) > 0'),
      'the names here are exit, stdout, stderr, command'
    ],
    [
      'a pattern that is none',
      check('- result: exit == 0\n  command: "("'),
      'README.md:7: "command" is no regular expression'
    ],
    [
      'an id used twice',
      '# T\n\n## A\n\n<!-- step: a -->\n\n## B\n\n<!-- step: a -->\n',
      'README.md:9: the step id "a" is used twice.'
    ],
    [
      'two solutions',
      '# T\n\n## A\n\n<!-- solution: a -->\n<!-- solution: b -->\n',
      'README.md:6: a step has one solution'
    ],
    [
      'an alias bomb',
      '---\ntitle: T\nx: [&a [1], *a, ' + '*a, '.repeat(60) + '1]\n---\n',
      'README.md:3:214: the YAML does not parse'
    ],
    ['a file full of brackets', '['.repeat(100_000), 'README.md holds 100000 opening brackets']
  ])('%s', (_name, text, sentence) => expect(mistake(text)).toContain(sentence))
})

describe('checks are inferred', () => {
  const manifest = `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [] } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
`
  const inferred = (...lines: string[]) =>
    lab(`# T\n\n## A\n\n\`\`\`sh\n${lines.join('\n')}\n\`\`\`\n`, { 'web.yml': manifest }).steps[0]!.checks.map(
      ({ that: _that, withinMs: _within, line: _line, ...rest }) => rest
    )

  it('from apply and create', () => {
    const made = [
      { kind: 'ready', target: 'daemonset/web' },
      { kind: 'exists', target: 'configmap/settings -n shop' }
    ]
    expect(inferred('kubectl apply -f web.yml')).toEqual(made)
    expect(inferred('kubectl create --filename=web.yml')).toEqual(made)
    expect(inferred('kubectl create deployment shop --image=x')).toEqual([{ kind: 'ready', target: 'deployment/shop' }])
    expect(inferred('kubectl create secret generic s -n a')).toEqual([{ kind: 'exists', target: 'secret/s -n a' }])
    expect(inferred('kubectl apply -f other.yml')).toMatchObject([{ kind: 'result', expect: 'exit == 0' }])
  })

  it('from delete, with the pods', () => {
    expect(inferred('kubectl delete -f web.yml')).toEqual([
      { kind: 'gone', target: 'daemonset/web' },
      { kind: 'gone', target: 'pods -l app=web' },
      { kind: 'gone', target: 'configmap/settings -n shop' }
    ])
    expect(inferred('kubectl delete pod a b')).toEqual([
      { kind: 'gone', target: 'pod/a' },
      { kind: 'gone', target: 'pod/b' }
    ])
  })

  it('from scale, label and set image', () => {
    expect(inferred('kubectl scale deploy/web --replicas=3')).toEqual([
      { kind: 'get', target: 'deploy/web', expect: 'it.spec.replicas == 3' },
      { kind: 'ready', target: 'deploy/web' }
    ])
    expect(inferred('kubectl label node node2 disk=ssd old-')).toEqual([
      {
        kind: 'get',
        target: 'node/node2',
        expect: '(it.metadata.labels["disk"] == "ssd") && (!has(it.metadata.labels) || !("old" in it.metadata.labels))'
      }
    ])
    expect(inferred('kubectl set image ds/web a=b:1')).toEqual([
      {
        kind: 'get',
        target: 'ds/web',
        expect: 'it.spec.template.spec.containers.exists(c, c.name == "a" && c.image == "b:1")'
      },
      { kind: 'ready', target: 'ds/web' }
    ])
  })

  it('from get and describe', () => {
    expect(inferred('kubectl get pods -lapp=web')).toEqual([
      { kind: 'result', expect: 'exit == 0', names: 'pods -l app=web' }
    ])
    expect(inferred('kubectl describe ds/web')).toEqual([{ kind: 'result', expect: 'exit == 0', names: 'ds/web' }])
  })

  it('the later promise of an object counts', () => {
    expect(inferred('kubectl apply -f web.yml', 'kubectl delete ds/web', 'kubectl delete daemonset/web')).toMatchObject(
      [{ kind: 'exists' }, { kind: 'gone', target: 'ds/web' }, { kind: 'gone', target: 'daemonset/web' }]
    )
  })

  it('all of them with expressions that can be used', () => {
    for (const line of ['kubectl scale rs/a --replicas=1', 'kubectl label pod/a b=c d-', 'kubectl set image ds/a b=c'])
      for (const check of inferred(line))
        if ('expect' in check) expect(mistakeIn(check.expect, 'object')).toBeUndefined()
  })

  it('never where the author wrote some', () => {
    const text = '# T\n\n## A\n\n```sh\nkubectl get nodes\n```\n\n<!-- check\n- exists: node/a\n-->\n'
    expect(lab(text).steps[0]!.checks).toMatchObject([{ kind: 'exists' }])
  })

  it('and the repository that a tutorial lies in', () => {
    const text = '# T\n\n## A\n\n```sh\ngit clone https://x.org/o/all\ncd all/one/two\nkubectl apply -f web.yml\n```\n'
    expect(lab(text, { 'web.yml': manifest }).repositories).toEqual([{ url: 'https://x.org/o/all', path: 'one/two' }])
    expect(lab(text).repositories).toEqual([])
  })
})
