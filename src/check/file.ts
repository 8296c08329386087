import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { loadAll } from 'js-yaml'
import type { Check } from '../lab/lab.ts'
import { nearest } from '../lab/nearest.ts'
import type { Cause } from './cause.ts'
import { fromEvaluation } from './expression.ts'
import { notSo } from './presence.ts'
import type { Verdict } from './verdict.ts'
import type { World } from './world.ts'
import { expressionTexts, fileTexts } from '../texts/texts.ts'
import { yamlLimits, yamlMistake } from './yaml-mistake.ts'

const maximumBytes = 1_000_000

/**
 * A file of the workspace, its YAML or JSON as `it` (the first document) and `items` (all of them); of any other file
 * `it.text` and `it.lines`. The name counts from the shell's present folder and may not lead out of the workspace.
 */
export async function observeFile(check: Extract<Check, { kind: 'file' }>, world: World): Promise<Verdict> {
  const expected = check.that
  const file = await withinWorkspace(check.file, world)
  if (file === undefined) return notSo(expected, fileTexts.notThere(check.file), await otherPlace(check.file, world))
  const found = await stat(file)
  if (!found.isFile() || found.size > maximumBytes)
    return notSo(expected, found.isFile() ? fileTexts.tooLarge(check.file) : fileTexts.noFile(check.file), undefined)
  const text = await readFile(file, 'utf8')
  const read = /\.(ya?ml|json)$/i.test(file) ? documentsOf(text, check.file) : plain(text)
  if ('why' in read) return notSo(expected, fileTexts.doesNotParse(check.file), read)
  if (read.items.length === 0) return notSo(expected, fileTexts.empty(check.file), undefined)
  const evaluation = await world.evaluator.evaluate(check.expect, 'object', { it: read.items[0], items: read.items })
  return fromEvaluation(evaluation, check, expected, expressionTexts.soIn(check.file))
}

interface Documents {
  readonly items: readonly unknown[]
}

function plain(text: string): Documents {
  return { items: [{ text, lines: text.split('\n') }] }
}

function documentsOf(text: string, name: string): Documents | Cause {
  try {
    return { items: loadAll(text, yamlLimits).filter(document => document !== null) }
  } catch (error) {
    return yamlMistake(error, text, name)
  }
}

/** The file's real path; undefined when it is not there or lies outside the workspace. */
async function withinWorkspace(name: string, world: World): Promise<string | undefined> {
  try {
    const [file, folder] = await Promise.all([realpath(path.resolve(world.cwd, name)), realpath(world.folder)])
    return file === folder || file.startsWith(folder + path.sep) ? file : undefined
  } catch {
    return undefined
  }
}

/** Where a file of that name lies instead, or one of nearly that name here. */
async function otherPlace(name: string, world: World): Promise<Cause | undefined> {
  const here = await readdir(world.cwd).catch(() => [])
  const near = nearest(path.basename(name), here)
  if (near !== undefined && near !== name)
    return {
      why: fileTexts.nearWhy(near, name),
      hint: fileTexts.nearHint(`mv ${near} ${name}`),
      lasting: false
    }
  const base = path.basename(name)
  const files = await readdir(world.folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const elsewhere = files.find(
    entry => entry.isFile() && entry.name === base && !entry.parentPath.includes(`${path.sep}.git`)
  )
  if (!elsewhere) return undefined
  const folder = path.relative(world.cwd, elsewhere.parentPath) || '.'
  return { why: fileTexts.elsewhere(name, folder), hint: `\`cd ${folder}\``, lasting: false }
}
