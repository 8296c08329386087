import type { Block } from '../markdown/blocks.ts'
import { isWalked } from '../lab/lab.ts'
import { isMistaken, openQuestion } from '../session/questions.ts'
import type { CheckView, CommandView, QuestionView, SessionState, StepView } from '../session/state.ts'
import { plain } from '../shell/sanitise.ts'
import { checkWords, duration, plainTexts, stepWords, texts, translationTexts } from '../texts/texts.ts'

/**
 * The walk as lines that are only ever appended: for a pipe, a log, a screen reader. What changed between two states of
 * a session becomes the lines that say so; output of commands is printed as it arrives, between them.
 */
export interface PlainOptions {
  /** Draws a lesson: text with newlines, already sanitised. */
  readonly renderBlocks: (blocks: readonly Block[]) => string
  /** For those who hear it: no signs and no lines that are only drawn; see spoken.ts. */
  readonly spoken?: boolean
  /** Nobody is there: a question is told, but not how it is answered. */
  readonly unattended?: boolean
}

/** A wait is mentioned when it begins, and again after so many milliseconds. */
const waitingAgainMs = 10_000

/**
 * The lines that bring a reader from one state to the next.
 *
 * @param previous undefined at the beginning of the walk
 */
export function changeLines(
  previous: SessionState | undefined,
  next: SessionState,
  options: PlainOptions
): readonly string[] {
  const lines = previous ? [] : introductionLines(next, options)
  if (previous?.current !== next.current) lines.push(...stepLines(next, next.current, options))
  // What happened in earlier sessions is not told again; "steps" lists it.
  next.steps.forEach((step, index) => {
    const before = previous === undefined ? step : previous.steps[index]
    if (before === step) return
    lines.push(...commandLines(before, step), ...checkLines(before, step), ...hintLines(before, step, options))
    lines.push(...progressLines(before, step), ...questionLines(before, step, options))
  })
  if (next.confirmation && next.confirmation !== previous?.confirmation) {
    lines.push(
      plainTexts.asksFirst(oneLine(next.confirmation.text)),
      plainTexts.because(oneLine(next.confirmation.reason))
    )
  }
  if (next.obstacles !== undefined && next.obstacles.length > 0 && next.obstacles !== previous?.obstacles)
    lines.push(texts.beforeYouBegin, ...next.obstacles.map(sentence => `  ${oneLine(sentence)}`))
  if (next.notice !== undefined && next.notice !== previous?.notice) lines.push(oneLine(next.notice))
  return lines
}

/** What stands above the first step: the lab, the cluster, what precedes the first heading. */
function introductionLines(state: SessionState, { renderBlocks }: PlainOptions): string[] {
  const walked = walkedSteps(state).length
  const ready = state.nodes ? plainTexts.nodesReady(state.nodes.ready, state.nodes.total) : ''
  const introduction = renderBlocks(state.lab.introduction).trimEnd()
  return [
    plainTexts.introduction(plain(state.lab.title), walked, plain(state.clusterLabel), ready),
    ...(state.lab.untranslated === undefined ? [] : [oneLine(translationTexts.untranslated(state.lab.untranslated))]),
    ...(state.resumed ? [plainTexts.goesOn] : []),
    ...(introduction ? ['', introduction] : [])
  ]
}

/** A step's title, with its place among the steps that are walked, and its lesson. */
export function stepLines(state: SessionState, index: number, { renderBlocks, spoken }: PlainOptions): string[] {
  const step = state.steps[index]
  if (!step) return []
  const walked = walkedSteps(state)
  const place = walked.indexOf(step)
  const title = plain(step.step.title)
  const heading = place < 0 ? title : plainTexts.step(place + 1, walked.length, title)
  const lesson = renderBlocks(step.step.blocks).trimEnd()
  const rule = spoken === true ? [] : ['-'.repeat(Math.min(heading.length, 80))]
  return ['', heading, ...rule, ...(lesson ? [lesson, ''] : [])]
}

