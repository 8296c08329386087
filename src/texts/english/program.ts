import { counted } from './counted.ts'

/** What the commands of kubewalk say outside a walk. */
export const programTexts = {
  labNoCommand: (word: string) => `There is no command "${word}"; to walk through a lab, write "kubewalk run ${word}".`,
  nearCommand: (word: string, near: string) => `There is no command "${word}"; did you mean "kubewalk ${near}"?`,
  noCommand: (word: string) => `There is no command "${word}"; "kubewalk --help" lists the commands.`,
  chapterNeedsTerminal: 'A chapter is begun in a terminal; without one the whole lab is walked.',
  noChapters: (lab: string) => `"${lab}" has no such chapter: it has none.`,
  otherChapters: (lab: string, chapters: string) => `"${lab}" has no such chapter: it has ${chapters}.`,
  stepsAndHeadings: (steps: number, headings: number) =>
    `${counted.steps(steps)}, ${headings} ${headings === 1 ? 'heading' : 'headings'} to read`
}

/** `kubewalk sandbox …`. */
export const sandboxTexts = {
  noCommand: 'There is no command to run: write it after "--", as in "sandbox run -- kubectl get nodes".',
  noProgram: (name: string) => `The command "${name}" is not found: there is no such program on PATH.`,
  cannotStart: (program: string, why: string) => `The command ${program} cannot be started: ${why}`,
  starting: 'Starting the sandbox…',
  alreadyRunning: 'The sandbox is running already.',
  runs: 'The sandbox runs; it ends after 30 minutes without use.',
  setAside: (file: string) => `A damaged file was set aside as ${file}; what could be read of it is kept.`,
  ended: 'The sandbox has ended; its objects are kept for the next start.',
  isNotRunning: 'The sandbox is not running.',
  notRunning: 'not running',
  runningSince: (since: string, pid: number, url: string, kubeconfig: string) =>
    `running since ${since} (process ${pid}, ${url}, KUBECONFIG=${kubeconfig})`,
  status: (description: string) => `The sandbox is ${description}.`,
  nodesRange: (most: number, nodes: number) =>
    `A sandbox has 1 to ${most} nodes; ${nodes} is out of that range (--nodes).`,
  joined: (node: string) => `${node} joined.`,
  left: (node: string) => `${node} left.`,
  stopped: (node: string) => `${node} has no power; the cluster notices after 50 seconds of the sandbox's time.`,
  stoppedBefore: (node: string) => `${node} had no power before.`,
  boots: (node: string) => `${node} boots.`,
  onBefore: (node: string) => `${node} was on before.`,
  asFast: "as the machine's",
  timesAsFast: (speed: number) => `${speed} times as fast as the machine's`,
  passes: (how: string) => `The sandbox's time passes ${how}.`,
  clock: (now: string, how: string) => `The sandbox's time is ${now} and passes ${how}.`,
  noLabel: (text: string) => `"${text}" is no label: write KEY=VALUE, as in --label disk=ssd.`,
  noTaint: (text: string) =>
    `"${text}" is no taint: write KEY=VALUE:EFFECT or KEY:EFFECT, as in --taint dedicated=db:NoSchedule.`,
  noName: (name: string) => `"${name}" is no name for a sandbox: use letters, digits, ".", "-" and "_".`,
  stopFirst: (name: string) => `The sandbox ${name} is running; stop it before it is started anew.`,
  silent: (seconds: number, log: string) => `The sandbox did not answer within ${seconds} s; its log is ${log}.`,
  noAddress: (folder: string) => `The sandbox left no address in ${folder}.`,
  didNotStart: (why: string) => `The sandbox did not start: ${why}.`,
  exit: (code: number) => `exit code ${code}`,
  endedEarly: (end: string, log: string) => `The sandbox ended while it started (${end}); its log is ${log}.`
}

/** `kubewalk doctor`. What is not named here is called the same in every language. */
export const doctorTexts = {
  status: { ok: 'ok', note: 'note', missing: 'missing' },
  contexts: 'contexts',
  notFound: 'not found',
  npmTodo: 'install npm if kubewalk has to fetch a newer Node or kubectl',
  install: (how: string) => `install it: ${how}`,
  installGit: (version: string, how: string) => `install git ${version} or later: ${how}`,
  packageManager: (command: string) => `with your package manager, for example ${command}`,
  tooOld: (version: string) => `${version} is too old`,
  fetchesKubectl: 'nothing to do: kubewalk fetches one when it first needs it',
  see: (address: string) => `see ${address}`,
  noTerminal: 'none: the walk is printed line by line',
  noColours: 'no colours',
  colours: (count: number) => `${count} colours`,
  noUnicode: 'no Unicode',
  enlarge: '80x24 shows more: enlarge the window',
  noContexts: 'none of your own',
  namedContexts: (names: string) => `${names}: present, never touched unless you name one with --context`
}
