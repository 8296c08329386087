import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderJson } from '../../../src/report/json.ts'
import { renderJunit } from '../../../src/report/junit.ts'
import { renderLabHeading, renderPretty, renderStep, renderTotals } from '../../../src/report/pretty.ts'
import { isPassed, reportOf, type LabReport } from '../../../src/report/report.ts'
import { writeReport } from '../../../src/report/write.ts'

const lab: LabReport = {
  lab: 'daemonset101',
  title: 'DaemonSets <101> & "more"',
  steps: [
    {
      title: 'Apply',
      status: 'passed',
      reason: '',
      commands: [{ text: 'kubectl apply -f daemonset.yml', exit: 0 }],
      checks: [{ that: 'it is there', status: 'passed', expected: 'found', actual: 'found', hint: '' }]
    },
    {
      title: 'Ready',
      status: 'failed',
      reason: 'a check failed',
      commands: [{ text: 'kubectl get ds\nkubectl get po', exit: 1 }],
      checks: [
        { that: 'pods run', status: 'failed', expected: '2 of 2', actual: '1 of 2\u001b]0;title\u0007', hint: 'look' },
        { that: 'it is there', status: 'passed', expected: 'found', actual: 'found', hint: '' }
      ]
    },
    { title: 'Delete', status: 'skipped', reason: 'an earlier step failed', commands: [], checks: [] }
  ]
}
const report = reportOf([lab])

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** The name of the case that it stands in. */
  readonly parent: string
  text: string
}

/** Every element of a document in order; throws when it is not well-formed XML 1.0. */
function elementsOf(xml: string): Element[] {
  const parser = new SaxesParser()
  const elements: Element[] = []
  let parent = ''
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    elements.push({ name, attributes: { ...attributes }, parent, text: '' })
    if (name === 'testcase') parent = attributes.name ?? ''
  })
  parser.on('text', text => {
    const last = elements.at(-1)
    if (last) last.text += text
  })
  parser.write(xml).close()
  return elements
}

describe('the counts', () => {
  it('are those of all labs', () => {
    const { passed, failed, skipped } = reportOf([lab, lab])
    expect({ passed, failed, skipped }).toEqual({ passed: 2, failed: 2, skipped: 2 })
  })

  it('pass only when a step ran and every step passed', () => {
    const [good, , left] = lab.steps
    expect(isPassed(reportOf([]))).toBe(false)
    expect(isPassed(reportOf([{ ...lab, steps: [] }]))).toBe(false)
    expect(isPassed(reportOf([{ ...lab, steps: [good!] }]))).toBe(true)
    expect(isPassed(reportOf([{ ...lab, steps: [good!, left!] }]))).toBe(false)
    expect(isPassed(report)).toBe(false)
  })
})

describe('JSON', () => {
  it('has the fixed fields, in the fixed order, and no others', () => {
    const withMore = { ...report, labs: [{ ...lab, secret: 'token' }] }
    const text = renderJson(withMore)
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)))
    expect(Object.keys(JSON.parse(text))).toEqual(['labs', 'passed', 'failed', 'skipped'])
    expect(Object.keys(JSON.parse(text).labs[0].steps[0])).toEqual(['title', 'status', 'reason', 'commands', 'checks'])
    expect(text.endsWith('}\n')).toBe(true)
  })
})

describe('JUnit', () => {
  const xml = renderJunit(report)

  it('is well-formed XML, whatever the texts hold', () => {
    const wild = ['\u0000\u0008\ud800\ufffe]]>', '<a b="c">&amp;', '\u001b[31mred', 'zwei\nZeilen'].join('|')
    const text = renderJunit(
      reportOf([{ ...lab, title: wild, steps: lab.steps.map(step => ({ ...step, title: wild, reason: wild })) }])
    )
    expect(() => elementsOf(text)).not.toThrow()
    expect(() => elementsOf(text.replace('</testsuites>', ''))).toThrow()
    for (const forbidden of ['\u0000', '\u0008', '\u001b', '\ufffe', '\ud800']) expect(text).not.toContain(forbidden)
  })

  it('counts and names as CI systems read it', () => {
    const elements = elementsOf(xml)
    const named = (name: string) => elements.filter(element => element.name === name)
    expect(named('testsuites')[0]?.attributes).toEqual({ name: 'kubewalk', tests: '3', failures: '1', skipped: '1' })
    expect(named('testsuite')[0]?.attributes).toEqual({ name: lab.title, tests: '3', failures: '1', skipped: '1' })
    expect(named('testcase').map(({ attributes }) => attributes)).toEqual(
      ['Apply', 'Ready', 'Delete'].map(name => ({ classname: 'daemonset101', name }))
    )
    const [failure, ...otherFailures] = named('failure')
    expect(otherFailures).toEqual([])
    expect(failure).toMatchObject({ parent: 'Ready', attributes: { message: 'a check failed' } })
    expect(failure?.text).toContain('actual: 1 of 2')
    expect(failure?.text).not.toContain('it is there')
    expect(named('skipped')).toMatchObject([{ parent: 'Delete', attributes: { message: 'an earlier step failed' } }])
    expect(named('system-out').map(({ parent }) => parent)).toEqual(['Apply', 'Ready'])
  })
})

describe('pretty', () => {
  it('streams to the same text as the whole', () => {
    const streamed = [renderLabHeading(lab), ...lab.steps.map(step => renderStep(step)), renderTotals(report)].join('')
    expect(streamed).toBe(renderPretty(report))
  })

  it('says each status in words, and of a failure everything needed', () => {
    expect(renderPretty(report)).toBe(`DaemonSets <101> & "more" (daemonset101)
  + passed   Apply
  ! failed   Ready
      a check failed
      $ kubectl get ds kubectl get po  (exit 1)
      failed: pods run
        expected  2 of 2
        actual    1 of 2
        try       look
  - skipped  Delete
      an earlier step failed
1 passed, 1 failed, 1 skipped
`)
  })

  it('adds colours only when asked, and nothing else', () => {
    const coloured = renderPretty(report, { colours: true })
    expect(coloured).toContain('\u001b[32m+ passed')
    expect(coloured.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '')).toBe(renderPretty(report))
  })

  it('says so when nothing ran', () => {
    expect(renderTotals(reportOf([]))).toBe('Nothing ran: there is no step.\n')
  })
})

describe('writing to a file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-report-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('replaces the file and leaves nothing else', async () => {
    const file = path.join(folder, 'report.json')
    expect(await writeReport(file, 'old')).toEqual({ ok: true, value: undefined })
    await writeReport(file, 'new')
    expect(await readFile(file, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['report.json'])
  })

  it('says in a sentence why it cannot', async () => {
    const missing = await writeReport(path.join(folder, 'no', 'report.json'), '')
    expect(missing).toMatchObject({ ok: false, failure: { kind: 'bad-input' } })
    expect(!missing.ok && missing.failure.message).toContain('its folder does not exist')
    const isFolder = await writeReport(folder, '')
    expect(!isFolder.ok && isFolder.failure.message).toContain('it is a folder')
  })
})
