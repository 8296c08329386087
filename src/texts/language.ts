import { failure, success, type Outcome } from '../failure.ts'
import type { Translation } from './catalogue.ts'

/** The languages that there are, by their tag, each with its own name. */
export const languages = { en: 'English', es: 'español' } as const
export type Language = keyof typeof languages

const isLanguage = (tag: string): tag is Language => Object.hasOwn(languages, tag)

/**
 * The language to speak: the one that was asked for, else that of the terminal's locale where it is one of ours, else
 * English. Of the locale, the first of LC_ALL, LC_MESSAGES and LANG that is set decides (POSIX XBD 8.2).
 *
 * @param wanted what `--lang` says.
 * @returns a failure of kind `bad-input` when `--lang`, or without it KUBEWALK_LANG, names a language that there is not.
 */
export function languageOf(
  wanted: string | undefined,
  { KUBEWALK_LANG, LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv
): Outcome<Language> {
  const asked = [
    { value: wanted, by: '--lang' },
    { value: KUBEWALK_LANG === '' ? undefined : KUBEWALK_LANG, by: 'KUBEWALK_LANG' }
  ].find(({ value }) => value !== undefined)
  if (asked?.value === undefined) {
    const tag = tagOf([LC_ALL, LC_MESSAGES, LANG].find(value => value !== undefined && value !== '') ?? '')
    return success(isLanguage(tag) ? tag : 'en')
  }
  const tag = tagOf(asked.value)
  if (isLanguage(tag)) return success(tag)
  const known = Object.entries(languages).map(([each, name]) => `${each} (${name})`)
  return failure('bad-input', `There is no language "${asked.value}" (${asked.by}); there are ${known.join(' and ')}.`)
}

/** `es` of `es`, `es-MX`, `es_ES.UTF-8` and `ES`. */
function tagOf(locale: string): string {
  return (locale.trim().split(/[_.@-]/)[0] ?? '').toLowerCase()
}

let spoken: Language = 'en'

/** The language that is spoken now. */
export function language(): Language {
  return spoken
}

/** Speaks a language from now on. Only its catalogue is loaded, beside the English one, which fills its gaps. */
export async function speakLanguage(chosen: Language): Promise<void> {
  if (chosen === spoken) return
  const { speak } = await import('./texts.ts')
  speak(await translationOf(chosen))
  spoken = chosen
}

async function translationOf(chosen: Language): Promise<Translation> {
  switch (chosen) {
    case 'en':
      return {}
    case 'es':
      return (await import('./spanish/spanish.ts')).spanish
  }
}
