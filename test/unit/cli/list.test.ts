import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findLabs, renderList } from '../../../src/cli/list.ts'

let labsFolder: string
beforeAll(async () => {
  labsFolder = await mkdtemp(path.join(tmpdir(), 'kubewalk-labs-'))
  const step = (title: string) => `## ${title}\n\n\`\`\`shell\nkubectl get nodes\n\`\`\`\n`
  const text = (title: string) => `# ${title}\n\n${step('One')}\n## Only prose\n\nRead.\n\n${step('Two')}`
  const files = { second: text('The second'), first: text('The first'), broken: '---\ntitle: [\n---\n# x\n' }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.join(labsFolder, name))
    await writeFile(path.join(labsFolder, name, 'README.md'), content)
  }
  await mkdir(path.join(labsFolder, 'empty'))
  await writeFile(path.join(labsFolder, 'NOTES.md'), '')
})
afterAll(() => rm(labsFolder, { recursive: true, force: true }))

describe('the list', () => {
  it('has every folder with a README, by name, counts walked steps, and keeps labs that cannot be read', async () => {
    const labs = await findLabs({
      labsFolder,
      progressOf: lab =>
        Promise.resolve(lab.name === 'first' ? { done: 1, shown: 1, at: 'The \u001b]0;x\u0007machines' } : undefined)
    })
    const [broken, ...others] = renderList(labs).split('\n')
    expect(broken).toMatch(/^broken {2}! cannot be read: .*README\.md/)
    expect(others).toEqual([
      'first   The first: 2 steps, 1 done (1 shown); you were at "The machines"',
      'second  The second: 2 steps, not begun',
      ''
    ])
  })

  it('says when a lab is all done', () => {
    const lab = { lab: 'a', file: 'f', title: 'A', steps: 1, progress: { done: 1, shown: 0, at: 'End' } }
    expect(renderList([lab])).toBe('a  A: 1 step, all done\n')
  })

  it('is empty without its folder', async () => {
    const none = path.join(labsFolder, 'no')
    const labs = await findLabs({ labsFolder: none, progressOf: () => Promise.resolve(undefined) })
    expect(renderList(labs)).toBe('There is no lab yet.\n')
  })
})
