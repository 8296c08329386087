import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chooseEditor, editCommand } from '../../../src/shell/editor.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubewalk-editor-'))
  await writeFile(path.join(folder, 'vi'), '', { mode: 0o755 })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('the editor is the one of KUBE_EDITOR, EDITOR or VISUAL, else nano or vi', async () => {
  const all = { KUBE_EDITOR: 'micro', EDITOR: 'code -n', VISUAL: 'emacs', PATH: folder }
  expect(chooseEditor(all)).toBe('micro')
  expect(chooseEditor({ ...all, KUBE_EDITOR: ' ' })).toBe('code -n')
  expect(chooseEditor({ VISUAL: 'emacs', PATH: folder })).toBe('emacs')
  expect(chooseEditor({ PATH: folder })).toBe('vi')
  await writeFile(path.join(folder, 'nano'), '', { mode: 0o755 })
  expect(chooseEditor({ PATH: folder })).toBe('nano')
  expect(chooseEditor({ PATH: '/nowhere' })).toBeUndefined()
})

it.each([
  ['nano', 'web.yml', 17, 'nano +17 web.yml'],
  ['/usr/bin/vim -u NONE', 'web.yml', 2, '/usr/bin/vim -u NONE +2 web.yml'],
  ['hx', 'web.yml', 17, 'hx web.yml:17'],
  ['code', 'web.yml', 17, 'code --wait --goto web.yml:17'],
  ['code -w', 'web.yml', undefined, 'code -w web.yml'],
  ['my-editor', 'web.yml', 17, 'my-editor web.yml'],
  ['nano', "my file's.yml", undefined, `nano 'my file'\\''s.yml'`],
  ['nano', '-x.yml', 1, 'nano +1 ./-x.yml']
])('%s opens %s at line %s by %s', (editor, file, line, expected) =>
  expect(editCommand(editor, file, line)).toBe(expected)
)
