import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keys, type LaunchedTerminal } from '../../terminal.ts'
import { readLab } from '../../../src/lab/read.ts'
import { isWalked } from '../../../src/lab/lab.ts'
import { proposableCommands } from '../../../src/session/proposal.ts'
import { Home, labFolder } from './home.ts'
import path from 'node:path'

let home: Home

beforeAll(async () => {
  home = await Home.make()
  await home.run(['sandbox', 'start'])
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

const lab = `# Words

## Look at the machines

Each machine is a *node*.

\`\`\`yaml
spec:
  nodes: 2
\`\`\`

\`\`\`shell
kubectl get nodes
\`\`\`

<!-- hint: The command is \`kubectl get nodes\`. -->

## Make a namespace

\`\`\`shell
kubectl create namespace quarry
\`\`\`
`

/** Enters a line at a prompt, and waits for what is said and for the next prompt. */
async function enter(terminal: LaunchedTerminal, line: string, said: string | RegExp): Promise<void> {
  const before = terminal.raw().length
  terminal.write(line + keys.enter)
  const isSaid = (text: string): boolean => (typeof said === 'string' ? text.includes(said) : said.test(text))
  await terminal.until(() => {
    const text = terminal.raw().slice(before).replaceAll('\r\n', '\n')
    return isSaid(text) && /\n(> |.*\[y\/N\] )$/.test(text)
  })
}

/** Nothing moves: no escape sequence, no way back to the beginning of a line. */
function expectOnlyAppended(terminal: LaunchedTerminal): void {
  const raw = terminal.raw()
  expect(raw).not.toContain(String.fromCharCode(27))
  expect(raw.replaceAll('\r\n', '\n')).not.toContain('\r')
  // A row of hyphens alone would be a rule; kubectl has some between words.
  expect(raw).not.toMatch(/[─│┌┐└┘├┤┬┴┼]|^-{5,}\r?$/m)
}

it('the words of the walk for screen readers, with nothing in the output that moves', async () => {
  const file = await home.write('words.md', lab)
  const terminal = home.openProgram(['run', file, '--accessible', '--trust', 'all'], { columns: 200, rows: 200 })
  await terminal.until(/^Screen reader mode:.*"quit" leaves[^]*Command 1 of 1: kubectl get nodes\n>/)
  expect(terminal.screen().join('\n')).toMatch(
    /Code in yaml, 2 lines:\nspec:\nindented 2 spaces: nodes: 2\nEnd of code/
  )
  await enter(terminal, 'hint', 'Hint 1 of 1: The command is kubectl get nodes.')
  await enter(terminal, 'repeat', 'Hint 1 of 1')
  await enter(terminal, 'read', 'Nothing has run')
  await enter(terminal, '', /Ran, exit 0, .* seconds?[^]*Step done/)
  await enter(terminal, 'read', /Table, 2 rows\.\nnode1: Ready, roles none, age \d+ (second|minute)/)
  await enter(terminal, 'output', /NAME +STATUS +ROLES[^]*node2 +Ready/)
  await enter(terminal, 'outline', '1. Look at the machines: done, you are here\n2. Make a namespace: not yet')
  await enter(terminal, 'find quarry', '2. Make a namespace')
  await enter(terminal, 'map', /Map, 2 nodes\.\nnode1, Ready/)
  await enter(terminal, 'checks', 'Check 1 of 1, ok')
  await enter(terminal, 'go 2', 'Step 2 of 2: Make a namespace')
  await enter(terminal, 'catch up 9', 'Which step?')
  await enter(terminal, 'back', 'Step 1 of 2')
  await enter(terminal, 'reset step', 'Forget what you did in this step?')
  await enter(terminal, 'y', 'Command 1 of 1: kubectl get nodes')
  await enter(terminal, 'catch up 2', 'Do what is missing before this step for you?')
  await enter(terminal, 'y', 'Command 1 of 1: kubectl create namespace quarry')

  // Tab lists what goes on like that, one a line, and the line comes again below.
  terminal.write(`kubectl describe node n${keys.tab}`)
  await terminal.until('2 go on like this:\nnode1\nnode2\n> kubectl describe node node')
  terminal.write(keys.control('u'))
  terminal.write(`kubectl desc${keys.tab}`)
  await terminal.until(/> kubectl describe $/m)
  expectOnlyAppended(terminal)
  terminal.write(`${keys.control('u')}quit${keys.enter}`)
  expect(await terminal.exited).toEqual({ code: 0, signal: 0 })
})

it('the menu has numbers, and ACCESSIBLE and INK_SCREEN_READER lead to the same walk', async () => {
  for (const name of ['ACCESSIBLE', 'INK_SCREEN_READER']) {
    const terminal = home.openProgram([], { env: { [name]: 'true' }, columns: 200, rows: 200 })
    await terminal.until(/Choose a lab\.\n1\. .*: [^]*Number, 1 to \d+, or quit:/)
    terminal.write(`0${keys.enter}`)
    await terminal.until(/or quit: 0\nNumber/)
    terminal.write(`1${keys.enter}`)
    await terminal.until(/Screen reader mode[^]*\n>/)
    expectOnlyAppended(terminal)
    terminal.write(`quit${keys.enter}`)
    await terminal.exited
  }
})

it('Tab completes at the plain prompt', async () => {
  const file = await home.write('plain.md', lab)
  const terminal = home.openProgram(['run', file, '--plain', '--trust', 'all'], { columns: 120, rows: 60 })
  await terminal.until(/kubectl get nodes\n>/)
  // The cluster is there once a command has run.
  terminal.write(keys.enter)
  await terminal.until(/Step done[^]*\n>\s*$/)
  terminal.write(`kubectl desc${keys.tab}`)
  await terminal.until(/> kubectl describe/)
  terminal.write(`node n${keys.tab}`)
  await terminal.until(/> kubectl describe node node/)
})

it('the whole lab is walked by Enter and words, with nothing moved or taken back', async () => {
  const read = await readLab(path.join(labFolder, 'README.md'))
  if (!read.ok) throw new Error(read.failure.message)
  const walked = read.value.steps.filter(isWalked)
  const terminal = home.open(['run', await home.copyLab('spoken'), '--accessible', '--trust', 'all'], {
    columns: 120,
    rows: 500
  })
  let from = 0
  /** Waits for words that end what is said, with the prompt below. */
  const said = async (words: string): Promise<void> => {
    await terminal.until(() => terminal.raw().slice(from).replaceAll('\r\n', '\n').includes(`${words}\n> `))
    from = terminal.raw().length
  }
  for (const [index, step] of walked.entries()) {
    const commands = proposableCommands(step)
    for (const [at, command] of commands.entries()) {
      const text = `Command ${at + 1} of ${commands.length}: ${command.text}`
      await terminal.until(() => terminal.raw().slice(from).includes(text) && /\n> $/.test(terminal.raw()))
      from = terminal.raw().length
      terminal.write(keys.enter)
    }
    const title = read.value.steps[read.value.steps.indexOf(step) + 1]?.title
    await said(title === undefined ? 'Every step is done. Enter ends the lab.' : `Enter goes on to: ${title}.`)
    if (index < walked.length - 1) terminal.write(`next${keys.enter}`)
  }
  terminal.write(`quit${keys.enter}`)
  expect(await terminal.exited).toEqual({ code: 0, signal: 0 })
  expectOnlyAppended(terminal)
})
