import { mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Check } from '../../../src/lab/lab.ts'
import { fileLines } from '../../../src/report/plain-file.ts'
import { lineText } from '../../../src/markdown/styled.ts'
import { fileNameOf } from '../../../src/session/file-name.ts'
import { lineDifference } from '../../../src/session/line-difference.ts'
import { initialState } from '../../../src/session/reduce.ts'
import { readStepFile } from '../../../src/session/step-file.ts'
import type { CommandView, StepView } from '../../../src/session/state.ts'
import { changesFilesOnly, rehearse } from '../../../src/shell/rehearsal.ts'
import { fileHead, fileRows } from '../../../src/ui/walk/file.ts'
import { command, exists, lab, step } from './lab-fixture.ts'

const fileCheck = (file: string): Check => ({ kind: 'file', file, expect: 'true', that: file, withinMs: 1, line: 1 })
const viewOf = (...parts: Parameters<typeof step>): StepView => {
  const [view] = initialState(lab(step(...parts)), 'sandbox').steps
  if (view === undefined) throw new Error('no step')
  return view
}

describe('the file that a step is about', () => {
  it('is the one that a check looks at, first one that does not hold', () => {
    const view = viewOf('a', { checks: [exists('ds/a'), fileCheck('one.yml'), fileCheck('two.yml')] })
    expect(fileNameOf(view)).toBe('one.yml')
    const checks = view.checks.map((check, index) => ({
      ...check,
      verdict: { ...check.verdict, status: index === 1 ? ('passed' as const) : ('waiting' as const) }
    }))
    expect(fileNameOf({ ...view, checks })).toBe('two.yml')
  })

  it('else the manifest of the last command that read one, else of the next', () => {
    const view = viewOf('a', { commands: [command('kubectl apply -f web.yml')] })
    expect(fileNameOf(view)).toBe('web.yml')
    const ran: CommandView = { text: 'kubectl create --filename=./api.yaml', running: false, exit: 1, by: 'learner' }
    const looked: CommandView = { text: 'kubectl get pods', running: false, exit: 0, by: 'learner' }
    expect(fileNameOf({ ...view, commands: [ran, looked] })).toBe('./api.yaml')
  })

  it('is none where a command reads the network, a pipe or a pattern', () => {
    for (const source of ['https://example.com/web.yml', '-', "'*.yml'", '$FILE'])
      expect(fileNameOf(viewOf('a', { commands: [command(`kubectl apply -f ${source}`)] }))).toBeUndefined()
  })
})

describe('the difference of two texts', () => {
  const told = (present: string, wished: string): string[] =>
    lineDifference(present, wished).map(
      ({ kind, text, line }) => `${line}${{ same: ' ', lacking: '+', surplus: '-' }[kind]}${text}`
    )

  it('keeps what both have, with the numbers of the present one', () => {
    expect(told('a\nb\nc\n', 'a\nx\nc\nd\n')).toEqual(['1 a', '2-b', '3+x', '3 c', '4+d'])
    expect(told('a\nb\na\n', 'b\na\nb\n')).toEqual(['1-a', '2 b', '3 a', '4+b'])
  })

  it('is nothing between equal texts, and everything to a file that is not there', () => {
    expect(told('a\r\nb', 'a\nb\n')).toEqual(['1 a', '2 b'])
    expect(told('', 'a\nb\n')).toEqual(['1+a', '1+b'])
    expect(told('', '')).toEqual([])
  })

  it('takes long texts, also where all of it differs', () => {
    const text = (mark: string) => Array.from({ length: 3000 }, (_, index) => `${mark}${index}\n`).join('')
    const rows = lineDifference(text('a'), text('b'))
    expect(rows.filter(({ kind }) => kind === 'surplus')).toHaveLength(3000)
    expect(rows.filter(({ kind }) => kind === 'lacking')).toHaveLength(3000)
  })
})

describe('on the screen', () => {
  let folder: string
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'kubewalk-file-')))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('a tab is seen where it stands, and told with line and column', async () => {
    await writeFile(path.join(folder, 'web.yml'), 'a:\n  b: 1\n\tc: 2\n')
    const file = await readStepFile('web.yml', folder)
    expect(file.mistake).toMatchObject({ line: 3, column: 1 })
    const view = viewOf('a')
    expect(fileHead(view, file, 80, 10).map(lineText).join('\n')).toContain(
      'Line 3 of web.yml is indented with a tab; YAML allows only spaces there.'
    )
    expect(fileRows(file, 80).rows.map(lineText)).toEqual([
      '   1  a:',
      '   2    b: 1',
      ' ! 3  <tab>c: 2',
      '      ^ column 1'
    ])
  })

  it('another mistake has its place too, and a control sequence does nothing', async () => {
    await writeFile(path.join(folder, 'web.yml'), 'a: [1, 2\nb: \u001b[2J3\n')
    const file = await readStepFile('web.yml', folder)
    expect(file.mistake?.why).toMatch(/^Line \d of web\.yml is no valid YAML at column \d+: /)
    expect(fileRows(file, 80).rows.map(lineText).join('')).not.toContain('\u001b')
  })

  it('long lines go on below, and the first thing to look at is in sight', async () => {
    await writeFile(path.join(folder, 'web.yml'), 'a: 1 # more words than fit\n'.repeat(30))
    const file = { ...(await readStepFile('web.yml', folder)), mistake: undefined }
    const { mistake: _, ...sound } = file
    const wished = `${file.text ?? ''}b: 2\n`
    const { rows, first } = fileRows({ ...sound, difference: lineDifference(file.text ?? '', wished) }, 24)
    expect(rows.every(row => lineText(row).length <= 24)).toBe(true)
    expect(rows.slice(first).map(lineText)).toContain(' +     b: 2')
    expect(first).toBeGreaterThan(20)
  })

  it('a file that is not there has no text', async () => {
    expect(await readStepFile('none.yml', folder)).toEqual({ name: 'none.yml', text: undefined })
  })
})

