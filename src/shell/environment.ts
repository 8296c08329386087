import path from 'node:path'
import { withOwnProgram } from '../package-root.ts'
import { proxyEnvironment } from './proxy.ts'

/** What a lab's commands see of the learner's environment. */
export interface EnvironmentOptions {
  /** The environment that kubewalk itself was started with. */
  readonly own: NodeJS.ProcessEnv
  /** A private kubeconfig that names the lab's cluster alone. */
  readonly kubeconfig: string
  /** Where kubectl keeps what it discovers. */
  readonly cacheFolder: string
  /**
   * A private folder for `~`: with it nothing of the learner's own configuration reaches the lab, and an `unset
   * KUBECONFIG` in a script leads nowhere. Undefined keeps the learner's environment: on a cluster of their own,
   * kubectl may need the login of a cloud, which lies below HOME and in variables.
   */
  readonly home?: string
  /** The HTTP proxy of a sandbox; see proxy.ts. Undefined leaves the learner's own. */
  readonly proxy?: string
  /** Variables of git's that serve the lab's repositories; see repositories.ts. */
  readonly git: Readonly<Record<string, string>>
}

/** Passed on with a private home: what the terminal, the language, the network and the tools' places are. */
const harmless = new Set(
  (
    'PATH USER LOGNAME SHELL LANG LANGUAGE TZ TERM COLORTERM NO_COLOR TMPDIR KUBE_EDITOR EDITOR VISUAL DISPLAY WSL_DISTRO_NAME ' +
    'http_proxy https_proxy no_proxy all_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY SSL_CERT_FILE SSL_CERT_DIR ' +
    'DOCKER_HOST ASDF_DIR ASDF_DATA_DIR MISE_DATA_DIR MISE_CONFIG_DIR MISE_CACHE_DIR NIX_PROFILES'
  ).split(' ')
)

/** Never passed on: they change what bash or Node run first, where git works, or which cluster kubectl means. */
const harmful =
  /^(KUBECONFIG|KUBECACHEDIR|KUBERC|KUBEWALK_.*|BASH_ENV|BASH_FUNC_.*|ENV|SHELLOPTS|BASHOPTS|PS4|PROMPT_COMMAND|CDPATH|GLOBIGNORE|NODE_OPTIONS|NODE_CHANNEL_.*|npm_.*|INIT_CWD|GIT_(?!(SSH|SSL|ASKPASS|PROXY|HTTP|CONFIG_(COUNT|KEY_|VALUE_))).*)$/

/** The environment of a lab's shell session; see EnvironmentOptions. */
export function labEnvironment(options: EnvironmentOptions): Readonly<Record<string, string>> {
  const kept = Object.entries(options.own).filter((entry): entry is [string, string] => {
    const [name, value] = entry
    if (value === undefined || harmful.test(name)) return false
    return options.home === undefined || harmless.has(name) || name.startsWith('LC_')
  })
  return {
    ...Object.fromEntries(kept),
    ...(options.home === undefined ? {} : { HOME: options.home, ...toolPlaces(options.own), KUBERC: 'off' }),
    KUBECONFIG: options.kubeconfig,
    KUBECACHEDIR: options.cacheFolder,
    PATH: withOwnProgram(options.own.PATH),
    // Nothing in a lab may wait for a key that it cannot get.
    PAGER: 'cat',
    GIT_PAGER: 'cat',
    GIT_TERMINAL_PROMPT: '0',
    ...(options.proxy === undefined ? {} : proxyEnvironment(options.proxy, options.own)),
    ...options.git
  }
}

/** Version managers run tools through shims on PATH, which look for themselves below HOME. */
function toolPlaces(own: NodeJS.ProcessEnv): Record<string, string> {
  const home = own.HOME
  if (!home) return {}
  const places: Record<string, string> = {
    ASDF_DATA_DIR: path.join(home, '.asdf'),
    MISE_DATA_DIR: path.join(home, '.local', 'share', 'mise'),
    MISE_CONFIG_DIR: path.join(home, '.config', 'mise')
  }
  return Object.fromEntries(Object.entries(places).filter(([name]) => own[name] === undefined))
}

/**
 * The PATH to resume with: today's, with what the lab itself added within its own folder before it (`export
 * PATH="$HOME/.krew/bin:$PATH"`).
 */
export function resumedPath(saved: string | undefined, present: string | undefined, folder: string): string {
  const own = (saved ?? '').split(path.delimiter).filter(entry => entry.startsWith(folder + path.sep))
  return [...new Set([...own, ...(present ?? '').split(path.delimiter)])].join(path.delimiter)
}
