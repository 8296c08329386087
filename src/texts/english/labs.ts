/** How a translation differs from its original, where it must not. */
export const translationTexts = {
  requires: (translation: string, original: string) => `${translation} requires something else than ${original}.`,
  headings: (translation: string, count: number, original: string, of: number) =>
    `${translation} has ${count} headings, and ${original} has ${of}.`,
  lacks: (translation: string, command: string, original: string) =>
    `The step at ${translation} lacks \`${command}\`, which ${original} has.`,
  adds: (translation: string, command: string, original: string) =>
    `The step at ${translation} has \`${command}\`, which ${original} has not.`,
  command: (translation: string, command: string, original: string, expected: string) =>
    `The step at ${translation} has \`${command}\`, where ${original} has \`${expected}\`.`,
  part: (part: string, translation: string, original: string) =>
    `In the step at ${translation}, ${part} differs from ${original}.`,
  level: 'the heading’s level or chapter',
  checks: 'what the checks look at',
  hints: 'the number of hints',
  solution: 'the solution',
  needs: 'what a cluster must have',
  questions: 'what the questions ask for',
  untranslated: (why: string) => `Told in its original language: ${why}`
}

/** What a cluster lacks that a lab, or a step of it, needs. */
export const requirementTexts = {
  nodes: (wanted: number, usable: number) =>
    `This lab needs ${wanted} nodes that take pods, and the cluster has ${usable}.`,
  addNode: '`kubewalk sandbox node add NAME` adds one.',
  leaveContext: 'Leave out `--context`: the sandbox has them.',
  right: (right: string) =>
    `This lab needs the right to ${right}, which this user lacks. Ask whoever runs the cluster, or leave out \`--context\`: in the sandbox you may.`,
  podSecurity: (namespace: string, enforced: string, wanted: string, command: string) =>
    `The namespace ${namespace} lets only ${enforced} pods in, and some of this lab need ${wanted}: work in another namespace, or take the label off: \`${command}\``,
  machines: 'It adds and removes machines, and those of this cluster are not kubewalk’s.',
  images: 'It needs images to be fetched, and the nodes of this cluster only pretend to.',
  logs: 'It reads logs, and the pods of this cluster write none.',
  traffic: 'It sends requests to pods, and those of this cluster cannot be reached from this machine.',
  field: (field: string) => `It needs ${field}, and this cluster’s Kubernetes is too old to know it.`
}
