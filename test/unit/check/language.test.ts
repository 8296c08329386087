import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEvaluator } from '../../../src/check/cel/worker-evaluator.ts'
import { daemonSetReadiness } from '../../../src/check/daemon-set.ts'
import { commandCause } from '../../../src/check/command-cause.ts'
import { parseLab } from '../../../src/lab/parse.ts'
import { speakLanguage } from '../../../src/texts/language.ts'
import { daemonSet, node, pod } from './objects.ts'

beforeAll(() => speakLanguage('es'))
afterAll(() => speakLanguage('en'))

it('a DaemonSet that waits, and why, is told in Spanish; what Kubernetes calls things stays', () => {
  const nodes = [node('node1'), node('node2')]
  expect(daemonSetReadiness(daemonSet(), nodes, [pod('a', 'node1', 'ready'), pod('b', 'node2', 'no image')])).toEqual({
    ready: false,
    expected: '2 nodos con un pod listo de esta versión (node1, node2)',
    actual: '1 de 2 listos; node2: ErrImagePull',
    cause: {
      why: 'node2 no puede descargar x:v9: esa imagen no existe.',
      hint: 'Corrige `image:` en el manifiesto y aplícalo otra vez.',
      lasting: true
    }
  })
})

it('a command that failed is explained in Spanish', () => {
  const text = 'kubectl apply -f tab.yml'
  const stderr = 'error: error parsing tab.yml: error converting YAML to JSON: yaml: line 2'
  expect(commandCause({ text, stderr, kinds: [], readFile: () => 'spec:\n\ta: b\n' })).toMatchObject({
    why: 'La línea 2 de tab.yml está sangrada con un tabulador; YAML solo admite espacios ahí, así que no se envió nada.',
    hint: 'Cámbialo por 2 espacios, dos más que `spec:`.'
  })
})

it('a check that its author gave no sentence has a Spanish one', () => {
  const lab = parseLab('# A\n\n## B\n\n```shell\nkubectl delete daemonset web\n```\n\n## C\n\n```shell\nls\n```\n', {
    file: '/lab/README.md'
  })
  expect(lab.ok && lab.value.steps.flatMap(({ checks }) => checks.map(({ that }) => that))).toEqual([
    'daemonset/web estaba y ya no está',
    '`ls` terminó bien'
  ])
})

it('what an expression saw is told in Spanish, although another thread looks at it', async () => {
  const evaluator = createEvaluator()
  try {
    const items = [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }]
    const because = async (expression: string) => await evaluator.evaluate(expression, 'object', { it: {}, items })
    expect(await because('size(items) == 3')).toMatchObject({ because: 'size(items) es 2' })
    expect(await because('items.all(i, i.metadata.name == "a")')).toMatchObject({ because: 'no es así en b' })
    expect(await because('size(items)')).toMatchObject({
      message: 'da int, pero una comprobación necesita true o false'
    })
  } finally {
    await evaluator.close()
  }
})
