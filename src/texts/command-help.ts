import { completed, type Translation, type Widened } from './catalogue.ts'
import type { commandHelp } from './english/command-help.ts'
import type { Language } from './language.ts'

/** The help of the commands, in any wording. */
export type CommandHelp = Widened<typeof commandHelp>

/** Loads the help of the commands in a language; what a translation lacks is said in English. */
export async function commandHelpIn(language: Language): Promise<CommandHelp> {
  const { commandHelp } = await import('./english/command-help.ts')
  return completed<CommandHelp>(await translationOf(language), commandHelp)
}

async function translationOf(language: Language): Promise<Translation<CommandHelp>> {
  switch (language) {
    case 'en':
      return {}
    case 'es':
      return (await import('./spanish/command-help.ts')).commandHelp
  }
}
