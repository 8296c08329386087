import type { VerdictStatus } from '../../check/verdict.ts'
import type { StepProgress } from '../../session/state.ts'
import { timeIn } from '../time.ts'
import { counted } from './counted.ts'

/**
 * Every text that the terminal app shows of its own. Words of the screen, not of the code: "show me", not solution; no
 * verdict, role or workspace.
 */

/** A state is a sign and a word; colour only repeats it. */
export const checkWords: Readonly<Record<VerdictStatus, { readonly sign: string; readonly word: string }>> = {
  passed: { sign: '+', word: 'ok' },
  waiting: { sign: '~', word: 'waiting' },
  failed: { sign: '!', word: 'failed' },
  'not yet': { sign: '.', word: 'not yet' }
}

export const stepWords: Readonly<Record<StepProgress, { readonly sign: string; readonly word: string }>> = {
  done: { sign: '+', word: 'done' },
  already: { sign: '+', word: 'already' },
  shown: { sign: '~', word: 'shown' },
  waiting: { sign: '~', word: 'waiting' },
  failed: { sign: '!', word: 'failed' },
  skipped: { sign: '-', word: 'skipped' },
  'not yet': { sign: '.', word: 'not yet' }
}

export const toRead = { sign: ' ', word: 'read' }

export const titles = {
  lesson: 'LESSON',
  ran: 'RAN',
  runs: 'RUNS',
  shown: 'SHOWN',
  beside: 'BESIDE',
  output: 'OUTPUT',
  check: 'CHECK',
  why: 'Why',
  try: 'Try',
  hint: 'Hint',
  question: 'QUESTION'
}

export const texts = {
  stepOf: (number: number, of: number) => `step ${number} of ${of}`,
  stepOfShort: (number: number, of: number) => `${number}/${of}`,
  reading: 'to read',
  nodes: (ready: number, total: number) =>
    ready === total ? counted.nodes(total) : `${ready} of ${total} nodes ready`,
  lines: (from: number, to: number, of: number) => `lines ${from}-${to} of ${of}`,
  moreBelow: 'PgDn',
  doneOf: (done: number, of: number) => `${done} of ${of} done`,
  checksOf: (passed: number, of: number) => `${passed} of ${of} ok`,
  stillWatching: 'still watching',
  seconds: (waited: number, within: number) => `${waited} s of ${within} s`,
  exit: (code: number, time: string) => `exit ${code}, ${time}`,
  stopped: (time: string) => `stopped, ${time}`,
  running: 'running',
  beside: 'goes on; Ctrl-C ends it',
  besideShort: 'goes on',
  cutOff: 'cut off',
  noOutput: 'No output.',
  outputGone: 'Run in an earlier session; its output is not kept.',
  outputBefore: (lines: number) => `(${lines} earlier lines are not kept)`,
  nothingRan: 'Nothing has run in this step yet.',
  nothingToDo: 'Nothing to run here.',
  nothingToShow: 'There is nothing to run here: read, then go on with n.',
  hintOf: (number: number, of: number) => `Hint ${number} of ${of}`,
  commandOf: (number: number, of: number) =>
    of === 1
      ? 'Another command with the same result counts.'
      : `Command ${number} of ${of}. Another command with the same result counts.`,
  commandOfShort: (number: number, of: number) => `Command ${number} of ${of}`,
  checking: 'Looking at the cluster. You may type.',
  commandFailed: (exit: number) => `Exit code ${exit}: read what it says, correct it, try again. h gives a hint.`,
  commandFailedShort: (exit: number) => `Exit code ${exit}: read the output.`,
  stepDone: 'Done.',
  stepDoneYourWay: (command: string) => `Done your way: ${command}`,
  stepDoneElsewhere: 'Done, from elsewhere.',
  lessonGoesOn: 'The lesson goes on: PgDn.',
  stepAlready: 'This was so before you ran anything. Run it all the same, or go on with n.',
  stepShown: 'This was shown to you. You can do it yourself any time.',
  stepFailed: 'Not there yet. Still watching: repair it here or in another terminal.',
  stepSkipped: (reason: string) => `Skipped: ${reason}`,
  beforeYouBegin: 'Before you begin:',
  readOn: 'Read, then go on.',
  readChapter: 'A chapter begins. o, then c, brings the cluster to its start.',
  askPredict: 'What do you think? Answer with a number, then run it and see.',
  askSeen: 'A question about what you saw: answer with a number.',
  predicted: (picked: string) => `You said: ${picked}. You will see.`,
  answeredRight: (right: string) => `Right: ${right}.`,
  answeredWrong: (right: string, picked: string) => `It is: ${right}. You said: ${picked}.`,
  literal: 'The next key is text.',
  resumed: 'You are back where you left.',
  askShowMe: 'Run this step for you? It then counts as shown.',
  askCatchUp: 'Do what is missing before this step for you? It counts as shown.',
  askResetStep: 'Forget what you did in this step? The cluster stays as it is.',
  askResetLab: 'Begin the lab anew? Your progress and the files you changed go.',
  catchingUp: 'Doing what is missing. Ctrl-C stops.',
  resetting: 'Beginning anew.',
  askQuit: 'A command is still running. Quit and stop it?',
  askDanger: (reason: string) => `Sure? ${reason}`,
  howToQuit: 'q quits. Ctrl-C again quits as well.',
  busy: 'A command is running: Ctrl-C stops it.',
  stopping: 'Stopping the command.',
  endingBeside: 'Ending what runs beside the lesson.',
  stillStarting: 'The cluster is still being started: one moment.',
  noMatch: (words: string) => `The output does not hold "${words}".`,
  matchOf: (number: number, of: number) => `Match ${number} of ${of}.`,
  nothingToCopy: 'There is no output to copy.',
  copied: (lines: number) => `${counted.lines(lines)} given to the terminal to copy.`,
  copiedEnd: 'The output is long: its end was given to the terminal to copy.',
  noFile: 'This step is about no file.',
  noEditor: 'No editor was found: install nano, or name yours in EDITOR.',
  nothingFits: 'Nothing is known that goes on like this.',
  firstStep: 'This is the first step.',
  lastStep: 'This is the last step.',
  noHint: 'This step has no hints.',
  allHints: 'There are no further hints; s shows how it is done.',
  shellEntered: 'Your shell, on the cluster of this lab. "exit" takes you back to kubewalk.',
  shellFailed: (shell: string, reason: string) => `${shell} could not be started: ${reason}`,
  shellBack: 'Back from your shell. Looking at the cluster again.'
}

