import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { isWalked, type Lab } from '../../../src/lab/lab.ts'
import { readLab } from '../../../src/lab/read.ts'
import { proposableCommands } from '../../../src/session/proposal.ts'
import { keys } from '../../terminal.ts'
import { Home, labFolder, runProposed } from './home.ts'

/** Eleven steps with pods that come and go, on a machine that may have other work. */
vi.setConfig({ testTimeout: 120_000 })

let home: Home
let lab: Lab

beforeAll(async () => {
  home = await Home.make()
  const read = await readLab(`${labFolder}/README.md`)
  if (!read.ok) throw new Error(read.failure.message)
  lab = read.value
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

it('the whole lab is walked with Enter alone at 80x24, to the summary', async () => {
  const terminal = home.open(['run', labFolder, '--trust', 'all'])
  const walked = lab.steps.filter(isWalked)
  for (const [index, step] of walked.entries()) {
    await terminal.until(screen => screen[0]?.includes(step.title.slice(0, 18)) === true)
    expect(terminal.screen()[0]).toContain(`step ${index + 1} of ${walked.length}`)
    for (const command of proposableCommands(step)) await runProposed(terminal, command.text.slice(0, 60))
    const done = await terminal.until(/^ Done\.[^]*Enter next step/m, { timeoutMs: 20_000 })
    expect(done.join('\n')).toContain(`${step.checks.length} of ${step.checks.length} ok`)
    // It never goes on by itself.
    expect(done[0]).toContain(`step ${index + 1} of`)
    terminal.write(keys.enter)
  }
  await terminal.until('Enter see what you did')
  terminal.write(keys.enter)
  await terminal.until(`${walked.length} steps by yourself`)
  await terminal.until(
    /It took you [^]*Nothing is left of what the manifests of this lab name\.[^]*- a manifest is a plain/
  )
  terminal.write(keys.enter)
  expect(await terminal.exited).toEqual({ code: 0, signal: 0 })
  expect(terminal.modes()).toEqual({
    alternateScreen: false,
    cursorVisible: true,
    bracketedPaste: false,
    mouseTracking: false
  })
})

it('the whole lab is walked at the plain prompt, with nothing moved or taken back', async () => {
  const copy = await home.copyLab('plain')
  const terminal = home.open(['run', copy, '--plain', '--trust', 'all'], { columns: 120, rows: 500 })
  const walked = lab.steps.filter(isWalked)
  let prompts = 0
  /** The prompt stands at the end, and below what was printed since the last time. */
  const atPrompt = async (above: string): Promise<void> => {
    await terminal.until(
      screen => {
        const shown = screen.join('\n').trimEnd()
        return shown.endsWith(`${above}\n>`) && shown.split('\n>').length > prompts
      },
      { timeoutMs: 20_000 }
    )
    prompts = terminal.screen().join('\n').split('\n>').length
  }
  for (const [index, step] of walked.entries()) {
    const commands = proposableCommands(step)
    for (const [at, command] of commands.entries()) {
      await atPrompt(`Command ${at + 1} of ${commands.length}: ${command.text}`)
      terminal.write(keys.enter)
    }
    await atPrompt(`+ Step done.\nEnter goes on to: ${lab.steps[lab.steps.indexOf(step) + 1]?.title ?? ''}.`)
    expect(terminal.screen().join('\n')).toContain(`Step ${index + 1} of ${walked.length}: ${step.title}`)
    terminal.write(keys.enter)
  }
  await atPrompt('Every step is done. Enter ends the lab.')
  terminal.write(keys.enter)
  expect(await terminal.exited).toEqual({ code: 0, signal: 0 })
  const said = terminal.screen().join('\n')
  expect(said).toContain(`${walked.length} of ${walked.length} steps done.`)
  // Nothing but readline's own editing of its line: no going up, no second screen, no colours of the face's own.
  const escape = String.fromCharCode(27)
  expect(
    terminal
      .raw()
      .split(`${escape}[`)
      .slice(1)
      .map(each => /^[\d;?]*[A-Za-z]/.exec(each)?.[0] ?? each.slice(0, 5))
      .filter(each => !/^(\d+G|0J|\?2004[hl])$/.test(each))
  ).toEqual([])
})
