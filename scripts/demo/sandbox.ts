// `npm run demo:sandbox [WORD…]`: what the sandbox can do, shown with real commands and what they print, one thing after
// the other, with a line of explanation before each. Ends with 0 only if everything that is shown held. With words, only
// the scenes whose titles have one of them. It works on a sandbox of its own, in a folder that goes with it.
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openStage } from './stage.ts'
import { scenes } from './scenes.ts'

const root = path.resolve(import.meta.dirname, '../..')

async function main(): Promise<number> {
  const words = process.argv.slice(2).map(word => word.toLowerCase())
  const chosen = scenes.filter(
    ({ title }) => words.length === 0 || words.some(word => title.toLowerCase().includes(word))
  )
  if (chosen.length === 0) {
    process.stderr.write(`No scene has such a word; there are: ${scenes.map(({ title }) => title).join(', ')}.\n`)
    return 2
  }
  const home = await mkdtemp(path.join(tmpdir(), 'kubewalk-demo-'))
  const bin = path.join(home, 'bin')
  await mkdir(bin)
  const program = `#!/bin/sh\nexec '${process.execPath}' '${path.join(root, 'bin/kubewalk')}' "$@"\n`
  await writeFile(path.join(bin, 'kubewalk'), program, { mode: 0o755 })
  const stage = openStage({
    cwd: root,
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`, KUBEWALK_HOME: home }
  })
  try {
    await stage.say('A sandbox of its own', 'It starts in a folder of this demonstration, with two machines.')
    await stage.start()
    for (const { title, words: explanation, play } of chosen) {
      await stage.say(title, explanation)
      await play(stage)
    }
  } finally {
    await stage.quietly('kubewalk sandbox stop')
    await rm(home, { recursive: true, force: true })
  }
  return stage.summary()
}

process.exitCode = await main()
