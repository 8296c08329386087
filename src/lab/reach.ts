import { dangerOf } from '../shell/danger.ts'
import { simpleCommands } from '../shell/words.ts'
import { reachTexts } from '../texts/texts.ts'
import { flagOf, kubectlLines } from './kubectl-line.ts'

/**
 * Why a tutorial's command asks first: everything that `dangerOf` knows, and what takes more away than the lab brought
 * or changes the machine itself.
 *
 * @returns a sentence for people, or undefined when nothing speaks against the command.
 */
export function reachOf(text: string): string | undefined {
  return dangerOf(text) ?? broadDeletion(text) ?? machineChange(text)
}

function broadDeletion(text: string): string | undefined {
  for (const line of kubectlLines(text)) {
    if (line.verb !== 'delete') continue
    const [kind = ''] = line.args
    if (flagOf(line, 'all') === 'true') return reachTexts.allOfKind
    if (/^(ns|namespaces?)(\/|$)/.test(kind)) return reachTexts.namespace
    if (/^(no|nodes?)(\/|$)/.test(kind)) return reachTexts.node
  }
  return undefined
}

const installers = /^(yum|dnf|apt|apt-get|brew|snap|apk|pacman|zypper)$/
const clusterTools = /^(kind|minikube|k3d|kubeadm|eksctl|gcloud|az|doctl)$/

function machineChange(text: string): string | undefined {
  for (const { words } of simpleCommands(text)) {
    const [program = '', ...args] = words.filter((word, index) => index > 0 || !/^\w+=/.test(word))
    if (installers.test(program) && /^(install|remove|upgrade|update|add|-[SR])/.test(args[0] ?? ''))
      return reachTexts.software(program, args[0] ?? '')
    if (program === 'systemctl' || program === 'service') return reachTexts.service(program)
    if (
      program === 'docker' &&
      args.some(arg => arg === '--privileged' || arg === '--net=host' || arg === '--network=host')
    )
      return reachTexts.privileged
    if (clusterTools.test(program) && args.some(arg => /^(delete|reset|destroy|init|join)$/.test(arg)))
      return reachTexts.cluster(program)
    const target = args.at(-1) ?? ''
    if (/^(cp|mv|tee|install)$/.test(program) && /^(\/(?!tmp\/|dev\/null)|~)/.test(target))
      return reachTexts.writing(target)
  }
  return undefined
}
