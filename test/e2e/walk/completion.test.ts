import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, it } from 'vitest'
import { keys, type LaunchedTerminal } from '../../terminal.ts'
import { Home, promptOf } from './home.ts'

let home: Home
let lab: string

beforeAll(async () => {
  home = await Home.make()
  lab = path.join(home.folder, 'labs/completion')
  await mkdir(path.join(lab, 'manifests'), { recursive: true })
  await writeFile(path.join(lab, 'manifests/web.yaml'), 'kind: Pod\n')
  await writeFile(path.join(lab, 'manifests/notes.txt'), '')
  await writeFile(
    path.join(lab, 'README.md'),
    '# Completion\n\n## Make it\n\n```shell\nkubectl create namespace quarry\n```\n'
  )
  await home.run(['sandbox', 'start'])
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

const prompts = (terminal: LaunchedTerminal, text: string) =>
  terminal.until(screen => promptOf(screen).trimEnd() === ` $ ${text}`)

it('Tab completes what kubectl knows, files with the right ending, and words of the lab', async () => {
  const terminal = home.open(['run', lab, '--trust', 'all'])
  // kubectl is asked when the cluster is there.
  await terminal.until(/2 nodes.*\n[^]*kubectl create/)
  const complete = async (typed: string, wanted: string): Promise<void> => {
    terminal.write(typed)
    await prompts(terminal, typed)
    terminal.write(keys.tab)
    await prompts(terminal, wanted)
    terminal.write(keys.control('u'))
    await terminal.until('q quit')
  }
  await complete('kubectl desc', 'kubectl describe')
  await complete('kubectl get node node1 -o jsonp', 'kubectl get node node1 -o jsonpath')
  await complete('kubectl apply -f manifests/', 'kubectl apply -f manifests/web.yaml')
  await complete('cat manifests/no', 'cat manifests/notes.txt')
  await complete('kubectl create namespace qu', 'kubectl create namespace quarry')

  terminal.write('kubectl describe node no')
  await prompts(terminal, 'kubectl describe node no')
  terminal.write(keys.tab)
  await terminal.until(/^ node1 +node2/m)
  await prompts(terminal, 'kubectl describe node node')
  terminal.write(keys.tab + keys.tab)
  await prompts(terminal, 'kubectl describe node node2')
  terminal.write(keys.tab)
  await prompts(terminal, 'kubectl describe node node1')
  terminal.write(' -')
  await terminal.until(screen => !screen.some(row => /^ node1 +node2/.test(row)))
})
