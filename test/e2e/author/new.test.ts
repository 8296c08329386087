import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { isWalked } from '../../../src/lab/lab.ts'
import { readLab } from '../../../src/lab/read.ts'
import { Home } from '../walk/home.ts'

/** A sandbox for each of two walks, on a machine that may have other work. */
vi.setConfig({ testTimeout: 120_000 })

let home: Home
let folder: string
beforeAll(async () => {
  home = await Home.make()
  folder = path.join(home.folder, 'two-web-servers')
})
afterAll(() => home.remove())

it('makes a lab that passes test and lint as it is, and says how to go on', async () => {
  const made = await home.run(['new', folder])
  expect(made).toMatchObject({ exit: 0, stderr: '' })
  for (const next of ['run', 'lint', 'lint --no-run']) expect(made.stdout).toContain(`kubewalk ${next} ${folder} `)
  expect(made.stdout).toContain(`kubewalk show ${folder}/README.md `)
  const guide = /How a lab is written: (.*)$/m.exec(made.stdout)?.[1] ?? ''
  expect(await readFile(guide, 'utf8')).toContain('# Labs, and how one is written')

  const lab = await readLab(path.join(folder, 'README.md'))
  const walked = lab.ok ? lab.value.steps.filter(isWalked) : []
  expect(lab).toMatchObject({ ok: true, value: { title: 'Two web servers' } })
  expect(walked.length).toBe(3)
  for (const step of walked) {
    expect(step.checks).not.toEqual([])
    expect(step.hints).not.toEqual([])
    expect(step.solution).toBeDefined()
  }
  expect(walked.flatMap(({ questions }) => questions)).toHaveLength(1)

  // It came from kubewalk, so that nobody is asked.
  expect(await home.run(['test', folder])).toMatchObject({ exit: 0, stdout: expect.stringMatching(/3 passed\n$/) })
  expect(await home.run(['lint', folder])).toEqual({
    exit: 0,
    stdout: 'Nothing to mend in two-web-servers: 3 steps proved.\n',
    stderr: ''
  })
})

it('leaves what is there as it is', async () => {
  const file = path.join(folder, 'README.md')
  const before = await readdir(home.folder)
  await writeFile(file, '# Mine\n')
  expect(await home.run(['new', folder])).toEqual({
    exit: 2,
    stdout: '',
    stderr: `kubewalk: ${folder} is there already, and is left as it is; choose another name.\n`
  })
  expect(await readFile(file, 'utf8')).toBe('# Mine\n')
  // What somebody has changed is nobody's but theirs.
  expect(await home.run(['test', folder])).toMatchObject({ exit: 4 })
  expect(await readdir(home.folder)).toEqual(before)
})

it.each([
  ['My Lab', /A lab cannot be called "My Lab": its name is made of a-z, 0-9 and "-"/],
  ['-x', /unknown option '-x'/],
  ['x'.repeat(64), /A lab cannot be called "x{64}"/],
  ['no-folder/lab', /There is no folder .*no-folder to make the lab in/],
  ['esc\u001b[2J', /A lab cannot be called "esc"/]
])('refuses the name %j', async (name, sentence) => {
  const before = await readdir(home.folder)
  const { exit, stdout, stderr } = await home.run(['new', name.startsWith('-') ? name : path.join(home.folder, name)])
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  expect(stderr).toMatch(sentence)
  expect(await readdir(home.folder)).toEqual(before)
})
