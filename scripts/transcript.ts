/**
 * Writes the transcript of a lab's whole walk, as it is printed without a terminal, into docs/.
 *
 *   npm run transcript
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const lab = 'labs/daemonset101'
const walk = execFileSync(process.execPath, [path.join(root, 'bin/kubewalk'), 'run', lab], {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
  maxBuffer: 50_000_000
})
const page = `# The whole walk through ${lab}

What \`kubewalk run ${lab}\` prints without a terminal, where every step runs by itself. Made by \`npm run transcript\`.

\`\`\`text
${walk.trimEnd()}
\`\`\`
`
writeFileSync(path.join(root, 'docs/daemonset101-transcript.md'), page)
