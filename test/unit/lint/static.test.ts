import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ordered } from '../../../src/lint/finding.ts'
import { lintFiles } from '../../../src/lint/static.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-lint-'))
  await writeFile(path.join(folder, 'web.yml'), 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\n')
  await mkdir(path.join(folder, 'base'))
  await writeFile(path.join(folder, 'other.md'), '# Another page\n')
})
afterAll(() => rm(folder, { recursive: true }))

/** What is found in a README with these lines, as `line rule: sentence`. */
async function found(...lines: readonly string[]): Promise<string[]> {
  const file = path.join(folder, 'README.md')
  await writeFile(file, `${lines.join('\n')}\n`)
  const linted = await lintFiles(file)
  if (!linted.ok) throw new Error(linted.failure.message)
  return ordered(linted.value.findings).map(({ line, rule, message }) => `${line} ${rule}: ${message}`)
}

/** A step with a command, and all that a learner needs. */
const step = (...commands: readonly string[]): string[] => [
  '## Do it',
  '```shell',
  ...commands,
  '```',
  '<!-- check',
  '- exists: pod/web',
  '-->',
  '<!-- hint: try -->',
  '<!-- solution: true -->'
]

describe('lintFiles', () => {
  it('finds nothing in a lab that is whole', async () => {
    expect(
      await found(
        '# A',
        '',
        '<!-- lab: {} -->',
        'See [there](other.md#another-page), [below](#do-it), [the net](https://example.com/x#y).',
        '',
        ...step('kubectl apply -f web.yml', 'kubectl apply -k base')
      )
    ).toEqual([])
  })

  it('finds every mistake of the annotations, each on its line', async () => {
    const findings = await found(
      '# A',
      '<!-- lab',
      'titel: x',
      '-->',
      '<!-- hint: too early -->',
      '## B',
      '<!-- check',
      '- redy: pod/web',
      '-->',
      '<!-- check',
      '- get: pods',
      '  expect: size(item) == 1',
      '-->',
      '<!-- question',
      'ask: Which?',
      'get: pods',
      'choices: [a, b]',
      'answer: it.(',
      '-->',
      '<!-- solutoin: x -->',
      '<!-- needs: magic -->'
    )
    expect(findings).toEqual([
      '3 annotation: a lab has no setting "titel"; did you mean "title"?',
      '5 annotation: This "hint" stands above the first step, so that it belongs to none: move it below a heading.',
      '8 annotation: a check has no key "redy"; did you mean "ready"?',
      '12 annotation: the expression of "expect" cannot be used: unknown variable: item; the names here are it, items (column 16).',
      expect.stringMatching(/^18 annotation: an expression of the question cannot be used: .+[^)]\.$/),
      '20 annotation: there is no annotation "solutoin"; did you mean "solution"?',
      expect.stringMatching(/^21 annotation: a step cannot need "magic"; known are /)
    ])
  })

  it('says of an expression that YAML breaks how to write it, instead of what YAML says', async () => {
    expect(
      await found('# A', '## B', '<!-- check', '- get: pods', '  expect: has(it.kind) ? true : false', '-->')
    ).toEqual([
      '5 expression: YAML takes the ": " in this expression for a key and its value: write it as a block, "expect: |" and the expression on the next line.'
    ])
  })

  it('finds links that lead nowhere', async () => {
    expect(
      await found(
        '# A',
        'See [x](gone.md), ![y](no%20picture.png)',
        'and [z](#nowhere), [w](other.md#nowhere).',
        ...step('kubectl get pods')
      )
    ).toEqual([
      '2 link: There is no file gone.md.',
      '2 link: There is no file no picture.png.',
      '3 link: There is no heading #nowhere in this file.',
      '3 link: There is no heading #nowhere in other.md.'
    ])
  })

  it('finds manifests that are not there, in commands, solutions and chapters', async () => {
    const findings = await found(
      '# A',
      '<!-- chapter -->',
      '## B',
      '<!-- chapter',
      'start: kubectl delete -f start.yml',
      '-->',
      '```shell',
      'kubectl apply -f gone.yml -f web.yml',
      'kubectl create -f /tmp/x.yml -f - -f https://example.com/x.yml -f "$FILE"',
      'kubectl get pod web -o yaml > copy.yml',
      'kubectl apply -f copy.yml',
      '```',
      '<!-- hint: x -->',
      '<!-- solution: kubectl apply -f solved.yml -->'
    )
    expect(findings.filter(each => each.includes(' file: '))).toEqual([
      '3 file: The file start.yml that is named here lies neither beside the lab nor is made by it.',
      '8 file: The file gone.yml that is named here lies neither beside the lab nor is made by it.',
      '14 file: The file solved.yml that is named here lies neither beside the lab nor is made by it.'
    ])
  })

  it('knows nothing of the files of a repository that is cloned', async () => {
    const lines = step('git clone https://example.com/shop', 'cd shop', 'kubectl apply -f gone.yml')
    expect(await found('# A', ...lines)).toEqual([])
  })

  it('finds steps that change something and help nobody', async () => {
    expect(
      await found(
        '# A',
        '## Change',
        '```shell',
        'kubectl cordon web',
        '```',
        '## Change, and check',
        '```shell',
        'kubectl delete pod web',
        '```',
        '<!-- hint: x -->',
        '## Look',
        '```shell',
        'kubectl get pods | head -3 2>/dev/null',
        'kubectl rollout status deployment/web',
        'cd ..',
        '```'
      )
    ).toEqual([
      '2 step: The step "Change" changes something and lacks a check of your own, a hint and a solution.',
      '6 step: The step "Change, and check" changes something and lacks a solution.'
    ])
  })

  it('finds that there is nothing to do', async () => {
    expect(await found('# A', '', '## B', '', 'Read.')).toEqual([
      '1 step: There is no step: no heading has commands or checks below it.'
    ])
  })

  it('finds what a translation does otherwise', async () => {
    const translation = path.join(folder, 'README.es.md')
    await writeFile(translation, ['# A', ...step('kubectl delete pod web'), '[x](nada.md)'].join('\n'))
    const findings = await found('# A', ...step('kubectl apply -f web.yml'))
    await rm(translation)
    expect(findings).toEqual([
      expect.stringMatching(
        /^2 translation: The step at README.es.md:2 has `kubectl delete pod web`, where README.md:2/
      ),
      '11 link: There is no file nada.md.'
    ])
  })

  it('finds mistakes in the images of a lab', async () => {
    const images = path.join(folder, 'images.yml')
    const told: string[][] = []
    for (const yaml of ['- image: shop/web\n  port: [80]', '- image: [', '- image: shop/web']) {
      await writeFile(images, yaml)
      told.push(await found('# A', ...step('kubectl apply -f web.yml')))
    }
    await rm(images)
    expect(told).toEqual([
      [expect.stringMatching(/^1 annotation: image 1: there is no field "port"; .*\.$/)],
      [expect.stringMatching(/^1 annotation: the YAML does not parse: /)],
      []
    ])
  })

  it('refuses what is no lab', async () => {
    await writeFile(path.join(folder, 'empty.md'), '')
    expect(await lintFiles(path.join(folder, 'empty.md'))).toMatchObject({
      ok: false,
      failure: { kind: 'bad-input', message: expect.stringMatching(/empty/) }
    })
  })
})
