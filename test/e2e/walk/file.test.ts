import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keys } from '../../terminal.ts'
import { Home, promptOf } from './home.ts'

const lesson = `# Edit

## Ask for two

Write 2 in place of 1, in an editor.

<!-- check
- that: web.yml asks for two replicas
  file: web.yml
  expect: it.spec.replicas == 2
-->
<!-- solution: printf 'kind: Web\\nspec:\\n  replicas: 2\\n' > web.yml -->

## Ask for one again

<!-- check
- that: web.yml asks for one replica
  file: web.yml
  expect: it.spec.replicas == 1
-->
<!-- solution: printf 'kind: Web\\nspec:\\n  replicas: 1\\n' > web.yml -->

## Read on

Nothing to do.
`

/** An editor that needs a terminal and a key: with t it indents by a tab, with r as it should be. */
const editor = `#!/bin/bash
[ -t 0 ] && [ -t 1 ] || exit 9
echo "editing $*"
until read -rsn1 key; do :; done
case $key in
t) printf 'kind: Web\\nspec:\\n\\treplicas: 2\\n' > "\${@: -1}" ;;
r) printf 'kind: Web\\nspec:\\n  replicas: 2\\n' > "\${@: -1}" ;;
esac
`

let home: Home
let lab: string
let programs: string

beforeAll(async () => {
  home = await Home.make()
  lab = path.join(home.folder, 'edit')
  programs = path.join(home.folder, 'bin')
  await mkdir(lab)
  await mkdir(programs)
  await writeFile(path.join(lab, 'README.md'), lesson)
  await writeFile(path.join(lab, 'web.yml'), 'kind: Web\nspec:\n  replicas: 1\n')
  await writeFile(path.join(programs, 'nano'), editor, { mode: 0o755 })
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

function withNano(): Record<string, string | undefined> {
  const none = { KUBE_EDITOR: undefined, EDITOR: undefined, VISUAL: undefined }
  return { ...none, PATH: `${programs}${path.delimiter}${process.env.PATH ?? ''}` }
}

it('the file is shown with what is asked, edited at the line, its mistakes told, and changed on request', async () => {
  const terminal = home.open(['run', lab, '--trust', 'all'], { env: withNano() })
  await terminal.until('2 nodes')
  await terminal.until(/Ctrl-O file/)

  terminal.write(keys.control('o'))
  await terminal.until(/^ web\.yml +3 lines$/m)
  await terminal.until(/web\.yml asks for two replicas[^]*^ {3}3 {4}replicas: 1$/m)
  terminal.write('d')
  await terminal.until(/^ \+ is asked for, - is not\.$[^]*^ - 3 {4}replicas: 1\n \+ {6}replicas: 2$/m)
  terminal.write('d')
  await terminal.until(screen => !screen.join('\n').includes('is asked for'))

  // A tab, made in the editor, is told with its line, and the editor comes back there.
  terminal.write(keys.enter)
  await terminal.until('editing web.yml')
  terminal.write('t')
  await terminal.until(/RAN +nano web\.yml +exit 0/)
  await terminal.until(/Line 3 of web\.yml is indented with a tab; YAML allows only spaces\s+there\./)
  terminal.write(keys.control('o'))
  await terminal.until(/^ ! 3 {2}<tab>replicas: 2\n {6}\^ column 1$/m)
  terminal.write(keys.enter)
  await terminal.until('editing +3 web.yml')
  terminal.write('r')
  await terminal.until(
    /RAN +nano \+3 web\.yml[^]*\+ +ok +web\.yml asks for two replicas[^]*Done your way: nano \+3 web\.yml/
  )

  terminal.write('n')
  await terminal.until(/\. +not yet +web\.yml asks for one replica/)
  terminal.write(keys.control('o'))
  await terminal.until(/^ {3}3 {4}replicas: 2$/m)
  terminal.write('s')
  await terminal.until('Run this step for you?')
  terminal.write('y')
  await terminal.until(/SHOWN[^]*\+ +ok +web\.yml asks for one replica/)
  terminal.write(keys.control('o'))
  await terminal.until(/^ {3}3 {4}replicas: 1$/m)
  terminal.write('q')
  await terminal.until(screen => promptOf(screen) === ' $')

  terminal.write('n')
  await terminal.until('Nothing to do.')
  terminal.write(keys.control('o'))
  await terminal.until('This step is about no file.')
  terminal.write('q')
  expect(await terminal.exited).toMatchObject({ code: 0 })
})

it('at the plain prompt words do the same', async () => {
  const folder = path.join(home.folder, 'plain')
  await mkdir(folder)
  await writeFile(path.join(folder, 'README.md'), lesson)
  await writeFile(path.join(folder, 'web.yml'), 'kind: Web\nspec:\n  replicas: 1\n')
  const terminal = home.open(['run', folder, '--trust', 'all', '--plain'], { env: withNano() })
  await terminal.until(/^> *$/m)
  terminal.write(`pwd${keys.enter}`)
  await terminal.until(/Ran, exit 0[^]*\n> *$/m)
  terminal.write(`file${keys.enter}`)
  await terminal.until(/^web\.yml, 3 lines:\n1 {2}kind: Web\n2 {2}spec:\n3 {4}replicas: 1\n/m)
  await terminal.until(/\n> *$/)
  terminal.write(`difference${keys.enter}`)
  await terminal.until(/^- Line 3 is not asked for: replicas: 1 \(indented 2 spaces\)\n\+ At the end is asked for: /m)
  await terminal.until(/\n> *$/)
  terminal.write(`edit${keys.enter}`)
  await terminal.until('editing web.yml')
  terminal.write('r')
  await terminal.until(/\$ nano web\.yml[^]*Check, ok: web\.yml asks for two replicas/)
  terminal.write(`quit${keys.enter}`)
  expect(await terminal.exited).toMatchObject({ code: 0 })
})
