import { createInterface } from 'node:readline/promises'
import { failure, success, type Outcome } from '../failure.ts'
import { labFiles } from '../lab/files.ts'
import { isWalked, type Lab } from '../lab/lab.ts'
import { labsFolder } from '../package-root.ts'
import { kubewalkPaths } from '../paths.ts'
import { fingerprint, hasConsent, recordConsent } from '../session/consent.ts'
import { proposableCommands } from '../session/proposal.ts'
import { plain } from '../shell/sanitise.ts'
import type { Face } from './face.ts'
import { consentTexts, promptWords } from '../texts/texts.ts'

/**
 * Asks, once for its exact content, before anything of a lab runs that does not ship with the app.
 *
 * @param trust a SHA-256 or `all`, from the command line, where nobody can answer.
 * @param face for those who hear it the question is asked without readline, which moves the cursor.
 * @returns a failure of kind `refused` when there is no consent.
 */
export async function askConsent(lab: Lab, trust: string | undefined, face: Face = 'screen'): Promise<Outcome<void>> {
  if (lab.file.startsWith(`${labsFolder}/`) || trust === 'all') return success(undefined)
  const files = await labFiles(lab)
  if (!files.ok) return files
  const sha = fingerprint(files.value)
  const { config } = kubewalkPaths()
  if (trust === sha || (await hasConsent(config, sha))) return success(undefined)
  if (trust !== undefined) return failure('refused', consentTexts.otherContent(lab.file, sha))
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    return failure('refused', consentTexts.nobodyAsked(lab.file, sha))
  }
  if (!(await agrees(lab, face))) return failure('refused', consentTexts.nothingRun)
  await recordConsent(config, sha)
  return success(undefined)
}

async function agrees(lab: Lab, face: Face): Promise<boolean> {
  const commands = lab.steps.filter(isWalked).flatMap(proposableCommands)
  const lines = commands.slice(0, 12).map(command => `  ${plain(command.text).replaceAll('\n', '\n  ')}\n`)
  const rest = commands.length > 12 ? `${consentTexts.more(commands.length - 12)}\n` : ''
  process.stderr.write(
    `${consentTexts.wants(plain(lab.title), lab.file)}\n\n` + `${lines.join('')}${rest}\n${consentTexts.once}\n`
  )
  const terminal = createInterface({
    input: process.stdin,
    output: process.stderr,
    ...(face === 'accessible' && { terminal: false })
  })
  try {
    const answer = await terminal.question(consentTexts.ask)
    return promptWords.yes.includes(answer.trim().toLowerCase())
  } catch {
    // Ctrl-C and the end of input are a no.
    return false
  } finally {
    terminal.close()
  }
}
