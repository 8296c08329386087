// Bundles src/ into dist/ with esbuild: a few entries, and chunks that load when they are needed (Ink and React for the
// terminal app only, the sandbox only in its own process). Runs on Node 20 too. `--clean` leaves nothing of earlier
// builds; otherwise a kubewalk that still runs from an earlier build finds its chunks for another hour.
import { build } from 'esbuild'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { collectDescriptions } from './descriptions.js'
import { collectLicenses } from './licenses.js'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const dist = path.join(root, 'dist')
const keepMs = 60 * 60 * 1000

const entries = {
  kubewalk: 'src/cli/main.ts',
  sandbox: 'src/sandbox/process/main.ts',
  'cel-worker': 'src/check/cel-worker.ts'
}
const present = Object.fromEntries(Object.entries(entries).filter(([, file]) => fs.existsSync(path.join(root, file))))

const startedAt = new Date()
const result = await build({
  absWorkingDir: root,
  entryPoints: present,
  outdir: dist,
  bundle: true,
  splitting: true,
  write: false,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  jsx: 'automatic',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // Chunks lie beside the entries, so that a path relative to import.meta.url means the same in each.
  chunkNames: 'chunk-[name]-[hash]',
  loader: { '.gz': 'file', '.bin': 'file' },
  assetNames: 'asset-[name]-[hash]',
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    'process.env.KUBEWALK_BUILD': JSON.stringify(digestOfSources())
  },
  // Ink asks for it only with DEV=true, which the line above rules out.
  external: ['react-devtools-core'],
  banner: {
    // Bundled CommonJS packages call require for Node's own modules, and write-file-atomic names files by __filename.
    js:
      "import{createRequire as kubewalkRequire}from'node:module';const require=kubewalkRequire(import.meta.url)," +
      '__filename=import.meta.filename;'
  },
  logLevel: 'warning'
})

fs.mkdirSync(dist, { recursive: true })
const describing = 'node_modules/kubernetes-types'
const files = result.outputFiles.map(({ path: file, contents }) => ({ name: path.relative(dist, file), contents }))
files.push({
  name: 'THIRD-PARTY-LICENSES.txt',
  contents: collectLicenses(root, [...Object.keys(result.metafile.inputs), describing])
})
files.push({
  // Read when somebody first asks for kubectl explain.
  name: 'descriptions.json.gz',
  contents: collectDescriptions(path.join(root, describing))
})
// Chunks first: an entry never names a chunk that is not there yet.
const isEntry = name => Object.keys(present).some(entry => name === `${entry}.js`)
files.sort((a, b) => Number(isEntry(a.name)) - Number(isEntry(b.name)))
for (const { name, contents } of files) writeWhole(path.join(dist, name), contents)

// Written last, dated at the beginning: a source that changed during the build is newer.
const list = path.join(dist, 'bundle.json')
writeWhole(list, JSON.stringify(files.map(({ name }) => name)), startedAt)
removeOld(new Set([...files.map(({ name }) => name), 'bundle.json']))

/** Tells builds of different sources or packages apart, in what is kept from one run to the next. */
function digestOfSources() {
  const hash = createHash('sha256')
  const files = fs.readdirSync(path.join(root, 'src'), { recursive: true }).map(name => path.join('src', String(name)))
  for (const name of ['package-lock.json', ...files.sort()]) {
    const file = path.join(root, name)
    if (fs.existsSync(file) && fs.statSync(file).isFile()) hash.update(`${name}\0`).update(fs.readFileSync(file))
  }
  return hash.digest('hex').slice(0, 16)
}

/** Writes a file in one rename, so that no reader sees half of it. */
function writeWhole(file, contents, modified) {
  const temporary = `${file}.${process.pid}`
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(temporary, contents)
  if (modified) fs.utimesSync(temporary, modified, modified)
  fs.renameSync(temporary, file)
}

function removeOld(kept) {
  const clean = process.argv.includes('--clean')
  for (const name of fs.readdirSync(dist)) {
    if (kept.has(name)) continue
    const file = path.join(dist, name)
    if (clean || Date.now() - fs.statSync(file).mtimeMs > keepMs) fs.rmSync(file, { recursive: true, force: true })
  }
}