/** The keys that answer a question, besides y and n, which do so in every language. */
export const answerKeys = { yes: 'y', no: 'n' }

/** Keys with words on them, as keyboards name them. */
export const keyNames = { pages: 'PgUp/PgDn', upDown: 'Up/Down', up: 'Up', right: 'Right' }

/** What keys do, as the key line names them. */
export const keyTexts = {
  enterRun: 'run',
  enterNext: 'next step',
  enterSummary: 'see what you did',
  enterOutline: 'see what is left',
  enterLook: 'look again',
  enterOpen: 'open',
  answer: 'answer',
  edit: 'edit',
  clear: 'clear',
  complete: 'complete',
  search: 'search',
  file: 'file',
  difference: 'difference',
  noDifference: 'file alone',
  makeChange: 'make the change',
  find: 'find',
  nextMatch: 'next match',
  matchBefore: 'match before',
  copy: 'copy',
  history: 'earlier lines',
  hint: (shown: number, of: number) => (of === 0 ? 'hint' : `hint ${Math.min(shown + 1, of)}/${of}`),
  hintsAll: 'hints shown',
  showMe: 'show me',
  outline: 'outline',
  pane: 'pane',
  paneBack: 'back',
  next: 'next',
  previous: 'previous',
  shell: 'shell',
  keys: 'keys',
  quit: 'quit',
  stop: 'stop it',
  endBeside: 'end BESIDE',
  scroll: 'scroll',
  yesRun: 'run it',
  noRun: 'leave it',
  yesReset: 'reset',
  catchUp: 'catch up to here',
  resetStep: 'reset step',
  resetLab: 'reset lab',
  yesQuit: 'quit',
  noQuit: 'stay',
  yesShow: 'do it for me',
  noShow: 'not yet',
  go: 'go there',
  back: 'back'
}