/** `$ command` when one began; how it ended, once it has. */
function commandLines(before: StepView | undefined, step: StepView): string[] {
  return step.commands.flatMap((command, index) => {
    const known = before?.commands[index]
    const began = known ? [] : [`$ ${plain(command.text)}`, ...(command.beside === true ? [plainTexts.beside] : [])]
    const ended = !command.running && (known === undefined || known.running) ? endLines(command) : []
    return [...began, ...ended]
  })
}

function endLines(command: CommandView): string[] {
  const { why, hint } = command
  return [
    endLine(command),
    ...(why === undefined ? [] : [plainTexts.why(oneLine(why))]),
    ...(hint === undefined ? [] : [plainTexts.try(oneLine(hint))])
  ]
}

function endLine({ text, exit, interrupted, milliseconds, by, beside }: CommandView): string {
  const took = milliseconds === undefined ? '' : `, ${seconds(milliseconds)}`
  // Others may have run since it began.
  if (beside === true)
    return interrupted === true
      ? plainTexts.ended(took, oneLine(text))
      : plainTexts.endedWith(exit ?? plainTexts.unknownExit, took, oneLine(text))
  const shown = by === 'solution' ? plainTexts.shownToYou : ''
  if (interrupted) return plainTexts.interrupted(took) + shown
  return plainTexts.ran(exit ?? plainTexts.unknownExit, took) + shown
}

/** A check's verdict when it turned; that it waits when it begins to, and of the first that waits every ten seconds. */
function checkLines(before: StepView | undefined, step: StepView): string[] {
  const firstWaiting = step.checks.findIndex(({ verdict }) => verdict.status === 'waiting')
  return step.checks.flatMap((check, index) => {
    const known = before?.checks[index]
    if (!isWorthALine(known, check, index === firstWaiting)) return []
    const name = step.checks.length === 1 ? plainTexts.check : plainTexts.checkOf(index + 1, step.checks.length)
    return checkSentences(name, check)
  })
}

function isWorthALine(
  known: CheckView | undefined,
  { verdict, waitedMs = 0 }: CheckView,
  tellsOfWaiting: boolean
): boolean {
  if (verdict.status === 'not yet') return false
  if (known?.verdict.status !== verdict.status) return true
  if (verdict.status === 'failed') return known.verdict.actual !== verdict.actual
  const knownMs = known.waitedMs ?? 0
  return tellsOfWaiting && Math.floor(waitedMs / waitingAgainMs) > Math.floor(knownMs / waitingAgainMs)
}

/** What is said of a check: sign and word, what should be so, and where it does not hold yet, what was seen. */
export function checkSentences(name: string, check: CheckView): string[] {
  const { status, actual, expected, why, hint } = check.verdict
  const { sign, word } = checkWords[status]
  const opening = `${sign} ${name}, ${word}`
  const that = oneLine(check.that)
  switch (status) {
    case 'passed':
    case 'not yet':
      return [`${opening}: ${that}`]
    case 'waiting': {
      const time =
        check.waitedMs === undefined
          ? plainTexts.upTo(seconds(check.withinMs))
          : plainTexts.timeOf(seconds(check.waitedMs), seconds(check.withinMs))
      return [`${opening}, ${time}: ${that}${actual ? ` (${oneLine(actual)})` : ''}`]
    }
    case 'failed':
      return [
        `${opening}: ${that}`,
        ...(expected ? [plainTexts.expected(oneLine(expected))] : []),
        ...(actual ? [plainTexts.seen(oneLine(actual))] : []),
        ...(why ? [plainTexts.why(oneLine(why))] : []),
        ...(hint ? [plainTexts.try(oneLine(hint))] : [])
      ]
  }
}

function hintLines(before: StepView | undefined, step: StepView, options: PlainOptions): string[] {
  const known = before?.hintsShown ?? 0
  const hints = step.step.hints
  return hints
    .slice(known, step.hintsShown)
    .map(({ text }, index) => plainTexts.hint(known + index + 1, hints.length, hintText(text, options)))
}

function hintText(text: string, { renderBlocks, spoken }: PlainOptions): string {
  // A hint is a line of Markdown; who hears it does without the signs of code.
  const shown = spoken === true ? text.replaceAll('`', '') : text
  return renderBlocks([{ type: 'paragraph', inlines: [{ text: shown }], line: 1 }]).trim()
}

