import { afterEach, describe, expect, it } from 'vitest'
import { completed } from '../../../src/texts/catalogue.ts'
import { commandHelp as englishHelp } from '../../../src/texts/english/command-help.ts'
import { english } from '../../../src/texts/english/english.ts'
import { language, languageOf, speakLanguage } from '../../../src/texts/language.ts'
import { commandHelp as spanishHelp } from '../../../src/texts/spanish/command-help.ts'
import { spanish } from '../../../src/texts/spanish/spanish.ts'
import { duration, keyTexts, speak } from '../../../src/texts/texts.ts'
import { saidOf, textsOf, valuesIn } from './messages.ts'

afterEach(() => speakLanguage('en'))

/** Each catalogue and its translation, with what is left in English on purpose, or said in the same words. */
const catalogues = [
  {
    name: 'catalogue',
    original: english as object,
    translation: spanish as object,
    same: [
      'answerKeys.no',
      'keyTexts.shell',
      'mapTexts.pods',
      'mapTexts.tainted',
      'menuTexts.title',
      'promptWords.shell',
      'texts.stepOfShort'
    ]
  },
  { name: 'help of the commands', original: englishHelp, translation: spanishHelp, same: [] }
]

describe.each(catalogues)('the Spanish $name', ({ original, translation, same }) => {
  const originals = textsOf(original)
  const translations = textsOf(translation)
  const isSign = (path: string) => path.endsWith('.sign')

  it('says everything that the English one says, in other words', () => {
    const alike = [...originals].filter(([path, original]) => {
      const translation = translations.get(path)
      return translation === undefined || saidOf(original).every((said, index) => said === saidOf(translation)[index])
    })
    expect(
      alike
        .map(([path]) => path)
        .filter(path => !isSign(path))
        .sort()
    ).toEqual(same)
  })

  it('has no message that nobody asks for', () => {
    expect([...translations.keys()].filter(path => !originals.has(path))).toEqual([])
  })

  it('keeps signs, by which a state is known in every language', () => {
    for (const [path, sign] of originals) if (isSign(path)) expect(translations.get(path), path).toBe(sign)
  })

  it('tells every value that the English message tells', () => {
    for (const [path, original] of originals) {
      const said = saidOf(translations.get(path)!)
      for (const [index, sentence] of saidOf(original).entries())
        expect(valuesIn(said[index]!), `${path}: ${said[index]}`).toEqual(valuesIn(sentence))
    }
  })
})

describe('words to type', () => {
  it('are in Spanish the English ones too', () => {
    const kept = { ...english.promptWords, ...spanish.promptWords }
    for (const [meaning, words] of Object.entries(english.promptWords))
      expect(kept[meaning as keyof typeof kept], meaning).toEqual(expect.arrayContaining(words))
  })

  it('mean one thing each', () => {
    const words = Object.entries(spanish.promptWords!).flatMap(([meaning, all]) => (meaning === 'yes' ? [] : all))
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([])
  })
})

it('says in English what a translation leaves out', () => {
  const half = completed({ keyTexts: { quit: 'sale' }, titles: {} }, english)
  expect(half.keyTexts).toEqual({ ...english.keyTexts, quit: 'sale' })
  expect(half.titles).toEqual(english.titles)
  expect(half.helpTexts).toBe(english.helpTexts)
})

it('changes the language of what is said from now on, and back', async () => {
  expect([language(), keyTexts.quit, duration(300)]).toEqual(['en', 'quit', '0.3 s'])
  await speakLanguage('es')
  expect([language(), keyTexts.quit, duration(300), duration(125_000)]).toEqual(['es', 'sale', '0,3 s', '2 min 5 s'])
  await speakLanguage('en')
  expect([language(), keyTexts.quit, duration(300)]).toEqual(['en', 'quit', '0.3 s'])
  speak({ keyTexts: { quit: 'x' } })
  expect(keyTexts.quit).toBe('x')
  speak({})
})

it.each([
  [undefined, {}, 'en'],
  [undefined, { LANG: 'C.UTF-8' }, 'en'],
  [undefined, { LANG: 'es_ES.UTF-8' }, 'es'],
  [undefined, { LANG: 'es_ES.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, 'en'],
  [undefined, { LANG: 'C', LC_MESSAGES: 'en_GB', LC_ALL: 'es_MX' }, 'es'],
  [undefined, { LANG: 'es', LC_ALL: '' }, 'es'],
  [undefined, { LANG: 'de_DE.UTF-8' }, 'en'],
  [undefined, { LANG: 'en_GB', KUBEWALK_LANG: 'es' }, 'es'],
  [undefined, { LANG: 'es', KUBEWALK_LANG: '' }, 'es'],
  ['en', { LANG: 'es', KUBEWALK_LANG: 'es' }, 'en'],
  ['ES-mx', {}, 'es'],
  ['es', { KUBEWALK_LANG: 'xx' }, 'es']
] as const)('--lang %s with %o speaks %s', (wanted, environment, expected) => {
  expect(languageOf(wanted, environment)).toEqual({ ok: true, value: expected })
})

it.each([
  ['fr', {}, /^There is no language "fr" \(--lang\); there are en \(English\) and es \(español\)\.$/],
  ['', {}, /^There is no language "" \(--lang\);/],
  ['constructor', {}, /^There is no language "constructor"/],
  [undefined, { KUBEWALK_LANG: 'klingon', LANG: 'es' }, /^There is no language "klingon" \(KUBEWALK_LANG\);/]
] as const)('--lang %s with %o is refused', (wanted, environment, sentence) => {
  expect(languageOf(wanted, environment)).toMatchObject({
    ok: false,
    failure: { kind: 'bad-input', message: expect.stringMatching(sentence) }
  })
})
