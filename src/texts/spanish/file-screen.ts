import type { Translation } from '../catalogue.ts'
import { counted } from './counted.ts'

/** The screen with the file that a step is about. */
export const fileScreenTexts = {
  missing: 'no está',
  length: (lines: number) => counted.lines(lines),
  compared: 'comparado con lo pedido',
  comparing: 'Comparándolo con lo pedido.',
  cannotCompare: 'Este paso no dice cómo debe quedar el archivo.',
  marks: '+ se pide, - no se pide.',
  asAsked: 'El archivo está como se pide.',
  column: (column: number) => `columna ${column}`
} satisfies Translation['fileScreenTexts']

/** The same file in lines, with its indentation in words. */
export const plainFileTexts = {
  missing: (name: string) => `${name} no está.`,
  heading: (name: string, lines: number) => `${name}, ${counted.lines(lines)}:`,
  asAsked: (name: string) => `${name} está como se pide.`,
  surplus: (line: number, text: string) => `- La línea ${line} no se pide: ${text}`,
  lacking: (line: number, text: string) => `+ Antes de la línea ${line} se pide: ${text}`,
  lackingAtEnd: (text: string) => `+ Al final se pide: ${text}`,
  indented: (spaces: number, text: string) =>
    `${text} (con sangría de ${spaces === 1 ? '1 espacio' : `${spaces} espacios`})`
} satisfies Translation['plainFileTexts']
