import { counted } from './counted.ts'

/** What a session tells its learner: why a request did nothing, what was done for them. */
export const sessionTexts = {
  notRun: 'Not run.',
  noHint: 'This step has no hints.',
  busy: 'A command is running: Ctrl-C ends it.',
  starting: (cluster: string) => `Starting the ${cluster} …`,
  ownCluster: (name: string) => `your own cluster ${name}`,
  newCluster: 'This is a new cluster: what your earlier steps made is not on it. Go back with p, or do it again.',
  notOurNodes: 'Only the sandbox can be given nodes: these are not kubewalk’s.',
  lastNode: 'The last node stays: without one nothing can run.',
  nodeJoins: (node: string) => `${node} joins the cluster.`,
  nodeLeaves: (node: string) => `${node} leaves the cluster, with its pods.`,
  chapterStarts: 'The cluster is where this chapter starts.',
  chapterStartsFrom: (from: string) => `The cluster is where this chapter starts: ${from}.`,
  nothingToRun: 'There is nothing to run in this step: read on with n.',
  stoppedAt: (title: string) => `Stopped at "${title}".`,
  anew: 'The lab begins anew: its files are fresh, and nothing that its manifests name is left.',
  anewLeft: (cluster: string, objects: string, command: string) =>
    `The lab begins anew. Left on ${cluster}: ${objects}. To clean up: ${command}`,
  notAnew: (why: string) => `${why} Leave with q and begin again.`,
  openElsewhere: (title: string, pid: number) =>
    `"${title}" is already open in another kubewalk (process ${pid}). Go on there, or quit it first (q). A second terminal for kubectl: eval "$(kubewalk sandbox start)".`,
  interrupted: 'The walk was interrupted.',
  stepBefore: (title: string) => `The step "${title}", which comes before it, failed.`,
  lineDidNotRun: (line: string) => `\`${line}\` did not run.`,
  lineInterrupted: (line: string) => `\`${line}\` was interrupted.`,
  lineEnded: (line: string, exit: number) => `\`${line}\` ended with exit code ${exit}.`,
  lineNeeds: (line: string, program: string) =>
    `\`${line}\` needs the program ${program}, which is not on this machine: install it and try again.`,
  noCommandCounts: (check: string) => `None of its commands is one that this check looks at: ${check}`,
  notAllHold: 'Its checks did not all hold.',
  asksFirst: (why: string) => `It asks before it runs, and nobody can answer: ${why}`,
  reachesBeyond: 'a command reaches beyond the lab.',
  needsSomebody: 'It needs somebody at the keyboard.',
  needsSomebodyFor: (line: string) => `It needs somebody at the keyboard for \`${line}\`.`
}

/** Why a command asks before it runs. */
export const dangerTexts = {
  kubeconfigFlag: 'It uses another kubeconfig (--kubeconfig), so it may reach a cluster other than the lab’s.',
  context: 'It names a context (--context), so it may reach a cluster other than the lab’s.',
  server: (flag: string) => `It names a server (${flag}), so it may reach a cluster other than the lab’s.`,
  cluster: 'It names a cluster (--cluster), so it may reach one other than the lab’s.',
  kubeconfig: 'It changes KUBECONFIG, which points at the lab’s cluster; what follows may reach another cluster.',
  unset: 'It takes KUBECONFIG away, so that kubectl may reach a cluster other than the lab’s.',
  rights: (program: string) => `It runs with the rights of another user (${program}) on this machine.`,
  config: (verb: string) => `It changes what kubectl points at (config ${verb}).`,
  removal: (place: string) => `It deletes files outside the lab’s folder (${place}).`,
  network: (source: string, shell: string) => `It runs a script straight from the network (${source} into ${shell}).`
}

/** Why a tutorial's command asks before it runs, besides what is dangerous in itself. */
export const reachTexts = {
  allOfKind: 'It deletes all objects of a kind, also those that the lab did not make.',
  namespace: 'It deletes a namespace with everything in it.',
  node: 'It takes a node out of the cluster.',
  software: (program: string, verb: string) => `It changes the software of this machine (${program} ${verb}).`,
  service: (program: string) => `It changes a service of this machine (${program}).`,
  privileged: 'It starts a container with rights over this machine.',
  cluster: (program: string) => `It makes or takes away a whole cluster (${program}).`,
  writing: (place: string) => `It writes outside the lab’s folder (${place}).`
}

