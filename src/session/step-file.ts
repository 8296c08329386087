import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { findYamlMistake, type YamlMistake } from '../check/yaml-mistake.ts'
import { fileNameOf } from './file-name.ts'
import { lineDifference, type DifferenceLine } from './line-difference.ts'
import type { SessionParts } from './parts.ts'
import type { StepView } from './state.ts'

/** The file that a step is about, as it is now. */
export interface StepFile {
  /** As the step writes it, from the shell's folder. */
  readonly name: string
  /** Undefined when it is not there, or is no text that can be shown. */
  readonly text: string | undefined
  /** Why it is no valid YAML, where it should be. */
  readonly mistake?: YamlMistake
  /** What it differs in from what the step asks for; undefined when that was not asked for, or cannot be told. */
  readonly difference?: readonly DifferenceLine[]
}

const mostBytes = 1_000_000

/**
 * Reads the file that a step is about.
 *
 * @param cwd absolute path of the folder that its name counts from
 * @param rehearse tells what the step's solution would make of it, where the difference from that is wanted
 * @returns undefined when the step is about none.
 */
export async function readFileOf(
  view: StepView,
  cwd: string,
  rehearse: SessionParts['rehearse']
): Promise<StepFile | undefined> {
  const name = fileNameOf(view)
  if (name === undefined) return undefined
  const file = await readStepFile(name, cwd)
  const script = view.step.solution?.script
  const wished = script === undefined ? undefined : await rehearse?.(script, name)
  return wished === undefined ? file : { ...file, difference: lineDifference(file.text ?? '', wished) }
}

/** Reads a step's file. @param cwd absolute path of the folder that its name counts from. */
export async function readStepFile(name: string, cwd: string): Promise<StepFile> {
  const text = await textOf(path.resolve(cwd, name))
  const mistake = text !== undefined && /\.ya?ml$/i.test(name) ? findYamlMistake(text, name) : undefined
  return { name, text, ...(mistake !== undefined && { mistake }) }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file)
    return found.isFile() && found.size <= mostBytes ? await readFile(file, 'utf8') : undefined
  } catch {
    return undefined
  }
}
