import type { Translation } from '../catalogue.ts'

export const labMistakes = {
  didYouMean: (word: string) => `¿querías decir "${word}"?`,
  knownAre: (words: string) => `se conocen ${words}.`,
  and: ' y ',
  neverClosed: (word: string) => `la anotación "${word}" no se cierra; termínala con "-->".`,
  writeColon: (word: string) => `escribe "${word}:" o empieza una línea nueva después de "${word}".`,
  noAnnotation: (word: string) => `no hay ninguna anotación "${word}"`,
  notAsItMustBe: (key: string, why: string) => `"${key}" no es como debe ser: ${why}.`,
  noChapterKey: (key: string) => `un capítulo no tiene la clave "${key}"`,
  noNeed: (word: string) => `un paso no puede necesitar "${word}"`,
  noSetting: (key: string) => `un laboratorio no tiene el ajuste "${key}"`,
  settingsForm: 'los ajustes del laboratorio deben ser claves y valores, como "title: …".',
  settingsTwice: 'los ajustes del laboratorio están dos veces; júntalos.',
  folderWithin: 'debe ser una carpeta dentro del clon',
  rightForm: 'debe ser un verbo y un recurso, como "patch nodes"',
  addressForm: 'debe ser una dirección',
  isEmpty: (word: string) => `la anotación "${word}" está vacía.`,
  secondSolution: 'un paso tiene una sola solución, y esta es la segunda.',
  idForm: (id: string) => `el id de un paso se forma con a-z, 0-9 y "-", no es "${id}".`,
  idTwice: (id: string) => `el id de paso "${id}" se usa dos veces.`,
  yamlTooLarge: (most: number) => `el YAML tiene más de ${most} caracteres.`,
  yamlUnparsable: (why: string) => `el YAML no se puede interpretar: ${why}.`,
  checkForm: 'una comprobación se escribe con claves y valores, como "ready: deployment/web".',
  noCheckKey: (key: string) => `una comprobación no tiene la clave "${key}"`,
  noCheckKind: (kinds: string) => `una comprobación tiene exactamente una de estas: ${kinds}; esta no tiene ninguna.`,
  manyCheckKinds: (kinds: string, present: string) =>
    `una comprobación tiene exactamente una de estas: ${kinds}; esta tiene ${present}.`,
  doesNotGoWith: (key: string, kind: string) => `"${key}" no va con "${kind}".`,
  mustBeText: (key: string) => `"${key}" debe ser texto.`,
  mustBeExpression: (key: string) =>
    `"${key}" debe ser texto; una expresión se escribe mejor como bloque: "|" y la expresión en la línea siguiente.`,
  withinForm: '"within" debe ser un tiempo como 30s, 2m o 500ms, hasta 30m.',
  needsExpect: (key: string) => `"${key}" necesita un "expect": lo que debe cumplirse, en CEL.`,
  noPattern: (why: string) => `"command" no es una expresión regular: ${why}.`,
  needsNodes: '"onNodes" necesita "nodes": una lista de nombres, o un selector de etiquetas como disk=ssd.',
  badExpression: (key: string, why: string) => `la expresión de "${key}" no se puede usar: ${why}.`,
  questionForm: 'una pregunta se escribe con claves y valores, como "ask: ¿Qué nodo …?"',
  noQuestionKey: (key: string) => `una pregunta no tiene la clave "${key}"`,
  badQuestionExpression: (why: string) => `una expresión de la pregunta no se puede usar: ${why}.`,
  needsAsk: 'una pregunta necesita un "ask": lo que se pregunta.',
  predictForm: '"predict" es true o false.',
  choicesForm: '"choices" es una lista, o con "get" una expresión que la da.',
  choicesCount: (most: number) => `"choices" son de dos a ${most} textos distintos.`,
  needsAnswer: 'una pregunta necesita un "answer": una de las respuestas, o con "get" una expresión que la da.',
  answerForm: 'el "answer" debe ser una de las respuestas de "choices".'
} satisfies Translation['labMistakes']

export const labFileTexts = {
  noMarkdown: (file: string) =>
    `${file} no es un archivo Markdown; da un archivo que termine en .md, o una carpeta con un README.md.`,
  noSuchFile: (file: string) => `No hay ningún archivo ${file}.`,
  notAFile: (file: string) => `${file} no es un archivo; da un archivo Markdown o una carpeta con un README.md.`,
  tooLong: (file: string, size: number, most: number) =>
    `${file} ocupa ${size} kB; un tutorial puede ocupar ${most} kB.`,
  unreadable: (file: string, why: string) => `${file} no se puede leer: ${why}.`,
  notUtf8: (file: string) => `${file} no es texto en UTF-8; guárdalo en UTF-8 y prueba otra vez.`,
  empty: (file: string) => `${file} está vacío; un laboratorio es un archivo Markdown con títulos y comandos.`,
  giveOne: 'Da el nombre de un laboratorio, una carpeta o un archivo Markdown.',
  noReadme: (folder: string) => `La carpeta ${folder} no tiene README.md; da el archivo Markdown mismo.`,
  noFileOrFolder: (name: string) => `No hay ningún archivo ni carpeta ${name}.`,
  nearLab: (name: string, near: string) =>
    `No hay ningún laboratorio, archivo ni carpeta ${name}; ¿querías decir ${near}?`,
  otherLabs: (name: string, labs: string) => `No hay ningún laboratorio, archivo ni carpeta ${name}; hay ${labs}.`,
  noLabs: (name: string) => `No hay ningún laboratorio, archivo ni carpeta ${name}; no hay ninguno instalado.`,
  refused: {
    long: (size: number, most: number) => `ocupa ${size} kB; un tutorial puede ocupar ${most} kB`,
    binary: 'contiene datos binarios, no texto',
    brackets: (count: number) => `contiene ${count} corchetes abiertos, que ningún tutorial necesita`,
    deep: (most: number, line: number) => `anida citas o listas a más de ${most} niveles en la línea ${line}`
  }
} satisfies Translation['labFileTexts']

export const celTexts = {
  tooLong: (most: number) => `la expresión tiene más de ${most} caracteres`,
  namesHere: (names: string) => `; los nombres aquí son ${names}`,
  unparsable: 'no se puede interpretar',
  notBoolean: (type: string) => `da ${type}, pero una comprobación necesita true o false`,
  noBoolean: 'no da un booleano, pero una comprobación necesita true o false',
  noText: 'no da texto, pero una pregunta necesita textos',
  cannotEvaluate: 'no se puede evaluar',
  tooSlow: (seconds: number) => `no terminó en ${seconds} segundos`,
  tooMuchMemory: (why: string) => `usó demasiada memoria (${why})`,
  is: (expression: string, value: string) => `${expression} es ${value}`,
  notSoFor: (name: string) => `no es así en ${name}`,
  notSoForSome: (count: number) => `no es así en ${count} de ellos`
} satisfies Translation['celTexts']