describe('in lines', () => {
  it('the file has numbers, its mistake comes last, and what differs is told with the indentation in words', () => {
    const mistake = { line: 2, column: 1, why: 'Line 2 is bad.', hint: 'Mend it.', lasting: true }
    const file = { name: 'web.yml', text: 'a: 1\n\tb: 2\n' }
    expect(fileLines({ ...file, mistake })).toEqual([
      'web.yml, 2 lines:',
      '1  a: 1',
      '2  <tab>b: 2',
      '! Line 2 is bad.',
      '  Try: Mend it.'
    ])
    expect(fileLines({ ...file, difference: lineDifference(file.text, 'c: 0\na: 1\n  b: 2\n') })).toEqual([
      '+ Before line 1 is asked for: c: 0',
      '- Line 2 is not asked for: <tab>b: 2',
      '+ At the end is asked for: b: 2 (indented 2 spaces)'
    ])
    expect(fileLines({ ...file, difference: lineDifference(file.text, file.text) })).toEqual(['web.yml is as asked.'])
    expect(fileLines({ name: 'web.yml', text: undefined })).toEqual(['web.yml is not there.'])
  })
})

describe('a rehearsal', () => {
  it.each([
    'echo "  a: 1" >> web.yml',
    'git checkout -- web.yml\nNODE=$(kubectl get pods -o jsonpath={.items[0].spec.nodeName})\necho "n: $NODE" >> web.yml',
    "sed -i 's/a/b/' web.yml 2>/dev/null || true",
    'for f in a b; do touch $f; done',
    'kubectl create deployment web --image=nginx --dry-run=client -o yaml > web.yml',
    'if grep -q a web.yml; then mv web.yml other.yml; fi',
    'cat > web.yml <<EOF\nkubectl delete ns all\nEOF'
  ])('may run %s', script => expect(changesFilesOnly(script)).toBe(true))

  it.each([
    'kubectl apply -f web.yml',
    'kubectl create deployment web --image=nginx',
    'echo a > /etc/hosts',
    'echo a > ../web.yml',
    'cp web.yml ~/web.yml',
    'rm -rf .',
    'curl -s https://example.com',
    'git push',
    'git clone https://example.com/a',
    'echo $(kubectl delete pod web)',
    'X=1 helm install web',
    'sed -i s/a/b/ $HOME/.bashrc'
  ])('may not run %s', script => expect(changesFilesOnly(script)).toBe(false))

  let folder: string
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'kubewalk-rehearsal-test-')))
    await mkdir(path.join(folder, 'lab/web'), { recursive: true })
    await writeFile(path.join(folder, 'lab/web/web.yml'), 'a: 1\n')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const environment = { PATH: process.env.PATH ?? '' }
  const within = () => ({ folder: path.join(folder, 'lab'), cwd: path.join(folder, 'lab/web'), environment })

  it('tells what a script makes of a file, and leaves everything as it is', async () => {
    const script = 'echo "b: 2" >> web.yml; mv web.yml new.yml; cp new.yml web.yml'
    expect(await rehearse({ ...within(), script, file: 'web.yml' })).toBe('a: 1\nb: 2\n')
    expect(await readFile(path.join(folder, 'lab/web/web.yml'), 'utf8')).toBe('a: 1\n')
    expect(await readdir(path.join(folder, 'lab/web'))).toEqual(['web.yml'])
  })

  it('tells nothing of a script that fails, or a file that is not there or lies elsewhere', async () => {
    expect(await rehearse({ ...within(), script: 'false', file: 'web.yml' })).toBeUndefined()
    expect(await rehearse({ ...within(), script: 'true', file: 'none.yml' })).toBeUndefined()
    await writeFile(path.join(folder, 'secret'), 'x')
    await symlink(path.join(folder, 'secret'), path.join(folder, 'lab/web/link'))
    expect(await rehearse({ ...within(), script: 'true', file: 'link' })).toBeUndefined()
    expect(await rehearse({ ...within(), script: 'true', file: '../../secret' })).toBeUndefined()
    expect(await rehearse({ ...within(), cwd: folder, script: 'true', file: 'secret' })).toBeUndefined()
  })
})
