import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseMarkdown } from '../../../src/markdown/markdown.ts'
import { createPlainPrinter } from '../../../src/report/plain-printer.ts'
import { renderPretty } from '../../../src/report/pretty.ts'
import { reportOf, type StepReport } from '../../../src/report/report.ts'
import { spokenBlocks, spokenCode, spokenLine, spokenOutput } from '../../../src/report/spoken.ts'
import { speakLanguage } from '../../../src/texts/language.ts'

beforeAll(() => speakLanguage('es'))
afterAll(() => speakLanguage('en'))

it('tells a lesson to those who hear it in Spanish', () => {
  const lesson =
    '# Uno\n\n- a\n- b\n\n> dicho\n\n```yaml\nspec:\n  x: 1\n\nkind: Pod\n```\n\n| A | B |\n|---|---|\n| c | d |\n'
  expect(spokenBlocks(parseMarkdown(lesson))).toEqual([
    'Título: Uno',
    'Punto 1 de 2: a',
    'Punto 2 de 2: b',
    'Cita:',
    'dicho',
    'Fin de la cita.',
    'Código en yaml, 4 líneas:',
    'spec:',
    'sangría de 2 espacios: x: 1',
    'Línea vacía.',
    'sin sangría: kind: Pod',
    'Fin del código.',
    'Tabla, 1 fila:',
    'c: b d'
  ])
  expect(spokenCode('a:\n\t b: 1\n\t\tc: 2')).toEqual(['a:', 'sangría de 2 espacios o tabuladores: b: 1', 'c: 2'])
})

it('tells output and times to those who hear it in Spanish', () => {
  expect(spokenLine('+ Comprobación, bien, 0,3 s de 30 s.')).toBe('Comprobación, bien, 0,3 segundos de 30 segundos.')
  expect(spokenOutput(['NAME   READY   NODE     AGE', 'web    0/1     <none>   1d2h1m5s'])).toEqual([
    'Tabla, 1 fila.',
    'web: ready 0 de 1, node ninguno, age 1 día 2 horas 1 minuto 5 segundos'
  ])
  const written: string[] = []
  const printer = createPlainPrinter(text => written.push(text), { renderBlocks: () => '', spoken: true })
  printer.output({ step: 'a', text: 'dos\n', beside: true })
  expect(written).toEqual(['Al lado: dos\n'])
})

it('prints the report for people in Spanish, its columns aligned', () => {
  const step = (title: string, more: Partial<StepReport>): StepReport => {
    return { title, status: 'passed', reason: '', commands: [], checks: [], ...more }
  }
  const check = { that: 'web está', expected: 'está', actual: 'no está', hint: 'aplícalo', status: 'waiting' as const }
  const steps = [
    step('Uno', {}),
    step('Dos', { status: 'failed', reason: 'No.', commands: [{ text: 'false', exit: 1 }], checks: [check] }),
    step('Tres', { status: 'skipped', reason: 'Después.' })
  ]
  expect(renderPretty(reportOf([{ lab: 'a', title: 'A', steps }])).split('\n')).toEqual([
    'A (a)',
    '  + bien     Uno',
    '  ! falla    Dos',
    '      No.',
    '      $ false  (salida 1)',
    '      espera: web está',
    '        esperado  está',
    '        visto     no está',
    '        prueba    aplícalo',
    '  - omitido  Tres',
    '      Después.',
    '1 bien, 1 falla, 1 omitido',
    ''
  ])
  expect(renderPretty(reportOf([]))).toBe('No se ejecutó nada: no hay ningún paso.\n')
})
