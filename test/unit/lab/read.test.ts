import { mkdtempSync, rmSync, writeFileSync, mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outlineOf } from '../../../src/cli/show.ts'
import { mistakeIn } from '../../../src/check/cel/syntax.ts'
import { findLab, listLabs } from '../../../src/lab/find.ts'
import { isWalked, type Step } from '../../../src/lab/lab.ts'
import { parseLab } from '../../../src/lab/parse.ts'
import { readLab } from '../../../src/lab/read.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const labs = path.join(root, 'labs')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kubewalk-labs-'))
  mkdirSync(path.join(folder, 'empty'))
  mkdirSync(path.join(folder, 'one'))
  writeFileSync(path.join(folder, 'one', 'README.md'), '# One\n\n## A\n\n```\nkubectl apply -f ../secret.yml\n```\n')
  writeFileSync(path.join(folder, 'secret.yml'), 'kind: ConfigMap\nmetadata: { name: outside }\n')
  writeFileSync(path.join(folder, 'notes.txt'), 'x')
  writeFileSync(path.join(folder, 'latin.md'), Buffer.from([0x23, 0x20, 0xe9, 0x0a]))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function failureOf(promise: Promise<{ ok: boolean; failure?: { kind: string; message: string } }>) {
  const outcome = await promise
  return outcome.ok ? undefined : [outcome.failure?.kind, outcome.failure?.message]
}

describe('readLab', () => {
  it('says in one sentence what is wrong with a file', async () => {
    const at = (name: string) => path.join(folder, name)
    expect(await failureOf(readLab(at('no.md')))).toEqual(['bad-input', `There is no file ${at('no.md')}.`])
    expect((await failureOf(readLab(at('notes.txt'))))![1]).toContain('is no Markdown file')
    expect((await failureOf(readLab(at('latin.md'))))![1]).toContain('is not text in UTF-8')
  })

  it.each([
    ['an answer', 11, 'get: pods\nchoices: [a, b]\nanswer: items.filter(p'],
    ['choices', 10, 'get: pods\nchoices: items.map(\nanswer: items[0].kind'],
    ['a quoted key', 11, '"get": pods\n"choices": [a, b]\n"answer": nobody.name']
  ])('finds a mistake in the expressions of a lab that has only questions: %s', async (name, line, question) => {
    const file = path.join(folder, `${name.replaceAll(' ', '-')}.md`)
    writeFileSync(file, `# A\n\n## B\n\nRead.\n\n<!-- question\nask: Which?\n${question}\n-->\n`)
    const [kind, message] = (await failureOf(readLab(file))) ?? []
    expect(kind).toBe('bad-input')
    expect(message).toContain(`:${line}: an expression of the question cannot be used: `)
  })

  it('looks at no file outside the lab’s folder', async () => {
    const lab = await readLab(path.join(folder, 'one', 'README.md'))
    expect(lab.ok && lab.value.steps[0]!.checks).toMatchObject([{ kind: 'result' }])
  })
})

describe('findLab', () => {
  it('takes a name, a folder and a file', async () => {
    const readme = path.join(labs, 'daemonset101', 'README.md')
    expect(await findLab('daemonset101', labs)).toEqual({ ok: true, value: readme })
    expect(await findLab(path.dirname(readme), labs)).toEqual({ ok: true, value: readme })
    expect(await findLab(readme, labs)).toEqual({ ok: true, value: readme })
    expect(await listLabs(labs)).toContain('daemonset101')
  })

  it('offers the nearest lab, and tells a folder without a lesson', async () => {
    expect((await failureOf(findLab('deamonset101', labs)))![1]).toContain('did you mean daemonset101?')
    expect((await failureOf(findLab(path.join(folder, 'empty'), labs)))![1]).toContain('has no README.md')
    expect((await failureOf(findLab('no/such.md', labs)))![1]).toBe('There is no file or folder no/such.md.')
  })
})

describe('labs/daemonset101', async () => {
  const read = await readLab(path.join(labs, 'daemonset101', 'README.md'))
  if (!read.ok) throw new Error(read.failure.message)
  const lab = read.value

  it('has a check, hints, a solution and an own id in every step', () => {
    const walked = lab.steps.filter(isWalked)
    expect(walked).toHaveLength(34)
    for (const step of walked) {
      expect(step.checks.length, step.id).toBeGreaterThan(0)
      expect(step.hints.length, step.id).toBeGreaterThanOrEqual(2)
      expect(step.solution, step.id).toBeDefined()
      expect(
        step.commands.every(command => ['run', 'setup'].includes(command.role)),
        step.id
      ).toBe(true)
      expect(
        step.commands.every(command => !command.text.includes('\n')),
        step.id
      ).toBe(true)
    }
  })

  it('names no node and no number of nodes in commands and checks, but where it adds one of its own', () => {
    const others = lab.steps.filter(step => !step.needs.includes('machines'))
    expect(JSON.stringify(others.map(step => [step.commands, step.checks, step.solution]))).not.toMatch(/node\d|worker/)
  })

  it('has four chapters, each of which can be begun alone, with three questions', () => {
    const headings = lab.steps.flatMap((step, index) => (step.chapter === undefined ? [] : [index]))
    expect(headings).toHaveLength(4)
    for (const [number, heading] of headings.entries()) {
      const steps = lab.steps.slice(heading, headings[number + 1])
      expect(steps[0]?.chapter).toMatchObject({ from: expect.any(String), start: expect.stringContaining('kubectl') })
      expect(steps[0]?.chapter?.minutes).toBeLessThanOrEqual(20)
      expect(steps.flatMap(({ questions }) => questions)).toHaveLength(3)
    }
  })

  it('says in every step what was learned', () => {
    const learned = (step: Step) => {
      const last = step.blocks.findLast(block => block.type === 'paragraph')
      return last?.type === 'paragraph' ? last.inlines.map(({ text }) => text).join('') : ''
    }
    for (const step of lab.steps.filter(isWalked)) expect(learned(step), step.id).toMatch(/^Learned: /)
  })

  it('serves what it clones', () => {
    expect(lab.repositories).toEqual([{ url: 'https://github.com/collabnix/kubelabs', path: 'DaemonSet101' }])
    expect(lab.requires).toMatchObject({ nodes: 2, podSecurity: 'privileged' })
  })

  it('is shown in the form that other programs read', () => {
    const outline = outlineOf(lab)
    expect(Object.keys(outline)).toEqual(['title', 'steps'])
    expect(outline.steps[1]).toEqual({
      title: 'Get the files',
      commands: [
        { text: 'git clone https://github.com/collabnix/kubelabs', line: 46, role: 'setup' },
        { text: 'cd kubelabs/DaemonSet101', line: 47, role: 'setup' }
      ],
      checks: [{ that: 'you are in the folder with daemonset.yml, which describes a DaemonSet' }]
    })
  })
})

describe('docs/labs.md', () => {
  it('shows an example that is a lab', () => {
    const page = readFileSync(path.join(root, 'docs/labs.md'), 'utf8')
    const example = /````markdown\n([\s\S]*?)\n````/.exec(page)![1]!
    const parsed = parseLab(example, { file: '/example/README.md', expressions: mistakeIn })
    if (!parsed.ok) throw new Error(parsed.failure.message)
    expect(
      parsed.value.steps.map(step => [step.id, step.commands.length, step.checks.map(check => check.kind)])
    ).toEqual([
      ['run-it', 1, ['ready', 'get']],
      ['look-at-it', 1, ['result']],
      ['take-it-back', 1, ['gone', 'gone']]
    ])
  })
})
