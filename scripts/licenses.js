import fs from 'node:fs'
import path from 'node:path'

/**
 * The licence notices of every package that a bundle holds code of, as one text.
 *
 * @param {string} root the folder that `inputs` are relative to
 * @param {string[]} inputs the bundled files, as esbuild's metafile names them
 * @returns {string}
 */
export function collectLicenses(root, inputs) {
  const folders = new Set(inputs.map(packageFolder).filter(folder => folder !== undefined))
  const notices = [...folders].map(folder => notice(path.join(root, folder)))
  notices.sort()
  return [
    'kubewalk holds code of these packages. Their licences follow.',
    ...new Set(notices) // The same version may lie in several places.
  ].join(`\n\n${'='.repeat(80)}\n\n`)
}

function packageFolder(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]
}

function notice(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const texts = fs
    .readdirSync(folder)
    .filter(file => /^(licen[cs]e|copying|notice)/i.test(file))
    .sort()
    .map(file => fs.readFileSync(path.join(folder, file), 'utf8').trim())
  return [`${name} ${version} (${license ?? 'see below'})`, ...texts].join('\n\n')
}