/** How a step ended. */
function progressLines(before: StepView | undefined, step: StepView): string[] {
  if (before?.progress === step.progress || !isWalked(step.step)) return []
  switch (step.progress) {
    case 'done':
      return [plainTexts.stepDone(wayText(step))]
    case 'already':
      return [plainTexts.stepAlready]
    case 'shown':
      return [plainTexts.stepShown]
    case 'failed':
      return [plainTexts.stepFailed]
    case 'skipped':
      return [plainTexts.stepSkipped(oneLine(step.step.title), step.reason ? ` (${oneLine(step.reason)})` : '')]
    case 'not yet':
    case 'waiting':
      return []
  }
}

/** The question that can be answered now, and what became of an answer. */
function questionLines(before: StepView | undefined, step: StepView, { unattended }: PlainOptions): string[] {
  const open = openQuestion(step)
  const wasOpen = before === undefined ? undefined : openQuestion(before)
  const asked = open === undefined || open === wasOpen ? undefined : step.questions[open]
  const outcomes = step.questions.flatMap((question, index) => {
    const known = before?.questions[index]
    if (question.picked === undefined) return []
    if (isMistaken(question) !== undefined && (known === undefined || isMistaken(known) === undefined))
      return [outcomeLine(question)]
    return known?.picked === undefined && question.right === undefined
      ? [texts.predicted(oneLine(question.picked))]
      : []
  })
  return [
    ...outcomes,
    ...(asked === undefined
      ? []
      : [
          asked.predict && step.commands.length === 0
            ? plainTexts.questionBefore(oneLine(asked.ask))
            : plainTexts.question(oneLine(asked.ask)),
          ...(asked.choices ?? []).map((choice, index) => `  ${index + 1}. ${oneLine(choice)}`),
          ...(unattended === true ? [] : [plainTexts.numberAnswers])
        ])
  ]
}

function outcomeLine(question: QuestionView): string {
  const { right = '', picked = '', because } = question
  const verdict = isMistaken(question)
    ? texts.answeredWrong(oneLine(right), oneLine(picked))
    : texts.answeredRight(oneLine(right))
  return because === undefined ? verdict : `${verdict} ${oneLine(because)}`
}

/** How it was done, where that is not what the lesson proposes. */
function wayText({ ownWay }: StepView): string {
  if (ownWay === undefined) return ''
  return ownWay.kind === 'elsewhere' ? plainTexts.fromElsewhere : plainTexts.yourWay(oneLine(ownWay.text))
}

/**
 * The end of the walk: each step with its outcome, and how many of them are done.
 *
 * @param failed ids of steps that count as failed although their checks still wait: a command of theirs failed
 */
export function summaryLines(state: SessionState, failed: ReadonlySet<string> = new Set()): readonly string[] {
  const walked = walkedSteps(state)
  const wide = Math.max(...Object.values(stepWords).map(({ word }) => word.length))
  const done = walked.filter(({ progress }) => ['done', 'already', 'shown'].includes(progress)).length
  return [
    '',
    plainTexts.doneOf(plain(state.lab.title), done, walked.length),
    ...walked.map(step => {
      const { sign, word } = stepWords[failed.has(step.step.id) ? 'failed' : step.progress]
      return `${sign} ${word.padEnd(wide)}  ${plain(step.step.title)}${step.reason ? ` (${oneLine(step.reason)})` : ''}`
    }),
    ...walked.flatMap(({ step, questions }) =>
      questions
        .filter(question => isMistaken(question) === true)
        .map(({ ask, right = '' }) => plainTexts.secondLook(oneLine(ask), oneLine(right), plain(step.title)))
    )
  ]
}

function walkedSteps(state: SessionState): readonly StepView[] {
  return state.steps.filter(({ step }) => isWalked(step))
}

function seconds(milliseconds: number): string {
  return milliseconds < 10_000 && milliseconds % 1000 !== 0
    ? duration(milliseconds)
    : `${Math.round(milliseconds / 1000)} s`
}

function oneLine(text: string): string {
  return plain(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}
