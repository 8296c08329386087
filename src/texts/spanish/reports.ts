import type { Translation } from '../catalogue.ts'
import { counted } from './counted.ts'

export const spokenTexts = {
  heading: (title: string) => `Título: ${title}`,
  code: (lines: number) => `Código, ${counted.lines(lines)}:`,
  codeIn: (language: string, lines: number) => `Código en ${language}, ${counted.lines(lines)}:`,
  endOfCode: 'Fin del código.',
  item: (number: number, of: number) => `Punto ${number} de ${of}`,
  quote: 'Cita:',
  endOfQuote: 'Fin de la cita.',
  table: (rows: number) => `Tabla, ${counted.rows(rows)}`,
  emptyLine: 'Línea vacía.',
  notIndented: 'sin sangría',
  indented: {
    spaces: (count: number) => `sangría de ${counted.spaces(count)}`,
    tabs: (count: number) => `sangría de ${counted.tabs(count)}`,
    mixed: (count: number) => `sangría de ${count} espacios o tabuladores`
  },
  none: 'ninguno',
  partOf: (part: string, of: string) => `${part} de ${of}`,
  seconds: 'segundos',
  units: { s: counted.seconds, m: counted.minutes, h: counted.hours, d: counted.days, y: counted.years }
} satisfies Translation['spokenTexts']

export const reportTexts = {
  status: { passed: 'bien', failed: 'falla', skipped: 'omitido' },
  exit: (code: number) => `salida ${code}`,
  expected: 'esperado',
  actual: 'visto',
  try: 'prueba',
  nothingRan: 'No se ejecutó nada: no hay ningún paso.',
  passed: (steps: number) => `${steps} bien`,
  failed: (steps: number) => (steps === 1 ? '1 falla' : `${steps} fallan`),
  skipped: (steps: number) => (steps === 1 ? '1 omitido' : `${steps} omitidos`),
  cannotWrite: (file: string, why: string) =>
    `El informe no se puede escribir en ${file}: ${why}. Da otro archivo con --output.`,
  noFolder: 'su carpeta no existe',
  notAllowed: 'no se permite escribirlo',
  isFolder: 'es una carpeta'
} satisfies Translation['reportTexts']
