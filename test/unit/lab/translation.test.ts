import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { differenceOf, translated } from '../../../src/lab/translation.ts'
import { parseLab } from '../../../src/lab/parse.ts'
import type { Lab } from '../../../src/lab/lab.ts'
import { readLab } from '../../../src/lab/read.ts'
import { mistakesInTranslations } from '../../../src/lab/translations.ts'
import { speakLanguage } from '../../../src/texts/language.ts'

const english = `---
title: Pods
requires: { nodes: 2 }
---

# Pods

## Make a pod

Run one.

\`\`\`shell
kubectl run web --image=nginx
\`\`\`

<!-- check
- that: the pod is ready
  ready: pod/web
  hint: Look at its events.
-->
<!-- hint: It is one line. -->
<!-- question:
  ask: How many pods?
  choices: [none, one]
  answer: one
-->

## Look at it

\`\`\`shell
kubectl get pods
kubectl describe pod web
\`\`\`
`

const words: readonly (readonly [string, string])[] = [
  ['title: Pods', 'title: Los pods'],
  ['## Make a pod', '## Crea un pod'],
  ['Run one.', 'Ejecuta uno.'],
  ['that: the pod is ready', 'that: el pod está listo'],
  ['hint: Look at its events.', 'hint: Mira sus eventos.'],
  ['hint: It is one line.', 'hint: Es una línea.'],
  ['ask: How many pods?', 'ask: ¿Cuántos pods?'],
  ['choices: [none, one]', 'choices: [ninguno, uno]'],
  ['answer: one', 'answer: uno'],
  ['## Look at it', '## Míralo']
]
const spanish = words.reduce((text, [one, other]) => text.replace(one, other), english)

function parsed(text: string, name: string): Lab {
  const lab = parseLab(text, { file: `/lab/${name}` })
  if (!lab.ok) throw new Error(lab.failure.message)
  return lab.value
}
const difference = (text: string) => differenceOf(parsed(english, 'README.md'), parsed(text, 'README.es.md'))

it('is told in the words of the translation, with everything else from the original', () => {
  const original = parsed(english, 'README.md')
  const lab = translated(original, parsed(spanish, 'README.es.md'))
  expect(difference(spanish)).toBeUndefined()
  expect([lab.name, lab.file, lab.title]).toEqual(['lab', '/lab/README.md', 'Los pods'])
  expect(lab.steps.map(({ id, title }) => [id, title])).toEqual([
    [original.steps[0]!.id, 'Crea un pod'],
    [original.steps[1]!.id, 'Míralo']
  ])
  expect(lab.steps[0]).toMatchObject({
    commands: original.steps[0]!.commands,
    checks: [{ kind: 'ready', target: 'pod/web', that: 'el pod está listo', hint: 'Mira sus eventos.' }],
    hints: [{ text: 'Es una línea.' }],
    questions: [{ ask: '¿Cuántos pods?', answer: 'uno' }]
  })
})

it.each([
  [
    'another command',
    '--image=nginx',
    '--image=httpd',
    /README\.es\.md:8 has `kubectl run web --image=httpd`, where README\.md:8 has `kubectl run web --image=nginx`/
  ],
  [
    'other order',
    'kubectl get pods\nkubectl describe pod web',
    'kubectl describe pod web\nkubectl get pods',
    /README\.es\.md:28 has `kubectl describe pod web`, where README\.md:28 has `kubectl get pods`/
  ],
  ['a command less', 'kubectl get pods\n', '', /README\.es\.md:28 has `kubectl describe/],
  [
    'a command more',
    'kubectl describe pod web\n',
    'kubectl describe pod web\nkubectl get nodes\n',
    /has `kubectl get nodes`, which README\.md:28 has not/
  ],
  ['a step less', '## Míralo\n', '', /README\.es\.md has 1 headings, and README\.md has 2/],
  [
    'another check',
    'ready: pod/web',
    'exists: pod/web',
    /README\.es\.md:8, what the checks look at differs from README\.md:8/
  ],
  ['no hint', '<!-- hint: Es una línea. -->', '', /the number of hints/],
  ['another right answer', 'answer: uno', 'answer: ninguno', /what the questions ask for/],
  ['other requirements', 'nodes: 2', 'nodes: 3', /README\.es\.md requires something else than README\.md/]
])('%s is told with file and line', (_, one, other, sentence) => {
  expect(spanish).toContain(one)
  expect(difference(spanish.replace(one, other))).toMatch(sentence)
})

let folder: string
const file = () => path.join(folder, 'README.md')

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-translation-'))
  vi.stubEnv('KUBEWALK_HOME', path.join(folder, 'home'))
  await writeFile(file(), english)
})
afterEach(async () => {
  await speakLanguage('en')
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

async function read(): Promise<Lab> {
  const lab = await readLab(file())
  if (!lab.ok) throw new Error(lab.failure.message)
  return lab.value
}

it('is read from the file beside the original, when its language is spoken', async () => {
  await writeFile(path.join(folder, 'README.es.md'), spanish)
  expect((await read()).title).toBe('Pods')
  await speakLanguage('es')
  const lab = await read()
  expect([lab.title, lab.file, lab.untranslated]).toEqual(['Los pods', file(), undefined])
  expect(await mistakesInTranslations(lab)).toEqual([])
})

it('a translation that asks for something else is not used, and the lab says why', async () => {
  await writeFile(path.join(folder, 'README.es.md'), spanish.replace('nginx', 'httpd'))
  await speakLanguage('es')
  const lab = await read()
  expect(lab.title).toBe('Pods')
  expect(lab.untranslated).toMatch(/^El paso en README\.es\.md:8 tiene `kubectl run web --image=httpd`/)
  await speakLanguage('en')
  expect(await mistakesInTranslations(lab)).toEqual([expect.stringMatching(/^The step at README\.es\.md:8 has/)])
})
