import { createLowlight } from 'lowlight'
import bash from 'highlight.js/lib/languages/bash'
import json from 'highlight.js/lib/languages/json'
import yaml from 'highlight.js/lib/languages/yaml'
import type { Colour, Line, Run } from './styled.ts'

type Root = ReturnType<ReturnType<typeof createLowlight>['highlight']>
type Node = Root['children'][number]

/** Languages as authors name them in fences. */
const languages: Readonly<Record<string, string>> = {
  bash: 'bash',
  console: 'bash',
  json: 'json',
  sh: 'bash',
  shell: 'bash',
  yaml: 'yaml',
  yml: 'yaml',
  zsh: 'bash'
}

/** Few colours, lightly: what stands out should be what a learner changes. */
const colours: Readonly<Record<string, Colour>> = {
  'hljs-attr': 'keyword',
  'hljs-built_in': 'keyword',
  'hljs-keyword': 'keyword',
  'hljs-literal': 'number',
  'hljs-number': 'number',
  'hljs-string': 'string',
  'hljs-variable': 'accent'
}

const lowlight = createLowlight({ bash, json, yaml })

/**
 * Colours a code block; loaded after the first frame, because the grammars take their time.
 *
 * @param text already sanitised, without tabs
 * @returns its lines, or undefined for a language without a grammar here
 */
export function highlight(language: string, text: string): Line[] | undefined {
  const name = languages[language.toLowerCase()]
  if (name === undefined) return undefined
  const lines: Run[][] = [[]]
  collect(lowlight.highlight(name, text).children, {}, lines)
  return lines
}

function collect(nodes: readonly Node[], style: Omit<Run, 'text'>, lines: Run[][]): void {
  for (const node of nodes) {
    if (node.type === 'text') {
      node.value.split('\n').forEach((text, index) => {
        if (index > 0) lines.push([])
        if (text !== '') lines.at(-1)?.push({ ...style, text })
      })
    } else if (node.type === 'element') {
      collect(node.children, { ...style, ...styleOf(node.properties.className) }, lines)
    }
  }
}

function styleOf(classNames: unknown): Omit<Run, 'text'> {
  if (!Array.isArray(classNames)) return {}
  for (const name of classNames) {
    if (name === 'hljs-comment') return { dim: true }
    const colour = typeof name === 'string' ? colours[name] : undefined
    if (colour !== undefined) return { colour }
  }
  return {}
}
