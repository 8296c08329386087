/**
 * Writes times for people: 0.3 s, 12 s, 2 min 5 s, with the decimal sign of a language.
 *
 * @param language a BCP 47 tag.
 * @returns takes milliseconds.
 */
export function timeIn(language: string): (milliseconds: number) => string {
  let tenths: Intl.NumberFormat | undefined
  return milliseconds => {
    if (milliseconds < 9950) {
      tenths ??= new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
      return `${tenths.format(milliseconds / 1000)} s`
    }
    const seconds = Math.round(milliseconds / 1000)
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  }
}