/** What STATUS does not tell of a pod. */
export const podTexts = {
  pulling: 'pulling image',
  notReady: 'Running, not ready',
  unplaced: 'Pending, no node takes it'
}

/** The walk in lines that are only ever appended. */
export const plainTexts = {
  introduction: (lab: string, steps: number, cluster: string, ready: string) =>
    `${lab}: ${counted.steps(steps)}, on ${cluster === 'sandbox' ? 'the sandbox' : cluster}${ready}.`,
  nodesReady: (ready: number, of: number) => `, ${ready} of ${of} nodes ready`,
  goesOn: 'Goes on where you left.',
  asksFirst: (command: string) => `Asks first: ${command}`,
  because: (reason: string) => `Because ${reason}`,
  step: (number: number, of: number, title: string) => `Step ${number} of ${of}: ${title}`,
  beside: 'Runs beside the lesson until the step is left; its lines begin with "|".',
  besideLine: (line: string) => `Beside: ${line}`,
  why: (why: string) => `  Why: ${why}`,
  try: (hint: string) => `  Try: ${hint}`,
  expected: (expected: string) => `  Expected: ${expected}`,
  seen: (actual: string) => `  Seen: ${actual}`,
  ended: (took: string, command: string) => `Ended${took}: ${command}`,
  endedWith: (exit: number | string, took: string, command: string) => `Ended, exit ${exit}${took}: ${command}`,
  interrupted: (took: string) => `Interrupted${took}.`,
  ran: (exit: number | string, took: string) => `Ran, exit ${exit}${took}.`,
  unknownExit: 'unknown',
  shownToYou: ' Shown to you.',
  check: 'Check',
  checkOf: (number: number, of: number) => `Check ${number} of ${of}`,
  upTo: (time: string) => `up to ${time}`,
  timeOf: (waited: string, within: string) => `${waited} of ${within}`,
  hint: (number: number, of: number, text: string) => `Hint ${number} of ${of}: ${text}`,
  stepDone: (way: string) => `+ Step done${way}.`,
  fromElsewhere: ', from elsewhere',
  yourWay: (command: string) => `, your way: ${command}`,
  stepAlready: '+ Already so when you arrived: the checks of this step hold.',
  stepShown: '~ Step done, shown to you.',
  stepFailed: '! Step failed.',
  stepSkipped: (title: string, reason: string) => `- Step skipped: ${title}${reason}`,
  doneOf: (lab: string, done: number, steps: number) => `${lab}: ${done} of ${counted.steps(steps)} done.`,
  question: (ask: string) => `Question: ${ask}`,
  questionBefore: (ask: string) => `Question, before you run it: ${ask}`,
  numberAnswers: 'The number answers it.',
  secondLook: (ask: string, right: string, title: string) =>
    `Worth another look: ${ask} It is: ${right}. Read again: ${title}`,
  failedAt: (title: string, reason: string) => `! "${title}" failed: ${reason}`
}

