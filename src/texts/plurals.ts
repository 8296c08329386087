/** A word in the forms of a language's numbers (CLDR plural rules); a form that is not given is `other`. */
export interface Forms extends Partial<Record<Intl.LDMLPluralRule, string>> {
  readonly other: string
}

/**
 * Puts numbers before words, as a language counts.
 *
 * @param language a BCP 47 tag.
 * @returns takes the forms of a word, and gives what writes a number with the right one.
 */
export function pluralsIn(language: string): (forms: Forms) => (count: number) => string {
  let rules: Intl.PluralRules | undefined
  return forms => count => {
    rules ??= new Intl.PluralRules(language)
    return `${count} ${forms[rules.select(count)] ?? forms.other}`
  }
}
