import type { Translation } from '../catalogue.ts'
import { counted } from './counted.ts'

export const lintTexts = {
  noFile: (name: string) => `No existe el archivo ${name}.`,
  noHeading: (anchor: string, name: string) => `No hay un título #${anchor} en ${name === '' ? 'este archivo' : name}.`,
  noManifest: (name: string) => `El archivo ${name} que se nombra aquí no está junto al laboratorio, ni este lo crea.`,
  homeless: (word: string) =>
    `Este "${word}" está antes del primer paso y no pertenece a ninguno: ponlo debajo de un título.`,
  twisted: (key: string, why: string) =>
    `YAML ${why}: escríbela como bloque, "${key}: |" y la expresión en la línea siguiente.`,
  cut: 'corta esta expresión en " #"',
  isMapping: 'toma el ": " de esta expresión por una clave y su valor',
  begins: (character: string) => `da al ${character} del principio de esta expresión un sentido propio`,
  isCollection: (bracket: string) => `toma esta expresión por una colección, porque empieza con ${bracket}`,
  endsAtQuote: (quote: string) => `termina esta expresión en el ${quote} que cierra`,
  check: 'una comprobación propia',
  hint: 'una pista',
  solution: 'una solución',
  and: (first: string, last: string) => `${first} y ${last}`,
  lacks: (title: string, what: string) => `El paso "${title}" cambia algo y le falta: ${what}.`,
  noStep: 'No hay ningún paso: ningún título tiene comandos ni comprobaciones debajo.',
  cannotFail: (title: string) =>
    `El paso "${title}" no puede fallar: sus comprobaciones se cumplen antes de ejecutar sus comandos.`,
  failed: (title: string, why: string) => `El paso "${title}" falla en el sandbox: ${why}`,
  doesNotHold: (title: string, that: string, actual: string) =>
    `Tras los comandos del paso "${title}" esto no se cumple: ${that} (${actual}).`,
  notProved: (title: string, why: string) => `El paso "${title}" no se puede probar solo: ${why}`,
  nothingProved: 'Ninguno de los pasos se puede probar en el sandbox.',
  answerless: (ask: string) => `La pregunta "${ask}" no da una respuesta que esté entre sus opciones.`,
  clean: (labs: string, steps: number) => `Nada que arreglar en ${labs}: probado en ${counted.steps(steps)}.`,
  cleanUnproved: (labs: string) => `Nada que arreglar en ${labs}; sus pasos no se ejecutaron.`,
  found: (findings: number, labs: string) => `${counted.findings(findings)} en ${labs}.`,
  leftOut: (steps: number) => `Omitido, porque al sandbox le falta lo que hace falta: ${counted.steps(steps)}.`,
  unproved: 'Los pasos no se ejecutaron.',
  unreadable: 'Los pasos no se ejecutaron, porque hay anotaciones que no se pueden leer.'
} satisfies Translation['lintTexts']

export const newLabTexts = {
  noName: (name: string) =>
    `Un laboratorio no puede llamarse "${name}": su nombre se compone de a-z, 0-9 y "-", con 63 caracteres como máximo, por ejemplo mi-primer-lab.`,
  noFolder: (folder: string) => `No existe la carpeta ${folder} en la que crear el laboratorio; créala primero.`,
  taken: (folder: string) => `${folder} ya existe y se queda como está; elige otro nombre.`,
  notMade: (folder: string, code: string) => `No se puede crear la carpeta ${folder} (${code}).`,
  made: (folder: string, files: string, guide: string) =>
    `Creado ${folder}: un laboratorio pequeño y completo (${files}).

  kubewalk run ${folder}             recorrerlo, como harán quienes aprendan
  kubewalk show ${folder}/README.md  ver cómo se entiende
  kubewalk lint --no-run ${folder}   buscar errores mientras lo cambias
  kubewalk lint ${folder}            probar cada paso, antes de entregarlo

Cómo se escribe un laboratorio: ${guide}`
} satisfies Translation['newLabTexts']