/** The walk at a plain prompt. */
export const promptTexts = {
  opening: 'A walk line by line. "quit" leaves; your progress is kept.',
  openingAccessible:
    'Screen reader mode: lines are only added, and nothing moves. "quit" leaves, and your progress is kept. For the screens start without --accessible, ACCESSIBLE and INK_SCREEN_READER.',
  help:
    'Enter does what the line above the prompt says. Or type a command, or a word:\n' +
    'next, back, hint, show me, lesson, checks, map, where, outline, shell,\n' +
    'help, quit.\n' +
    'output: what the last command printed. read: the same, in sentences.\n' +
    'repeat: what was said last. find WORD: the steps that have it.\n' +
    'go 3, catch up 3, reset step 3: by the number in the outline. reset lab.\n' +
    'For the file of the step: file, difference, edit.\n' +
    'In the sandbox also: add node, remove node. Tab completes a command.\n' +
    'A line that begins with a colon is always a command.',
  askNumber: (labs: number) => `Number, 1 to ${labs}, or quit: `,
  whichStep: (steps: number) => `Which step? Give its number, 1 to ${steps}; "outline" lists them.`,
  youAreThere: 'You are there.',
  findWhat: 'Find what? Give a word, as in: find selector.',
  noStepHas: (words: string) => `No step has "${words}".`,
  nothingSaid: 'Nothing was said yet.',
  noOutput: (command: string) => `No output of: ${command}`,
  outputOf: (command: string) => `Output of: ${command}`,
  endOfOutput: (lines: number, command: string) => `The last ${lines} lines of the output of: ${command}`,
  yesOrNo: '[y/N]',
  askShowMe: 'Do it for you? [y/N] ',
  askRun: 'Run it? [y/N] ',
  lastStep: 'This is the last step.',
  firstStep: 'This is the first step.',
  showMe: 'This step is then run for you, and counts as shown.',
  lookingAtCluster: 'Looking at the cluster …',
  allHints: 'There are no further hints; "show me" does it for you.',
  howToLeave: 'Ctrl-C again leaves; so does "quit".',
  endsBeside: 'Ctrl-C ends it. Meanwhile you can run other commands.',
  command: (text: string) => `Command: ${text}`,
  commandOf: (number: number, of: number, text: string) => `Command ${number} of ${of}: ${text}`,
  enterNext: (title: string) => `Enter goes on to: ${title}.`,
  enterEnds: 'Every step is done. Enter ends the lab.',
  enterLists: 'This is the last step, and some are not done yet: Enter lists them, back goes to them.',
  enterLooks: 'Looking at the cluster. You may type; Enter looks again.',
  noChecks: 'This step has no checks.',
  where: (number: number, of: number, title: string, cluster: string) =>
    `Heading ${number} of ${of}: ${title}, on ${cluster === 'sandbox' ? 'the sandbox' : cluster}.`,
  toRead: 'to read',
  youAreHere: ', you are here',
  goOnLikeThis: (count: number) => `${count} go on like this:`,
  andMore: (count: number) => `and ${count} more.`
}

/** Words that may be typed at the plain prompt. A translation keeps the English ones beside its own. */
export const promptWords = {
  next: ['n', 'next'],
  back: ['p', 'b', 'back'],
  hint: ['h', 'hint'],
  showMe: ['s', 'show', 'show me'],
  lesson: ['lesson'],
  repeat: ['repeat'],
  output: ['output'],
  read: ['read'],
  goTo: ['go', 'go to'],
  catchUp: ['catch up'],
  resetStep: ['reset step'],
  resetLab: ['reset lab'],
  find: ['find'],
  addNode: ['+', 'add node'],
  removeNode: ['-', 'remove node'],
  map: ['map'],
  file: ['file'],
  difference: ['difference'],
  edit: ['edit'],
  shell: ['!', 'shell'],
  quit: ['q', 'quit', 'exit'],
  help: ['?', 'help'],
  checks: ['checks'],
  where: ['where'],
  steps: ['o', 'steps', 'outline'],
  yes: ['y', 'yes']
}

/** Consent to a lab that did not come with kubewalk. */
export const consentTexts = {
  otherContent: (file: string, sha: string) =>
    `The content of ${file} is not what --trust names: it is ${sha} now. Read it again.`,
  nobodyAsked: (file: string, sha: string) =>
    `${file} did not come with kubewalk, and its commands run as you. Read it, then add \`--trust ${sha}\` (this content) or \`--trust all\`.`,
  nothingRun: 'Nothing was run.',
  more: (count: number) => `  … and ${count} more; \`kubewalk show\` lists them all`,
  wants: (lab: string, file: string) =>
    `${lab} (${file}) did not come with kubewalk. It wants to run on this machine, as you:`,
  once: 'You are asked once; any edit of the lab asks again.',
  ask: 'Run this lab? [y/N] '
}

/** The list of labs. */
export const listTexts = {
  none: 'There is no lab yet.',
  unreadable: (why: string) => `! cannot be read: ${why}`,
  lab: (title: string, steps: number, progress: string) => `${title}: ${counted.steps(steps)}, ${progress}`,
  notBegun: 'not begun',
  shown: (count: number) => ` (${count} shown)`,
  allDone: (shown: string) => `all done${shown}`,
  done: (count: number, shown: string) => `${count} done${shown}`,
  doneAt: (count: number, shown: string, title: string) => `${count} done${shown}; you were at "${title}"`,
  walkOne: 'Walk one with: kubewalk run LAB',
  whichLab: 'Which lab? Name one, as in "kubewalk run daemonset101"; "kubewalk list" shows them.'
}
