import { counted } from './counted.ts'

/** Why something is not so, and one thing to try. */

export const causeTexts = {
  cannotMakePods: (message: string) => `It cannot make its pods: ${message}`,
  podFailed: (phase: string) => `The pod has failed: ${phase}.`,
  jobFailed: (message: string) => `The job has failed: ${message}.`,
  noNodeTakes: (pod: string, message: string) => `No node takes ${pod}: ${message}`,
  asksForHint: (command: string) => `\`${command}\` shows what it asks for.`,
  noNodeCanPull: (image: string, why: string) => `No node can pull ${image}: ${why}.`,
  cannotPull: (node: string, image: string, why: string) => `${node} cannot pull ${image}: ${why}.`,
  noSuchImage: 'no such image is there',
  pullFailed: 'the pull failed',
  imageHint: 'Correct `image:` in the manifest, then apply it again.',
  cannotBeMade: (pod: string, message: string) => `A container of ${pod} cannot be made: ${message}`,
  missingHint: (command: string) => `\`${command}\` shows what is missing.`,
  crashes: (pod: string) => `A container of ${pod} ends again and again.`,
  crashesWith: (pod: string, code: number) => `A container of ${pod} ends again and again (exit code ${code}).`,
  lastWordsHint: (command: string) => `\`${command}\` shows its last words.`,
  nodeNotReady: (node: string) => `${node} is not Ready, so its pod cannot be.`,
  stateHint: (command: string) => `\`${command}\` shows its state.`,
  tainted: (node: string, taint: string) =>
    `${node} has the taint ${taint}, which this DaemonSet does not tolerate, so ${node} gets no pod.`,
  taintHint: (command: string) => `Add a toleration to the pod template, or take the taint off: \`${command}\``,
  portHeld: (maker: string, node: string, holder: string, port: number) =>
    `${maker} cannot start on ${node}: ${holder} holds port ${port} of that node.`,
  portHeldHint: (maker: string) => `Give ${maker} another \`hostPort\`, then apply.`,
  noRoom: (maker: string, wanted: string, node: string, free: string) =>
    `${maker} wants ${wanted}, ${node} has ${free} free: its pod will stay Pending.`,
  noRoomHint: (request: string) => `Make \`${request}\` smaller, then apply.`,
  quotaUsedUp: (quota: string, limit: string, used: string) =>
    `The quota ${quota} allows ${limit}, and ${used} are used: the controller could not create another pod.`,
  quotaUsedUpHint: (command: string) => `\`${command}\` shows the limit; raise it or delete what you no longer need.`,
  otherToleration: (node: string, taint: string, toleration: string) =>
    `${node} has the taint ${taint} and the toleration says ${toleration}, so ${node} is not counted.`,
  otherTolerationHint: (taint: string) => `Make the toleration fit ${taint}, then apply.`,
  cordoned: (node: string, pod: string) =>
    `${node} is cordoned, but pods of a DaemonSet tolerate that, so ${pod} stays.`,
  cordonedHint: (node: string, command: string) =>
    `To keep it off, taint ${node} or use a node selector; then \`${command}\``,
  noNodesAtAll: 'The cluster has no nodes.',
  noNodeHas: (label: string) => `No node has ${label}, so 0 pods are wanted: nothing is broken, nothing runs.`,
  labelValuesHint: (key: string, values: string) => `Nodes have ${key}: ${values}.`,
  labelsHint: (command: string) => `\`${command}\` shows the labels there are.`,
  nearLabelHint: (label: string) => `A node has ${label}: correct the node selector, then apply.`,
  noNodeMayRun: 'No node may run its pods: node selector, affinity or taints leave none.',
  labelsAndTaintsHint: (command: string) => `\`${command}\` shows labels and taints.`,
  noKind: (kind: string) => `The cluster knows no kind "${kind}".`,
  kindsHint: (command: string) => `\`${command}\` lists the kinds it knows.`,
  forbidden: 'This user may not look at that.',
  forbiddenHint: (command: string) => `\`${command}\` shows what is allowed.`,
  noAnswer: 'The cluster does not answer.',
  noAnswerHint: (command: string) => `\`${command}\` looks at the connection.`,
  noneWithLabels: (resources: string) => `There are ${resources}, but none with these labels.`,
  otherNamespace: (name: string, namespace: string) =>
    `${name} is in the namespace ${namespace}, and this looks elsewhere.`,
  otherNamespaceHint: (flag: string) => `Use \`${flag}\`, or make it where the lab works.`,
  nearName: (resource: string, name: string, near: string) => `There is no ${resource} ${name}, but there is ${near}.`,
  nearNameHint: (name: string) => `Correct the name: ${name}.`,
  eventsHint: (command: string) => `\`${command}\` shows its events.`
}

