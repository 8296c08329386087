import type { Translation } from '../catalogue.ts'
import * as access from './access.ts'
import * as authors from './authors.ts'
import * as causes from './causes.ts'
import * as checks from './checks.ts'
import * as fileScreen from './file-screen.ts'
import * as labMistakes from './lab-mistakes.ts'
import * as labs from './labs.ts'
import * as map from './map.ts'
import * as program from './program.ts'
import * as reports from './reports.ts'
import * as screens from './screens.ts'
import * as walk from './walk.ts'

/** The catalogue in Spanish. It addresses one person, as "tú". */
export const spanish: Translation = {
  ...screens,
  ...map,
  ...checks,
  ...causes,
  ...labs,
  ...walk,
  ...fileScreen,
  ...reports,
  ...program,
  ...access,
  ...labMistakes,
  ...authors
}
