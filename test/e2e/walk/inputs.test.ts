import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { symlinkSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { findProgram } from '../../../src/shell/programs.ts'
import { keys } from '../../terminal.ts'
import { Home, promptOf, runProposed } from './home.ts'

let home: Home

beforeAll(async () => {
  home = await Home.make()
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

const write = (name: string, text: string): Promise<string> => home.write(name, text)

const smallLab = `# Small

## Make a file

\`\`\`shell
touch one.txt
\`\`\`

<!-- check
- that: the file one.txt is there
  file: one.txt
  expect: it == null || true
  within: 1s
-->
`

it('without a terminal the walk is printed, and a lab that fails gives 1', async () => {
  const good = await home.run(['run', await write('good.md', smallLab), '--trust', 'all'])
  expect(good, good.stderr).toMatchObject({ exit: 0, stderr: '' })
  expect(good.stdout).toMatch(/Step 1 of 1: Make a file[^]*\$ touch one.txt[^]*\+ Step done\.[^]*1 of 1 step done/)
  const text = smallLab.replace('touch one.txt', 'touch two.txt')
  const bad = await home.run(['run', await write('bad.md', text), '--trust', 'all'])
  expect(bad, bad.stderr).toMatchObject({ exit: 1 })
  expect(bad.stdout).toMatch(/! Check, failed: the file one.txt is there[^]*0 of 1 step done[^]*! "Make a file" failed/)
})

it('a lab passes on a cluster that lacks what one of its steps needs, which is skipped by name', async () => {
  const needy = '\n## Add a machine\n\n<!-- needs: machines -->\n\n```shell\nkubectl get nodes\n```\n'
  const file = await write('needy.md', smallLab + needy)
  const KUBECONFIG = /KUBECONFIG='(.*)'/.exec((await home.run(['sandbox', 'start'])).stdout)?.[1]
  const args = ['test', file, '--trust', 'all', '--context', 'kubewalk-sandbox', '--report', 'json']
  const end = await home.run(args, { KUBECONFIG })
  expect(end, end.stdout + end.stderr).toMatchObject({ exit: 0 })
  expect(JSON.parse(end.stdout)).toMatchObject({
    passed: 1,
    failed: 0,
    skipped: 1,
    labs: [{ steps: [{ status: 'passed' }, { status: 'skipped', reason: expect.stringMatching(/machines/) }] }]
  })
})

it.each([
  ['a file that is not there', 'nothing.md', undefined, /^kubewalk: There is no file or folder .*nothing\.md\.\n$/],
  ['no Markdown', 'empty.md', '', /^kubewalk: .*empty\.md.*\n$/],
  ['front matter that does not parse', 'front.md', '---\ntitle: [a\n---\n# A\n', /^kubewalk: .*front\.md:[23].*\n$/],
  [
    'a check whose CEL does not parse',
    'cel.md',
    smallLab.replace('it == null || true', 'it = = 1'),
    /^kubewalk: .*cel\.md:1\d.*\n$/
  ]
])('%s is one sentence and code 2', async (_what, name, text, sentence) => {
  const file = text === undefined ? path.join(home.folder, name) : await write(name, text)
  const end = await home.run(['run', file, '--trust', 'all'])
  expect(end).toMatchObject({ exit: 2, stdout: '' })
  expect(end.stderr).toMatch(sentence)
})

it('a context that is not known, or leads nowhere, is one sentence and code 2, in a terminal too', async () => {
  const KUBECONFIG = await write(
    'kubeconfig',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'gone', cluster: { server: 'https://127.0.0.1:9' } }],
      users: [{ name: 'me', user: {} }],
      contexts: [{ name: 'gone', context: { cluster: 'gone', user: 'me' } }]
    })
  )
  const unknown = await home.run(['run', 'daemonset101', '--context', 'other'], { KUBECONFIG })
  expect(unknown).toMatchObject({ exit: 2, stdout: '' })
  expect(unknown.stderr).toMatch(/^kubewalk: .*other.*gone.*\n$/)
  const nowhere = await home.run(['run', 'daemonset101', '--context', 'gone'], { KUBECONFIG })
  expect(nowhere).toMatchObject({ exit: 2, stdout: '' })
  expect(nowhere.stderr).toMatch(/^kubewalk: The context gone cannot be used\. .*\n$/)
  for (const plain of [[], ['--plain']]) {
    const env = { KUBECONFIG }
    const terminal = home.openInShell(['run', 'daemonset101', '--context', 'gone', ...plain], { env })
    await terminal.until('that is all')
    expect(terminal.scrollback().join('\n')).toContain('exit code 2')
    expect(terminal.scrollback().join('')).toContain('kubewalk: The context gone cannot be used.')
  }
})

