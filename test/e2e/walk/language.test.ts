import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { keys } from '../../terminal.ts'
import { commandHelp } from '../../../src/texts/english/command-help.ts'
import { english } from '../../../src/texts/english/english.ts'
import { foundIn, sentencesOf } from '../../unit/texts/messages.ts'
import { Home, promptOf } from './home.ts'

let home: Home

beforeAll(async () => {
  home = await Home.make()
})
afterEach(() => home.closeTerminals())
afterAll(() => home.remove())

/** A lab of one step, which needs a shell only. */
async function smallLab(name: string): Promise<string> {
  const folder = path.join(home.folder, 'labs', name)
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, 'README.md')
  const step = '# Small\n\n## Make a file\n\n```shell\ntouch one.txt\n```\n\n<!-- hint: `touch` makes it. -->\n'
  const check = '<!-- check\n- that: the file one.txt is there\n  file: one.txt\n  expect: it.text == ""\n-->\n'
  await writeFile(file, step + check)
  return file
}

it('walks a step in Spanish, asked for by name', async () => {
  const terminal = home.open(['run', await smallLab('asked'), '--trust', 'all', '--lang', 'es'], { columns: 80 })
  const before = await terminal.until(
    screen => promptOf(screen).includes('touch one.txt') && / Enter ejecuta /.test(screen.at(-1)!)
  )
  expect(before.join('\n')).toMatch(
    /paso 1 de 1[^]*LECCIÓN[^]*COMPROBAR +0 de 1 bien[^]*aún no +the file one\.txt is there/
  )
  await terminal.until('También vale otro comando con el mismo resultado.')
  terminal.write('s')
  await terminal.until(/¿Hacer este paso por ti\?[^]* s hazlo por mí {2}n aún no/)
  terminal.write('s')
  await terminal.until(/MOSTRADO {2}touch one\.txt +salida 0, \d,\d s[^]*\+ {2}bien +the file[^]*Esto se te mostró/)
  terminal.write('o')
  await terminal.until(/1 de 1 hechos \(1 mostrados\)[^]*~ mostrado +Make a file/)
  terminal.write(keys.escape)
  await terminal.until(screen => / Enter mira el final /.test(screen.at(-1)!))
})

it('tells a lab in its Spanish words, and progress is the same in both languages', async () => {
  const file = await smallLab('translated')
  const original = await readFile(file, 'utf8')
  const translation = original
    .replace('## Make a file', '## Crea un archivo')
    .replace('the file one.txt is there', 'one.txt está')
  await writeFile(path.join(path.dirname(file), 'README.es.md'), translation)
  const spanish = home.open(['run', file, '--trust', 'all', '--lang', 'es'])
  await spanish.until(
    screen => screen.join('\n').includes('Crea un archivo') && promptOf(screen).includes('touch one.txt')
  )
  await spanish.until(screen => / Enter ejecuta /.test(screen.at(-1)!) && screen.join('\n').includes('También vale'))
  spanish.write(keys.enter)
  await spanish.until(/\+ {2}bien +one\.txt está[^]*Hecho\./)
  spanish.write('q')
  await spanish.exited
  const english = home.open(['run', file, '--trust', 'all'])
  await english.until(/Make a file[^]*\+ {2}ok +the file one\.txt is there/)
  english.write('q')
  await english.exited

  await writeFile(path.join(path.dirname(file), 'README.es.md'), translation.replace('touch one', 'touch two'))
  const sentence = 'The step at README.es.md:3 has `touch two.txt`, where README.md:3 has `touch one.txt`.'
  expect(await home.run(['show', file])).toMatchObject({ exit: 0, stderr: `kubewalk: ${sentence}\n` })
  expect(await home.run(['test', file, '--trust', 'all'])).toMatchObject({
    exit: 2,
    stdout: '',
    stderr: `kubewalk: ${sentence}\n`
  })
})

it('speaks the language of the locale, on 40 columns too', async () => {
  const env = { KUBEWALK_LANG: undefined, LC_ALL: undefined, LC_MESSAGES: 'es_ES.UTF-8' }
  const terminal = home.open(['run', await smallLab('locale'), '--trust', 'all'], { columns: 40, rows: 12, env })
  await terminal.until(
    screen => screen.at(-1)?.startsWith(' Enter ejecuta ') === true && screen.at(-1)!.includes('q sale')
  )
})

it('walks at a plain prompt in Spanish, with Spanish words', async () => {
  const terminal = home.open(['run', await smallLab('plain'), '--plain', '--lang', 'es'])
  await terminal.until(/no vino con kubewalk[^]*¿Ejecutar este laboratorio\? \[s\/N\]/)
  terminal.write(`sí${keys.enter}`)
  await terminal.until(/Paso 1 de 1: Make a file[^]*Comando 1 de 1: touch one\.txt\n>/)
  terminal.write(`pista${keys.enter}`)
  await terminal.until('Pista 1 de 1: `touch` makes it.')
  terminal.write(keys.enter)
  await terminal.until(/Ejecutado, salida 0, \d[^]*\+ Comprobación, bien: the file one\.txt is there[^]*\+ Paso hecho/)
  await terminal.until('Todos los pasos están hechos. Enter termina el laboratorio.')
  terminal.write(`salir${keys.enter}`)
  expect(await terminal.exited).toMatchObject({ code: 0 })
  expect(terminal.scrollback().join('\n')).toContain('Small: pasos hechos, 1 de 1.')
})

