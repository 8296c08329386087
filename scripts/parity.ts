// `node scripts/parity.ts record|compare NAME`: runs the kubectl lines of test/parity/NAME.txt against the cluster that
// KUBECONFIG points at. `record`, on a real control plane with nodes node1 and node2, writes what they printed to
// test/parity/NAME.json; `compare` prints the lines whose answers differ from it, and ends with 1 when there are any.
// kubectl 1.32 has to be the first on PATH.
import { writeFileSync } from 'node:fs'
import { listFile, recorded, runList } from '../test/parity/lines.ts'

const [mode, name = ''] = process.argv.slice(2)
if (mode === 'record') {
  const answers = await runList(name, process.env)
  writeFileSync(listFile(name, 'json'), `${JSON.stringify(answers, undefined, 1)}\n`)
  console.log(`${answers.length} recorded`)
} else if (mode === 'compare') {
  const answers = await runList(name, process.env)
  const wanted = recorded(name)
  const differing = wanted.filter((answer, index) => JSON.stringify(answer) !== JSON.stringify(answers[index]))
  for (const answer of differing) {
    console.log(`DIFFERS ${answer.cmd}`)
    console.log({ wanted: answer, here: answers[wanted.indexOf(answer)] })
  }
  console.log(`${wanted.length - differing.length} of ${wanted.length} as on the real control plane`)
  process.exitCode = differing.length === 0 ? 0 : 1
} else {
  console.error('usage: node scripts/parity.ts record|compare NAME')
  process.exitCode = 2
}
