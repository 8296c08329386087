import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { Home, root } from '../walk/home.ts'

/** A sandbox for each proof, on a machine that may have other work. */
vi.setConfig({ testTimeout: 120_000 })

let home: Home
beforeAll(async () => {
  home = await Home.make()
})
afterAll(() => home.remove())

/** A step with all that a learner needs. */
const step = (title: string, command: string, check: string, more = ''): string =>
  `## ${title}\n\n\`\`\`shell\n${command}\n\`\`\`\n\n<!-- check\n${check}\n-->\n<!-- hint: try -->\n` +
  `<!-- solution: ${command} -->\n${more}\n`

it('tells of each step that cannot fail, of the one that fails, and of questions without an answer', async () => {
  const file = await home.write(
    'doubtful.md',
    `# A\n\n${step('Make it', 'kubectl create configmap one', '- exists: configmap/one')}` +
      step('Look at it', 'kubectl get configmap one', '- result: exit == 0\n  names: configmap/one') +
      step(
        'Make another',
        'kubectl create configmap two',
        '- get: configmap/one\n  expect: it.metadata.name == "one"',
        '<!-- question\nask: Which one?\nget: configmaps\nchoices: [three, four]\nanswer: items[0].metadata.name\n-->'
      ) +
      step('Make a third', 'kubectl create configmap three', '- exists: configmap/four\n  within: 1s') +
      step('Go on', 'kubectl get configmap four', '- result: exit == 0')
  )
  const expected = [
    { line: 28, message: 'The step "Make another" cannot fail: its checks hold before its commands run.' },
    { line: 41, message: 'The question "Which one?" gives no answer that is among its choices.' },
    {
      line: 53,
      message: 'After the commands of the step "Make a third" this does not hold: configmap/four exists (not there).'
    }
  ]

  const told = await home.run(['lint', file, '--trust', 'all'])
  expect(told).toMatchObject({ exit: 1, stderr: '' })
  const lines = told.stdout.trimEnd().split('\n')
  expect(lines.pop()).toBe('3 findings in doubtful.')
  expect(
    lines.map(line => /:(\d+): (.*)$/.exec(line)!).map(([, line, message]) => ({ line: Number(line), message }))
  ).toEqual(expected)
  expect(lines.every(line => line.startsWith(`${file}:`))).toBe(true)

  const programs = await home.run(['lint', file, '--trust', 'all', '--json'])
  expect(JSON.parse(programs.stdout)).toEqual({
    labs: [{ lab: 'doubtful', file, proved: 2, leftOut: 0 }],
    findings: expected.map(finding => ({ file, rule: 'proof', ...finding }))
  })
  expect(programs.exit).toBe(1)
})

it('finds nothing to mend in the labs that ship with kubewalk', async () => {
  expect(await home.run(['lint', 'first-pod'])).toEqual({
    exit: 0,
    stdout: 'Nothing to mend in first-pod: 6 steps proved.\n',
    stderr: ''
  })
  // Its 34 steps are proved by `npm run soak`, for their time, and in other ways by ../walk/daemonset101.test.ts.
  const proves = process.env.KUBEWALK_SOAK !== undefined
  expect(await home.run(['lint', 'labs/daemonset101', ...(proves ? [] : ['--no-run'])])).toEqual({
    exit: 0,
    stdout: `Nothing to mend in daemonset101${proves ? ': 34 steps proved.' : '; its steps were not run.'}\n`,
    stderr: ''
  })
})

it('runs nothing with --no-run, and nothing of others without consent', async () => {
  const file = await home.write(
    'others.md',
    `# A\n\n${step('Make it', 'kubectl apply -f gone.yml', '- exists: pod/web')}`
  )
  const missing = `${file}:6: The file gone.yml that is named here lies neither beside the lab nor is made by it.`
  const solution = missing.replace(':6:', ':13:')
  // Neither kubectl nor consent is needed to read.
  const read = await home.run(['lint', '--no-run', file], { PATH: path.dirname(process.execPath) })
  expect(read).toEqual({
    exit: 1,
    stdout: `${missing}\n${solution}\n2 findings in others. The steps were not run.\n`,
    stderr: ''
  })
  const asked = await home.run(['lint', file])
  expect(asked).toMatchObject({ exit: 4, stdout: `${missing}\n${solution}\n` })
  expect(asked.stderr).toMatch(/^kubewalk: .*--trust/)
})

it('proves no lab that cannot be read, and goes on with the others', async () => {
  const file = await home.write('misspelt.md', '# A\n\n## B\n\n```shell\nkubectl get nodes\n```\n\n<!-- chek: x -->\n')
  expect(await home.run(['lint', file, 'first-pod', '--trust', 'all', '--lang', 'es'])).toEqual({
    exit: 1,
    stdout:
      `${file}:9: no hay ninguna anotación "chek"; ¿querías decir "check"?\n` +
      '1 hallazgo en misspelt, first-pod. Los pasos no se ejecutaron, porque hay anotaciones que no se pueden leer.\n',
    stderr: ''
  })
})

it('says what it leaves out, and never that nothing is to be mended where nothing was proved', async () => {
  const needy = step(
    'Make it',
    'kubectl create configmap one',
    '- exists: configmap/one',
    '<!-- needs: field configmap.tomorrow -->'
  )
  const nothing = await home.write('needy.md', `# A\n\n${needy}`)
  expect(await home.run(['lint', nothing, '--trust', 'all'])).toEqual({
    exit: 1,
    stdout:
      `${nothing}:1: None of the steps can be proved on the sandbox.\n` +
      '1 finding in needy. Left out, as the sandbox lacks what they need: 1 step.\n',
    stderr: ''
  })
  const some = await home.write('some.md', `# A\n\n${needy}${step('Do', 'kubectl get nodes', '- result: exit == 0')}`)
  expect(await home.run(['lint', some, '--trust', 'all', '--json'])).toMatchObject({
    exit: 0,
    stdout: `${JSON.stringify({ labs: [{ lab: 'some', file: some, proved: 1, leftOut: 1 }], findings: [] })}\n`
  })
})

it('refuses what is no lab', async () => {
  expect(await home.run(['lint', 'no-such-lab'])).toMatchObject({
    exit: 2,
    stderr: expect.stringMatching(/^kubewalk: There is no lab, file or folder no-such-lab;/)
  })
  expect(await home.run(['lint', path.join(root, 'package.json')])).toMatchObject({
    exit: 2,
    stderr: expect.stringMatching(/is no Markdown file/)
  })
})
