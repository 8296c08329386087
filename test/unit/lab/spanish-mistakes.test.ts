import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mistakeIn } from '../../../src/check/cel/syntax.ts'
import { findLab } from '../../../src/lab/find.ts'
import { parseLab } from '../../../src/lab/parse.ts'
import { readSource } from '../../../src/lab/source.ts'
import { labsFolder } from '../../../src/package-root.ts'
import { english } from '../../../src/texts/english/english.ts'
import { speakLanguage } from '../../../src/texts/language.ts'
import { foundIn, sentencesOf } from '../texts/messages.ts'

beforeAll(() => speakLanguage('es'))
afterAll(() => speakLanguage('en'))

function mistake(text: string): string {
  const parsed = parseLab(text, { file: '/lab/README.md', shownAs: 'README.md', expressions: mistakeIn })
  if (parsed.ok) throw new Error('It has no mistake.')
  return parsed.failure.message
}

const step = '# A\n\n```shell\nls\n```\n\n'

describe('mistakes in a lab, in Spanish', () => {
  it.each([
    ['', 'README.md está vacío; un laboratorio es un archivo Markdown con títulos y comandos.'],
    ['a\0b', 'README.md contiene datos binarios, no texto.'],
    ['---\na: [\n---\n# A\n', /^README\.md:\d+:\d+: el YAML no se puede interpretar: /],
    ['---\ntitel: x\n---\n# A\n', 'README.md:2: un laboratorio no tiene el ajuste "titel"; ¿querías decir "title"?'],
    [
      '---\nrequires:\n  rights: [everything]\n---\n# A\n',
      'README.md:2: "requires.rights.0" no es como debe ser: debe ser un verbo y un recurso, como "patch nodes".'
    ],
    [`${step}<!-- hnit: look -->\n`, 'README.md:7: no hay ninguna anotación "hnit"; ¿querías decir "hint"?'],
    [`${step}<!-- hint: -->\n`, 'README.md:7: la anotación "hint" está vacía.'],
    [`${step}<!-- hint: never closed\n`, 'README.md:7: la anotación "hint" no se cierra; termínala con "-->".'],
    [`${step}<!-- step: A! -->\n`, 'README.md:7: el id de un paso se forma con a-z, 0-9 y "-", no es "A!".'],
    [`${step}<!-- needs: money -->\n`, /un paso no puede necesitar "money"; se conocen machines, /],
    [
      `${step}<!-- chapter:\nminuts: 3\n-->\n`,
      'README.md:7: un capítulo no tiene la clave "minuts"; ¿querías decir "minutes"?'
    ],
    [
      `${step}<!-- check\nready: a/b\nexists: a/b\n-->\n`,
      'README.md:8: una comprobación tiene exactamente una de estas: ' +
        'ready, exists, gone, replaced, onNodes, get, file, result, run; esta tiene ready y exists.'
    ],
    [`${step}<!-- check\nget: a/b\n-->\n`, 'README.md:8: "get" necesita un "expect": lo que debe cumplirse, en CEL.'],
    [
      `${step}<!-- check\nget: a/b\nexpect: it.x + 1\n-->\n`,
      /^README\.md:9:\d+: la expresión de "expect" no se puede usar: /
    ],
    [`${step}<!-- check\nresult: nonsense\n-->\n`, /; los nombres aquí son .*\.$/],
    [`${step}<!-- question\nask: Why?\nchoices: [a]\nanswer: a\n-->\n`, /"choices" son de dos a 9 textos distintos\.$/],
    [
      `${step}<!-- question\nask: Why?\nchoices: [a, b]\nanswer: c\n-->\n`,
      /el "answer" debe ser una de las respuestas de "choices"\.$/
    ]
  ])('%j', (text, expected) => {
    const message = mistake(text)
    if (typeof expected === 'string') expect(message).toBe(expected)
    else expect(message).toMatch(expected)
    expect(foundIn(message, sentencesOf(english))).toEqual([])
  })
})

it('says in Spanish why there is no such lab', async () => {
  const messages = await Promise.all(
    [
      findLab('', labsFolder),
      findLab('first-pdo', labsFolder),
      findLab('no/such.md', labsFolder),
      readSource('a.txt')
    ].map(async outcome => {
      const found = await outcome
      return found.ok ? '' : found.failure.message
    })
  )
  expect(messages).toEqual([
    'Da el nombre de un laboratorio, una carpeta o un archivo Markdown.',
    'No hay ningún laboratorio, archivo ni carpeta first-pdo; ¿querías decir first-pod?',
    'No hay ningún archivo ni carpeta no/such.md.',
    'a.txt no es un archivo Markdown; da un archivo que termine en .md, o una carpeta con un README.md.'
  ])
})
