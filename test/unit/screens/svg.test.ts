import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { SaxesParser } from 'saxes'
import { expect, it } from 'vitest'
import { screenAfter } from '../../../scripts/screens/cells.ts'
import { steady } from '../../../scripts/screens/steady.ts'
import { renderSvg } from '../../../scripts/screens/svg.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const escape = '\u001b['

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  text: string
}

/** Every element of well-formed XML in its order, with the text directly in it. */
function elementsOf(xml: string): Element[] {
  const parser = new SaxesParser()
  const all: Element[] = []
  const open: Element[] = []
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, text: '' }
    all.push(element)
    open.push(element)
  })
  parser.on('text', text => {
    const last = open.at(-1)
    if (last) last.text += text
  })
  parser.on('closetag', () => open.pop())
  parser.on('error', error => {
    throw error
  })
  parser.write(xml).close()
  return all
}

const spans = (xml: string) => elementsOf(xml).filter(({ name }) => name === 'tspan')

it('draws every run of a screen in its column, with its look', async () => {
  const written = `plain ${escape}31;1mred & <bold>${escape}0m\r\n   ${escape}2mdim${escape}0m ${escape}7minverse${escape}0m │ 日本`
  const svg = renderSvg(await screenAfter(written, 40, 3), 'A "title"')
  const [image, title] = elementsOf(svg)
  expect(image).toMatchObject({ name: 'svg', attributes: { viewBox: '0 0 360 78' } })
  expect(title).toMatchObject({ name: 'title', text: 'A "title"' })
  expect(spans(svg).map(({ text, attributes }) => [text, attributes])).toEqual([
    ['plain', { x: '12', textLength: '42' }],
    ['red & <bold>', { x: '62.4', textLength: '100.8', fill: '#f07178', 'font-weight': 'bold' }],
    ['dim', { x: '37.2', textLength: '25.2', opacity: '0.65' }],
    ['inverse', { x: '70.8', textLength: '58.8', fill: '#16181d' }],
    ['│ 日本', { x: '138', textLength: '50.4' }]
  ])
})

it('shows what is on the screen at the end, not what was there before', async () => {
  const svg = renderSvg(await screenAfter(`old${escape}2J${escape}Hnew`, 10, 2), '')
  expect(spans(svg).map(({ text }) => text)).toEqual(['new'])
})

it('two runs that differ in made names and times only give the same image', async () => {
  const screen = (ends: readonly [string, string], times: readonly [string, string]) =>
    `>  + ${ends[0]}  Running           ${times[0]} \r\n>  ~ ${ends[1]}  ContainerCreating\r\n` +
    `pod/web-${ends[1]} created\r\n exit 0, ${times[1]} \r\n 5 s of 60 s`
  const [one, other] = await Promise.all([
    screenAfter(screen(['tl5cm', '8qrhs'], ['3s', '0.2 s']), 60, 6),
    screenAfter(screen(['zl7qz', 'cmnh9'], ['7s', '1.4 s']).replace('5 s of', '8 s of'), 60, 6)
  ])
  expect(renderSvg(one, '')).not.toBe(renderSvg(other, ''))
  expect(renderSvg(steady(one), '')).toBe(renderSvg(steady(other), ''))
  const [, second, third] = spans(renderSvg(steady(one), '')).map(({ text }) => text)
  expect([second, third]).toEqual([expect.stringContaining('x7k2p'), 'pod/web-x7k2p created'])
})

it('the README shows every screen that was drawn, and no other', () => {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
  const shown = [...readme.matchAll(/!\[([^\]]+)\]\((docs\/screens\/[^)]+)\)/g)]
  const drawn = readdirSync(path.join(root, 'docs/screens')).map(name => `docs/screens/${name}`)
  expect(shown.map(([, , file]) => file).sort()).toEqual(drawn.sort())
  expect(shown.length).toBeGreaterThanOrEqual(5)
  for (const [, words, file] of shown) {
    expect(words).not.toBe('')
    expect(existsSync(path.join(root, file!))).toBe(true)
    const [image, title] = elementsOf(readFileSync(path.join(root, file!), 'utf8'))
    expect([image!.name, title!.name]).toEqual(['svg', 'title'])
    expect(title!.text).not.toBe('')
  }
})
