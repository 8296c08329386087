import { build, type Metafile } from 'esbuild'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../..')

/** Every source that a file loads, now or, by `import()`, later. */
function loadedBy(entry: string, { inputs }: Metafile, kinds: readonly string[]): Set<string> {
  const loaded = new Set([entry])
  for (const file of loaded)
    for (const { path: next, kind } of inputs[file]?.imports ?? []) if (kinds.includes(kind)) loaded.add(next)
  return loaded
}

it('a start loads the texts of no other language, and no help, until they are asked for', async () => {
  const entry = 'src/cli/main.ts'
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    outdir: 'nowhere',
    write: false,
    metafile: true,
    loader: { '.gz': 'file', '.bin': 'file' }
  })
  const isLater = (file: string) => file.startsWith('src/texts/spanish/') || file.endsWith('/command-help.ts')
  const texts = [...loadedBy(entry, metafile, ['import-statement', 'dynamic-import'])].filter(isLater)
  expect(texts).toEqual(expect.arrayContaining(['src/texts/spanish/spanish.ts', 'src/texts/english/command-help.ts']))
  expect([...loadedBy(entry, metafile, ['import-statement'])].filter(isLater)).toEqual([])
})