export const outlineTexts = {
  title: 'outline',
  done: (done: number, of: number, shown: number, time: string) =>
    `${texts.doneOf(done, of)}${shown === 0 ? '' : ` (${shown} shown)`}${time === '' ? '' : `, ${time}`}`,
  find: (text: string) => `Find: ${text}`,
  nothingFound: 'no step with that',
  nothingMissing: 'Nothing is missing before this step.',

  shownMeans: 'shown = you had it shown to you; do it yourself any time.'
}

export const summaryTexts = {
  title: 'finished',
  byYourself: (count: number) => `${counted.steps(count)} by yourself`,
  withHints: (count: number) => `${counted.steps(count)} with hints`,
  shown: (count: number) => `${counted.steps(count)} shown to you`,
  already: (count: number) => `${counted.steps(count)} already so when you arrived`,
  skipped: (count: number) => `${counted.steps(count)} skipped`,
  left: 'Steps left',
  nothingLeft: 'Nothing. You did every step.',
  tryAgain: (title: string) => `Do it yourself: ${title}`,
  secondLook: 'Worth another look',
  secondLookAt: (ask: string, right: string, title: string) => `${ask} It is: ${right}. Read again: ${title}`,
  took: (time: string) => `It took you ${time}.`,
  learned: 'What you learned',
  inCluster: 'In the cluster',
  lookingAtCluster: 'Looking at it.',
  nothingInCluster: 'Nothing is left of what the manifests of this lab name.',
  leftInCluster: (objects: string) => `Left: ${objects}.`,
  cleanUp: (command: string) => `To clean up: ${command}`,
  kept: 'Your progress is kept.'
}

export const menuTexts = {
  title: 'kubewalk',
  choose: 'Choose a lab.',
  none: 'There are no labs here.',
  progress: (done: number, of: number, where: string | undefined) =>
    done === 0
      ? counted.steps(of)
      : done >= of
        ? `finished, ${counted.steps(of)}`
        : `${done} of ${of} done${where === undefined ? '' : `; you were at ${where}`}`,
  here: 'Here:',
  missing: (name: string) => `${name} is missing`,
  move: 'choose'
}

/** The help screen: what a key does, in groups. */
export const helpTexts: readonly {
  readonly title: string
  readonly keys: readonly (readonly [string, string])[]
}[] = [
  {
    title: 'Always',
    keys: [
      ['Enter', 'does what the bottom line names: runs the command, or goes on'],
      [
        'Ctrl-C',
        'stops the running command; without one clears the line; on an empty line ends what runs beside the lesson'
      ],
      ['Tab', 'on an empty line gives the output all the space, then the lesson, then takes it back'],
      ['PgUp PgDn', 'scroll by a page; Shift-Up and Shift-Down by a line']
    ]
  },
  {
    title: 'Alone, on an empty line',
    keys: [
      ['n  p', 'next and previous step'],
      ['h', 'a hint; again for the next one'],
      ['s', 'show me: runs the step for you, after asking'],
      ['o', 'outline: every step; there c catches up, r and R reset, / finds'],
      ['+  -', 'in the sandbox: a node joins, or the last one leaves'],
      ['Ctrl-O', 'the file of the step: its mistakes, what it differs in from what is asked; Enter edits it'],
      ['!', 'a shell of your own on the same cluster; "exit" comes back'],
      ['/', 'searches the output; then n and N go to the next match and the one before, Esc leaves'],
      ['y', 'where the output has all the space: copies it, as far as the terminal allows'],
      ['q', 'quit; your progress is kept'],
      [':', 'makes the next key text, as a space does']
    ]
  },
  {
    title: 'The command line',
    keys: [
      ['Right', 'takes the proposed command for editing; typing replaces it'],
      ['Tab', 'completes the word: kubectl names, files, words of the lab; again for the next one'],
      ['Up Down', 'lines that you ran before, here and in other labs'],
      ['Ctrl-A Ctrl-E', 'beginning and end; Alt-B and Alt-F go by words'],
      ['Ctrl-W Ctrl-U Ctrl-K', 'cut a word, to the beginning, to the end; Ctrl-Y puts it back'],
      ['Esc', 'clears the line']
    ]
  }
]

export const helpTitle = 'keys'

/** Time that a command took, for people: 0.3 s, 12 s, 2 min 5 s. */
export const duration = timeIn('en')