it('says which languages there are when another one is asked for', async () => {
  const expected = /^kubewalk: There is no language "fr" \(--lang\); there are en \(English\) and es \(español\)\.\n/
  expect(await home.run(['list', '--lang', 'fr'])).toMatchObject({
    exit: 2,
    stdout: '',
    stderr: expect.stringMatching(expected)
  })
  expect(await home.run(['list'], { KUBEWALK_LANG: 'fr' })).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('"fr" (KUBEWALK_LANG)')
  })
})

it('gives the help of the commands in Spanish, wherever --lang stands', async () => {
  for (const args of [
    ['--lang', 'es', '--help'],
    ['--lang=es', 'sandbox', '--help'],
    ['doctor', '--help', '--lang', 'es']
  ]) {
    const { exit, stdout, stderr } = await home.run(args)
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout).toMatch(/^Uso: kubewalk[^]*\nOpciones:\n[^]*--help +muestra esta ayuda\n/)
    expect(foundIn(stdout, [...sentencesOf(commandHelp), ...sentencesOf(english)])).toEqual([])
  }
  const locale = await home.run(['run', '--help'], { KUBEWALK_LANG: undefined, LC_ALL: 'es_ES.UTF-8' })
  expect(locale).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(/^Uso: kubewalk run \[opciones\] \[laboratorio\]\n/)
  })
  const group = await home.run(['sandbox', '--lang', 'es'])
  expect(group).toMatchObject({ exit: 2, stdout: '', stderr: expect.stringMatching(/^Uso: kubewalk sandbox/) })
})

it('tells mistakes of the command line in Spanish', async () => {
  const hint = '("kubewalk --help" lista los comandos y sus opciones)'
  expect(await home.run(['list', '--lang', 'es', '--jso'])).toMatchObject({
    exit: 2,
    stdout: '',
    stderr: `kubewalk: no hay ninguna opción '--jso'\n(¿Querías decir --json?)\n${hint}\n`
  })
  expect(await home.run(['lst', '--lang', 'es'])).toMatchObject({
    exit: 2,
    stderr: 'kubewalk: No hay ningún comando "lst"; ¿querías decir "kubewalk list"?\n'
  })
})

it('says in one sentence that there is no such language, also when help is asked for', async () => {
  const sentence = 'There is no language "fr" (--lang); there are en (English) and es (español).'
  const refused = { exit: 2, stdout: '', stderr: `kubewalk: ${sentence}\n` }
  expect(await home.run(['--lang', 'fr', '--help'])).toEqual(refused)
  expect(await home.run(['doctor', '--lang=fr'])).toEqual(refused)
  expect(await home.run(['--version'], { KUBEWALK_LANG: 'fr' })).toMatchObject({ exit: 0, stderr: '' })
})

it('lets the doctor and the sandbox answer in Spanish', async () => {
  // Nothing that another test started runs there.
  const quiet = { KUBEWALK_HOME: path.join(home.folder, 'quiet') }
  const doctor = await home.run(['doctor', '--lang', 'es'], quiet)
  expect(doctor.stdout).toMatch(
    /^\+ bien +Node +\d[^]*~ nota +terminal +ninguna: el recorrido se imprime línea a línea/
  )
  expect(doctor.stdout).toMatch(/\+ bien +sandbox +no está en marcha\n\+ bien +contextos +ninguno tuyo\n$/)
  const status = await home.run(['sandbox', 'status', '--lang', 'es'], quiet)
  expect(status.stdout).toBe('El sandbox no está en marcha.\n')
  expect(foundIn(doctor.stdout + status.stdout, sentencesOf(english))).toEqual([])
})

it('reports a test for people in Spanish, and for programs in the form that they know', async () => {
  const file = await smallLab('tested')
  await writeFile(file, (await readFile(file, 'utf8')).replace('touch one.txt\n', 'touch other.txt; false\n'))
  const args = ['test', file, '--trust', 'all', '--lang', 'es']
  const { exit, stdout } = await home.run(args)
  expect(exit).toBe(1)
  expect(stdout).toMatch(/^Small \(tested\)\n {2}! falla +Make a file\n[^]* {2}\(salida 1\)\n[^]*\n0 bien, 1 falla\n$/)
  expect(foundIn(stdout, sentencesOf(english))).toEqual([])
  const junit = await home.run([...args, '--report', 'junit'])
  expect(junit.stdout).toMatch(
    /<testsuite name="Small" tests="1" failures="1" skipped="0">[^]*<failure message="[^]*exit 1/
  )
  const json = JSON.parse((await home.run([...args, '--report', 'json'])).stdout)
  expect(json).toMatchObject({
    passed: 0,
    failed: 1,
    labs: [{ steps: [{ status: 'failed', commands: [{ exit: 1 }] }] }]
  })
})
