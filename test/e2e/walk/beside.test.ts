import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keys } from '../../terminal.ts'
import { Home, promptOf, runProposed, type } from './home.ts'

const lesson = `# Beside

## Watch

\`\`\`shell
kubectl get configmaps -w
kubectl create configmap seen
\`\`\`

<!-- check
- that: your watch shows the new object
  result: stdout.contains('seen')
  command: -w
-->
<!-- solution: kubectl get configmaps; kubectl create configmap seen -->

## Serve

\`\`\`shell
kubectl proxy --port=0 &
\`\`\`

<!-- check
- that: the API is served
  result: stdout.contains('Starting to serve')
-->

## Clean up

\`\`\`shell
kubectl delete configmap seen
\`\`\`
`

let home: Home
let lab: string

beforeAll(async () => {
  home = await Home.make()
  lab = path.join(home.folder, 'beside')
  await mkdir(lab)
  await writeFile(path.join(lab, 'README.md'), lesson)
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

/** Lines of the processes of this home that hold these words. */
function running(words: string): string[] {
  return readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid))
    .flatMap(pid => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')
        return line.includes(words) && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(home.folder)
          ? [line]
          : []
      } catch {
        return []
      }
    })
}

it('a watch goes on beside the lesson until its step is left, a server until Ctrl-C', async () => {
  const terminal = home.open(['run', lab, '--trust', 'all'])
  await terminal.until('2 nodes')
  await runProposed(terminal, 'kubectl get configmaps -w')
  await terminal.until(/BESIDE +kubectl get configmaps -w +goes on; Ctrl-C ends it/)
  await terminal.until(/\| kube-root-ca\.crt/)
  // The session is free: the next command is proposed, and runs.
  await runProposed(terminal, 'kubectl create configmap seen')
  const screen = await terminal.until(/ RAN +kubectl create configmap seen .*exit 0[^]*\| seen/)
  expect(screen.join('\n')).toMatch(/BESIDE \| kubectl get configmaps -w +goes on; Ctrl-C ends it/)
  await terminal.until(/\+ +ok +your watch shows the new object[^]* Done\./)
  expect(terminal.screen().at(-1)).toContain('Ctrl-C end BESIDE')
  expect(running('get configmaps -w')).not.toEqual([])
  terminal.write('n')
  await terminal.until(shown => promptOf(shown).includes('kubectl proxy'))
  await expect.poll(() => running('get configmaps -w')).toEqual([])

  await runProposed(terminal, 'kubectl proxy')
  await terminal.until(/\| Starting to serve on 127\.0\.0\.1:\d+[^]* Done\./)
  // Ctrl-C clears a line first.
  terminal.write('echo never')
  await terminal.until(shown => promptOf(shown) === ' $ echo never')
  terminal.write(keys.control('c'))
  await terminal.until(shown => promptOf(shown) === ' $')
  terminal.write(keys.control('c'))
  await terminal.until(/BESIDE +kubectl proxy --port=0 & +stopped/)
  expect(terminal.screen().join('\n')).toMatch(/ Done\./)
  expect(terminal.screen().at(-1)).not.toContain('BESIDE')
  expect(running('proxy --port=0')).toEqual([])
  // What still runs when the learner quits ends with the walk, and nothing is asked.
  type(terminal, 'kubectl get nodes -w')
  await terminal.until(/\| node2/)
  terminal.write('q')
  expect(await terminal.exited).toMatchObject({ code: 0 })
  expect(running('get nodes -w')).toEqual([])
})

it('so it does at the plain prompt', async () => {
  const terminal = home.open(['run', lab, '--trust', 'all', '--plain'])
  await terminal.until(/^> *$/m)
  terminal.write(`kubectl get namespaces -w${keys.enter}`)
  await terminal.until(/Runs beside the lesson[^]*Ctrl-C ends it/)
  await terminal.until(/^\| kube-system/m)
  terminal.write(`echo mean""while${keys.enter}`)
  await terminal.until(/^meanwhile$/m)
  await terminal.until(/Ran, exit 0[^]*\n> *$/m)
  terminal.write(keys.control('c'))
  await terminal.until(/^Ended, [\d.]+ s: kubectl get namespaces -w$/m)
  await expect.poll(() => running('get namespaces -w')).toEqual([])
  terminal.write(`quit${keys.enter}`)
  expect(await terminal.exited).toMatchObject({ code: 0 })
})

it('with nobody there it hangs nothing', async () => {
  const ended = await home.run(['test', lab, '--trust', 'all', '--report', 'json'])
  expect(ended).toMatchObject({ exit: 0 })
  expect(JSON.parse(ended.stdout)).toMatchObject({ passed: 3, failed: 0, skipped: 0 })
  const printed = await home.run(['run', lab, '--trust', 'all'])
  expect(printed).toMatchObject({ exit: 0 })
  expect(printed.stdout).toMatch(/^\| seen/m)
})