/** Why a command failed. */
export const commandCauseTexts = {
  selectorMismatch: (object: string) =>
    `The pod selector of ${object} does not match the labels of its pod template: the cluster refused it.`,
  selectorAndLabels: (selector: string, labels: string) =>
    `The selector asks for ${selector}, the pod template says ${labels}: the cluster refused it.`,
  thisObject: 'this object',
  theObject: (kind: string, name: string) => `the ${kind} ${name}`,
  selectorMismatchHint: 'Make `selector.matchLabels` and `template.metadata.labels` equal, then apply again.',
  immutableSelector: 'The pod selector of an object that exists cannot be changed.',
  immutableSelectorHint: 'Put it back as it was, or delete the object and make it anew.',
  portTaken: (port: string) => `The node port ${port} is taken by another Service.`,
  portTakenHint: 'Choose another `nodePort`, or leave it out.',
  quota: (quota: string, limit: string, used: string, wanted: string) =>
    `The quota ${quota} allows ${limit}, ${used} are used, and this asks for ${wanted} more.`,
  quotaHint: (command: string) => `\`${command}\` shows the limit; raise it or delete what you no longer need.`,
  noNamespace: (namespace: string) => `There is no namespace ${namespace}.`,
  noNamespaceHint: (flag: string, command: string) => `Leave out \`${flag}\`, or make it: \`${command}\``,
  exists: (kind: string, name: string) => `${kind} ${name} is there already.`,
  existsHint: 'Use `kubectl apply`, or delete it first.',
  noFile: (file: string) => `There is no ${file} in this folder.`,
  noFileHint: '`pwd` says where you are, `ls` what lies there.',
  nothingSent: (why: string) => `${why}, so nothing was sent.`,
  noVersion: (kind: string, version: string) =>
    `The cluster does not serve ${kind} in the version ${version}, so it was not created.`,
  noVersionHint: (command: string) => `\`${command}\` shows the version: write it behind \`apiVersion:\`, apply again.`,
  noKind: (kind: string) => `The cluster knows no kind ${kind}, so nothing was created of it.`,
  lineOf: (line: number, file: string) => `Line ${line} of ${file}`,
  inManifest: 'In the manifest',
  nearKindHint: (where: string, kind: string) => `${where}: \`kind: ${kind}\`, apply again.`
}

/** Mistakes in YAML. */
export const yamlTexts = {
  unreadable: 'it cannot be read',
  tab: (line: number, file: string) => `Line ${line} of ${file} is indented with a tab; YAML allows only spaces there.`,
  tabHint: 'Replace the tab with spaces, as deep as its neighbours need it.',
  tabSpacesHint: (count: number, key: string) => `Replace it with ${counted.spaces(count)}, two more than \`${key}:\`.`,
  twice: (line: number, file: string, key: string) => `Line ${line} of ${file} sets ${key} a second time.`,
  twiceHint: 'Keep one of the two.',
  invalid: (line: number, file: string, column: number, reason: string) =>
    `Line ${line} of ${file} is no valid YAML at column ${column}: ${reason}.`,
  invalidHint: 'Look at its indentation and colons.'
}

/** What it means that kubectl failed; its own words stand behind. */
export const clusterTexts = {
  meanings: {
    refused: 'The cluster does not answer: nothing listens at its address.',
    unknownHost: 'The cluster does not answer: the name of its server is not known here.',
    unreachable: 'The cluster does not answer: it cannot be reached from here.',
    unauthorized: 'The cluster does not accept the credentials in the kubeconfig.',
    forbidden: 'The cluster does not allow this.',
    certificate: 'The cluster’s certificate is not the one that the kubeconfig expects.',
    unknownKind: 'The cluster does not know this kind of object.',
    login: 'The program that logs in to the cluster did not work.',
    brokenOff: 'The cluster broke off the connection.'
  },
  failed: (words: string) => `kubectl failed: ${words}`,
  saidNothing: 'nothing',
  cannotStart: (program: string, why: string) => `kubectl cannot be started (${program}): ${why}`,
  noJson: (command: string, words: string) => `${command} did not answer with JSON: ${words}`
}
