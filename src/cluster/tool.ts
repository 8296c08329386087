import { existsSync } from 'node:fs'
import path from 'node:path'
import { failure, success, type Outcome } from '../failure.ts'
import { findProgram } from '../shell/programs.ts'
import { accessTexts, doctorTexts } from '../texts/texts.ts'

/**
 * The kubectl to use: the first on PATH. The launcher has put a fetched one there when the machine has none.
 *
 * @returns its absolute path, or a `tool-missing` failure with the command that installs it on this system.
 */
export function findKubectl(environment: NodeJS.ProcessEnv = process.env): Outcome<string> {
  const found = findProgram('kubectl', environment.PATH)
  if (found !== undefined) return success(found)
  return failure('tool-missing', accessTexts.kubectlMissing(installKubectl(environment.PATH)))
}

/** Package managers and what they call kubectl, in the order in which they are looked for. */
const packages: readonly (readonly [manager: string, command: string])[] = [
  ['brew', 'brew install kubectl'],
  ['snap', 'sudo snap install kubectl --classic'],
  ['pacman', 'sudo pacman -S kubectl'],
  ['apk', 'sudo apk add kubectl'],
  ['dnf', 'sudo dnf install kubernetes-client'],
  ['zypper', 'sudo zypper install kubernetes-client'],
  ['apt-get', 'sudo apt-get install kubernetes-client'],
  ['nix-env', 'nix-env -iA nixpkgs.kubectl']
]

function installKubectl(searchPath: string | undefined): string {
  if (process.platform === 'darwin') return 'brew install kubectl'
  const present = packages.find(([manager]) => findProgram(manager, searchPath) !== undefined)
  const system = present ?? packages.find(([manager]) => existsSync(path.join('/usr/bin', manager)))
  return system?.[1] ?? doctorTexts.see('https://kubernetes.io/docs/tasks/tools')
}
