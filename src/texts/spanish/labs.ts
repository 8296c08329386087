import type { Translation } from '../catalogue.ts'

export const translationTexts = {
  requires: (translation: string, original: string) => `${translation} requiere otra cosa que ${original}.`,
  headings: (translation: string, count: number, original: string, of: number) =>
    `${translation} tiene ${count} títulos, y ${original} tiene ${of}.`,
  lacks: (translation: string, command: string, original: string) =>
    `Al paso en ${translation} le falta \`${command}\`, que ${original} tiene.`,
  adds: (translation: string, command: string, original: string) =>
    `El paso en ${translation} tiene \`${command}\`, que ${original} no tiene.`,
  command: (translation: string, command: string, original: string, expected: string) =>
    `El paso en ${translation} tiene \`${command}\`, donde ${original} tiene \`${expected}\`.`,
  part: (part: string, translation: string, original: string) =>
    `En el paso en ${translation} no coincide con ${original}: ${part}.`,
  level: 'el nivel o capítulo del título',
  checks: 'lo que miran las comprobaciones',
  hints: 'el número de pistas',
  solution: 'la solución',
  needs: 'lo que debe tener un clúster',
  questions: 'lo que piden las preguntas',
  untranslated: (why: string) => `En su idioma original: ${why}`
} satisfies Translation['translationTexts']

export const requirementTexts = {
  nodes: (wanted: number, usable: number) =>
    `Este laboratorio necesita ${wanted} nodos que acepten pods, y el clúster tiene ${usable}.`,
  addNode: '`kubewalk sandbox node add NOMBRE` añade uno.',
  leaveContext: 'Omite `--context`: el sandbox los tiene.',
  right: (right: string) =>
    `Este laboratorio necesita el permiso de ${right}, que este usuario no tiene. Pregunta a quien lleva el clúster, u omite \`--context\`: en el sandbox puedes.`,
  podSecurity: (namespace: string, enforced: string, wanted: string, command: string) =>
    `El namespace ${namespace} solo admite pods ${enforced}, y algunos de este laboratorio necesitan ${wanted}: trabaja en otro namespace, o quita la etiqueta: \`${command}\``,
  machines: 'Añade y quita máquinas, y las de este clúster no son de kubewalk.',
  images: 'Necesita que se descarguen imágenes, y los nodos de este clúster solo lo simulan.',
  logs: 'Lee logs, y los pods de este clúster no escriben ninguno.',
  traffic: 'Envía peticiones a pods, y los de este clúster no se alcanzan desde esta máquina.',
  field: (field: string) => `Necesita ${field}, y el Kubernetes de este clúster es demasiado antiguo para conocerlo.`
} satisfies Translation['requirementTexts']