it('nothing learned is lost by bad input', async () => {
  const lab = await write('learned.md', `${smallLab}\n## Another\n\n\`\`\`shell\ntouch two.txt\n\`\`\`\n`)
  const first = home.open(['run', lab, '--trust', 'all'])
  await runProposed(first, 'touch one.txt')
  await first.until('Enter next step')
  first.write('q')
  await first.exited
  await writeFile(lab, `---\ntitle: [\n---\n${smallLab}`)
  expect(await home.run(['run', lab, '--trust', 'all'])).toMatchObject({ exit: 2 })
  await writeFile(lab, `${smallLab}\n## Another\n\n\`\`\`shell\ntouch two.txt\n\`\`\`\n`)
  const again = home.open(['run', lab, '--trust', 'all'])
  await again.until('Enter next step')
  again.write('o')
  await again.until(/\+ done +Make a file/)
})

it('without kubectl it says what is missing, with code 3', async () => {
  const folder = path.join(home.folder, 'tools')
  await mkdir(folder)
  for (const name of ['bash', 'git', 'stty']) {
    const program = findProgram(name, process.env.PATH)
    if (program !== undefined) symlinkSync(program, path.join(folder, name))
  }
  // The program itself: the launcher would fetch a kubectl.
  const terminal = home.openProgram(['run', 'labs/daemonset101'], { env: { PATH: folder } })
  expect((await terminal.exited).code).toBe(3)
  expect(terminal.scrollback().join('')).toMatch(/kubewalk: .*kubectl/)
  expect(terminal.raw()).not.toContain('1049h')
})

it('a lab of somebody else’s asks once for its content, and again when that was edited', async () => {
  const lab = await write('foreign.md', smallLab)
  const refused = home.openInShell(['run', lab])
  await refused.until('Run this lab? [y/N]')
  expect(refused.screen().join('\n')).toContain('touch one.txt')
  refused.write(`n${keys.enter}`)
  await refused.until('that is all')
  expect(refused.screen().join('\n')).toMatch(/Nothing was run[^]*exit code 4/)

  const agreed = home.open(['run', lab])
  await agreed.until('Run this lab? [y/N]')
  agreed.write(`y${keys.enter}`)
  await agreed.until(screen => promptOf(screen).includes('touch one.txt'))
  agreed.write('q')
  expect(await agreed.exited).toMatchObject({ code: 0 })

  const again = home.open(['run', lab])
  await again.until(screen => promptOf(screen).includes('touch one.txt'))
  again.write('q')
  await again.exited
  expect(again.raw()).not.toContain('Run this lab?')

  await appendFile(lab, '\nOne more sentence.\n')
  const edited = home.open(['run', lab])
  await edited.until('Run this lab? [y/N]')
  edited.write(keys.control('c'))
  expect(await edited.exited).toMatchObject({ code: 4 })

  // Where nobody can answer, the content is named.
  const unasked = await home.run(['run', lab])
  expect(unasked).toMatchObject({ exit: 4, stdout: '' })
  const sha = /--trust ([0-9a-f]{64})/.exec(unasked.stderr)?.[1] ?? ''
  expect(await home.run(['run', lab, '--trust', sha])).toMatchObject({ exit: 0 })
  await appendFile(lab, '\nAnd another.\n')
  expect(await home.run(['run', lab, '--trust', sha])).toMatchObject({ exit: 4 })
})

it('the menu shows the labs with progress, and opens one', async () => {
  const terminal = home.open([])
  await terminal.until(
    /> 1 +New to Kubernetes\? Start here: your first pod +6 steps[^]* 2 +DaemonSets: one pod on every node +34 steps/
  )
  terminal.write(`2${keys.enter}`)
  await terminal.until(/Read, then go on[^]*Enter next step/)
  terminal.write(keys.enter)
  await runProposed(terminal, 'git clone')
  await runProposed(terminal, 'cd kubelabs')
  await terminal.until('Enter next step')
  terminal.write('q')
  expect(await terminal.exited).toMatchObject({ code: 0 })
  expect((await readdir(path.join(home.folder, 'kubewalk/data/sessions'))).join()).toContain('daemonset101')

  const again = home.open([])
  await again.until('1 of 34 done; you were at Get the files')
  again.write('q')
  expect(await again.exited).toMatchObject({ code: 0 })
})
