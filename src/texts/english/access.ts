/** Why a cluster, or the machine's tools, cannot be used. */

export const accessTexts = {
  contextUnusable: (name: string, reason: string) => `The context ${name} in your kubeconfig cannot be used: ${reason}`,
  contextSilent: (name: string, reason: string) => `The context ${name} cannot be used. ${reason}`,
  noKubeconfig: 'none',
  namesNoContext: 'it names none',
  namesContexts: (names: string) => `it has ${names}`,
  noContext: (name: string, where: string, known: string) =>
    `There is no context "${name}" in your kubeconfig (${where}): ${known}.`,
  kubeconfigUnreadable: (file: string, reason: string) => `Your kubeconfig ${file} cannot be read: ${reason}.`,
  holdsNoKubeconfig: 'it holds no kubeconfig',
  kubectlMissing: (how: string) => `kubectl is missing: install it (${how}) and start again.`,
  sandboxNotRunning: 'The sandbox is not running; "kubewalk sandbox start" starts it.',
  noSandbox: (files: string) =>
    `KUBECONFIG (${files}) leads to no sandbox, and only a sandbox's machines can be changed: ` +
    'unset KUBECONFIG, or set it as "kubewalk sandbox start" says.',
  sandboxSilent: (why: string) => `The sandbox does not answer: ${why}.`,
  sandboxRefused: (why: string) => `The sandbox refused: ${why}.`,
  answerBroken: (why: string) => `The cluster broke off its answer: ${why}.`,
  clusterSilentBecause: (why: string) => `The cluster does not answer: ${why}.`,
  clusterSilent: 'The cluster does not answer.',
  noYaml: (file: string, why: string) => `${file} is no YAML: ${why}.`
}

/** What keeps a lab's commands from a folder, a shell or a repository of their own. */
export const workspaceTexts = {
  gitMissing: 'This lab clones a repository, and git is missing; install git 2.31 or later.',
  gitOld: (version: string) => `This lab clones a repository and needs git 2.31 or later; this is ${version}.`,
  outsideRepository: (place: string) =>
    `A lab's files cannot lie at ${place} in its repository; the path must lie within it.`,
  noRepository: (why: string) => `git could not make the lab's repository: ${why}.`,
  noReason: 'no reason given',
  manyFiles: (most: number) => `more than ${most} files`,
  manyMegabytes: (most: number) => `more than ${most} MB`,
  folderTooLarge: (folder: string, limit: string) =>
    `The folder ${folder} holds ${limit}; put the lab into a folder of its own.`,
  fileAmongMany: (folder: string, limit: string, file: string) =>
    `${folder} holds ${limit}: put ${file} and its files into a folder of their own.`,
  folderGone: (folder: string, instead: string) => `The folder ${folder} is gone; this runs in ${instead}.`,
  noBash: (program: string) =>
    `kubewalk cannot start bash (${program}), which runs the lab's commands; install it and try again.`
}
