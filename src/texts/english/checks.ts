import { counted } from './counted.ts'

/** What checks say: what should be so, and what was seen. */

/** Sentences for checks that their author gave none. */
export const describedTexts = {
  ready: (target: string) => `${target} is ready`,
  exists: (target: string) => `${target} exists`,
  gone: (target: string) => `${target} was there and is gone`,
  replaced: (target: string, keeping: string | undefined) =>
    `others have taken the place of ${target}${keeping === undefined ? '' : `, and ${keeping} are the same as before`}`,
  onNodes: (target: string, nodes: string) => `${target} run exactly on ${nodes}`,
  nodesWith: (labels: string) => `the nodes with ${labels}`,
  file: (file: string, expression: string) => `in ${file}: ${expression}`,
  endedWell: 'the command ended well',
  lineEndedWell: (line: string) => `\`${line}\` ended well`,
  names: (target: string) => `the result names the live ${target}`,
  gives: (line: string) => `\`${line}\` gives what it should`
}

/** Names in a sentence; of many how many more there are. */
export const andMore = (names: string, more: number) => `${names} and ${more} more`

export const presenceTexts = {
  isThere: (target: string) => `${target} is there`,
  isReady: (target: string) => `${target} is ready`,
  isGone: (target: string) => `${target} is gone`,
  thereAre: (names: string) => `there: ${names}`,
  stillThere: (names: string) => `still there: ${names}`,
  beingDeleted: (name: string) => `${name} is being deleted`,
  onTheWayOut: (names: string) => `${names}: on the way out`,
  notThere: 'not there',
  nothing: 'nothing',
  wasThere: 'it was there and is gone',
  neverSeen: 'not there, and it was not seen before',
  neverSeenWhy: 'Nothing of that name was there while this lab ran, so nothing can have been deleted.',
  neverSeenHint: 'Make it first; the steps before say how.',
  objectsReady: (count: number) => `${counted.objects(count)} ready`,
  readyOf: (ready: number, of: number) => `${ready} of ${of} ready`,
  onEveryNode: 'ready on every node that may run it',
  onNodesWith: (labels: string) => `pods on the nodes with ${labels}`,
  noNodeWith: 'no node has that label',
  noNodeWithWhy: (labels: string) => `No node is labelled ${labels}.`,
  exactlyOn: (nodes: string) => `ready pods on exactly ${nodes}`,
  noPodOn: (node: string) => `${node}: no pod`,
  podIsOn: (pod: string, node: string, phase: string) => `${pod} is on ${node} (${phase})`,
  podIsOnNone: (pod: string, phase: string) => `${pod} is on no node (${phase})`
}

export const readinessTexts = {
  ready: 'ready',
  isThere: 'there',
  notSeenYet: 'its controller has not seen this version yet',
  staleExpected: 'its status is up to date',
  stale: 'its status is older than it is',
  noStatus: 'no status yet',
  noPhase: 'no phase yet',
  either: (one: string, other: string) => `${one} or ${other}`,
  not: (condition: string) => `not ${condition}`,
  notBecause: (condition: string, reason: string) => `not ${condition} (${reason})`,
  podsExpected: (count: number) => `${counted.pods(count)} ready, all of this version`,
  podsReady: (ready: number, of: number) => `${ready} of ${of} pods ready`,
  updated: (updated: number, of: number) => `${updated} of ${of} updated`,
  tooMany: (count: number) => `${counted.pods(count)} too many, still stopping`,
  podExpected: 'the pod is ready',
  runningNotReady: 'Running, not ready',
  jobExpected: 'the job is complete',
  complete: 'complete',
  jobSeen: (succeeded: number, active: number) => `${counted.pods(succeeded)} succeeded, ${active} active`,
  nodesExpected: (count: number, names: string) =>
    `${counted.nodes(count)} with a ready pod of this version (${names})`,
  noNodes: '0 nodes may run it',
  noPodYet: 'no pod yet',
  notGoneFrom: (count: number, nodes: string) => `${counted.pods(count)} not yet gone from ${nodes}`,
  older: (count: number) => `${counted.pods(count)} of an older version`,
  notLookedAt: 'not looked at yet'
}

export const expressionTexts = {
  mistake: 'the check itself cannot be evaluated',
  mistakeWhy: (line: number, at: string, message: string) =>
    `The expression of this check (line ${line} of the lab) is wrong at ${at}: ${message}.`,
  mistakeHint: 'This is the lab’s mistake, not yours: tell its author, and go on with the next step.',
  missing: (what: string) => `there is no ${what} yet`,
  notSo: 'not so yet',
  soFor: (names: string) => `so for ${names}`,
  soIn: (file: string) => `so in ${file}`,
  nothingOf: (target: string) => `there is nothing of ${target}`,
  isNotThere: (target: string) => `${target} is not there`
}

export const resultTexts = {
  namesExpected: (target: string) => `a command whose output names the live ${target}`,
  notRun: 'not run yet',
  nothingToName: (target: string) => `there is nothing of ${target} to be named`,
  interrupted: 'the command was interrupted',
  interruptedWhy: 'It was ended with Ctrl-C.',
  interruptedHint: 'Run it again.',
  exit: (code: number) => `exit ${code}`,
  correctHint: 'Correct the command and run it again.',
  itNames: (names: string) => `it names ${names}`,
  doesNotName: (names: string) => `the output does not name ${names}`,
  somethingElse: (target: string) => `It shows something else than ${target}.`,
  otherNamespace: (count: number, resources: string, namespace: string, asked: string) =>
    `Your ${resources} ${count === 1 ? 'is' : 'are'} in the namespace ${namespace}; this command looked in ${asked}.`,
  otherNamespaceHint: (flag: string) => `Leave out \`${flag}\`.`,
  compareHint: 'Compare your command with the one that the lesson proposes.',
  silent: 'it has shown nothing so far',
  endedSilent: 'it had shown nothing when it was ended',
  noShell: 'the lab’s shell is not there'
}

export const fileTexts = {
  notThere: (file: string) => `${file} is not there`,
  tooLarge: (file: string) => `${file} is too large to be looked at`,
  noFile: (file: string) => `${file} is no file`,
  doesNotParse: (file: string) => `${file} does not parse`,
  empty: (file: string) => `${file} is empty`,
  nearWhy: (near: string, file: string) => `There is ${near}, but no ${file}.`,
  nearHint: (command: string) => `\`${command}\` gives it that name.`,
  elsewhere: (file: string, folder: string) => `${file} lies in ${folder}, and you are in another folder.`
}

export const replacedTexts = {
  nothingOf: (target: string) => `there is nothing of ${target}`,
  stillThose: (names: string) => `still those of before: ${names}`,
  noneAnew: 'one is gone, and none has come in its place',
  onTheWayOut: 'on its way out',
  notThose: (keeping: string) => `${keeping}: not those of before`,
  notThoseWhy: (keeping: string) => `Other objects have taken the place of ${keeping}, too.`,
  notThoseHint: 'Reset the step (o, then r), and do it again.',
  anew: (names: string) => `new: ${names}`
}
