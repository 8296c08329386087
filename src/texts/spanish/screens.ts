import type { Translation } from '../catalogue.ts'
import { timeIn } from '../time.ts'
import { counted } from './counted.ts'

export const checkWords = {
  passed: { sign: '+', word: 'bien' },
  waiting: { sign: '~', word: 'espera' },
  failed: { sign: '!', word: 'falla' },
  'not yet': { sign: '.', word: 'aún no' }
} satisfies Translation['checkWords']

export const stepWords = {
  done: { sign: '+', word: 'hecho' },
  already: { sign: '+', word: 'ya era así' },
  shown: { sign: '~', word: 'mostrado' },
  waiting: { sign: '~', word: 'espera' },
  failed: { sign: '!', word: 'falla' },
  skipped: { sign: '-', word: 'omitido' },
  'not yet': { sign: '.', word: 'aún no' }
} satisfies Translation['stepWords']

export const toRead = { sign: ' ', word: 'leer' } satisfies Translation['toRead']

export const titles = {
  lesson: 'LECCIÓN',
  ran: 'HECHO',
  runs: 'EN CURSO',
  shown: 'MOSTRADO',
  beside: 'AL LADO',
  output: 'SALIDA',
  check: 'COMPROBAR',
  why: 'Causa',
  try: 'Prueba',
  hint: 'Pista',
  question: 'PREGUNTA'
} satisfies Translation['titles']

const doneOf = (done: number, of: number) => `${done} de ${of} hechos`

export const texts = {
  stepOf: (number: number, of: number) => `paso ${number} de ${of}`,
  stepOfShort: (number: number, of: number) => `${number}/${of}`,
  reading: 'para leer',
  nodes: (ready: number, total: number) =>
    ready === total ? counted.nodes(total) : `${ready} de ${total} nodos listos`,
  lines: (from: number, to: number, of: number) => `líneas ${from}-${to} de ${of}`,
  moreBelow: 'AvPág',
  doneOf,
  checksOf: (passed: number, of: number) => `${passed} de ${of} bien`,
  stillWatching: 'sigue mirando',
  seconds: (waited: number, within: number) => `${waited} s de ${within} s`,
  exit: (code: number, time: string) => `salida ${code}, ${time}`,
  stopped: (time: string) => `detenido, ${time}`,
  running: 'en marcha',
  beside: 'sigue; Ctrl-C lo termina',
  besideShort: 'sigue',
  cutOff: 'cortado',
  noOutput: 'Sin salida.',
  outputGone: 'Se ejecutó en una sesión anterior; su salida no se guarda.',
  outputBefore: (lines: number) => `(${lines} líneas anteriores no se guardan)`,
  nothingRan: 'En este paso aún no se ha ejecutado nada.',
  nothingToDo: 'Aquí no hay nada que ejecutar.',
  nothingToShow: 'Aquí no hay nada que ejecutar: lee, y sigue con n.',
  hintOf: (number: number, of: number) => `Pista ${number} de ${of}`,
  commandOf: (number: number, of: number) =>
    of === 1
      ? 'También vale otro comando con el mismo resultado.'
      : `Comando ${number} de ${of}. También vale otro con el mismo resultado.`,
  commandOfShort: (number: number, of: number) => `Comando ${number} de ${of}`,
  checking: 'Mirando el clúster. Puedes escribir.',
  commandFailed: (exit: number) => `Salida ${exit}: lee lo que dice, corrígelo y repite. h da una pista.`,
  commandFailedShort: (exit: number) => `Salida ${exit}: lee lo que dice.`,
  stepDone: 'Hecho.',
  stepDoneYourWay: (command: string) => `Hecho a tu manera: ${command}`,
  stepDoneElsewhere: 'Hecho, desde otro lugar.',
  lessonGoesOn: 'La lección sigue: AvPág.',
  stepAlready: 'Esto ya era así antes de ejecutar nada. Ejecútalo igual, o sigue con n.',
  stepShown: 'Esto se te mostró. Puedes hacerlo cuando quieras.',
  stepFailed: 'Aún no. Se sigue mirando: repáralo aquí o en otra terminal.',
  stepSkipped: (reason: string) => `Omitido: ${reason}`,
  beforeYouBegin: 'Antes de empezar:',
  readOn: 'Lee, y luego sigue.',
  readChapter: 'Empieza un capítulo. o, y luego c, lleva el clúster a su comienzo.',
  askPredict: '¿Qué crees? Responde con un número; luego ejecútalo y mira.',
  askSeen: 'Una pregunta sobre lo que has visto: responde con un número.',
  predicted: (picked: string) => `Has dicho: ${picked}. Ya lo verás.`,
  answeredRight: (right: string) => `Correcto: ${right}.`,
  answeredWrong: (right: string, picked: string) => `Es: ${right}. Has dicho: ${picked}.`,
  literal: 'La próxima tecla es texto.',
  resumed: 'Has vuelto a donde lo dejaste.',
  askShowMe: '¿Hacer este paso por ti? Contará como mostrado.',
  askCatchUp: '¿Hacer por ti lo que falta hasta aquí? Contará como mostrado.',
  askResetStep: '¿Olvidar lo que hiciste en este paso? El clúster queda como está.',
  askResetLab: '¿Empezar de nuevo? Se pierden tu progreso y tus archivos cambiados.',
  catchingUp: 'Haciendo lo que falta. Ctrl-C lo detiene.',
  resetting: 'Empezando de nuevo.',
  askQuit: 'Aún corre un comando. ¿Salir y detenerlo?',
  askDanger: (reason: string) => `¿Seguro? ${reason}`,
  howToQuit: 'q sale. Otro Ctrl-C también sale.',
  busy: 'Un comando está en marcha: Ctrl-C lo detiene.',
  stopping: 'Deteniendo el comando.',
  endingBeside: 'Terminando lo que corre al lado de la lección.',
  stillStarting: 'El clúster aún está arrancando: un momento.',
  noMatch: (words: string) => `La salida no contiene "${words}".`,
  matchOf: (number: number, of: number) => `Resultado ${number} de ${of}.`,
  nothingToCopy: 'No hay salida que copiar.',
  copied: (lines: number) => `${counted.lines(lines)} para copiar, en la terminal.`,
  copiedEnd: 'La salida es larga: la terminal recibió su final para copiar.',
  noFile: 'Este paso no trata de ningún archivo.',
  noEditor: 'No hay ningún editor: instala nano, o nombra el tuyo en EDITOR.',
  nothingFits: 'No se conoce nada que siga así.',
  firstStep: 'Este es el primer paso.',
  lastStep: 'Este es el último paso.',
  noHint: 'Este paso no tiene pistas.',
  allHints: 'No hay más pistas; s muestra cómo se hace.',
  shellEntered: 'Tu shell, en el clúster de este laboratorio. "exit" te devuelve a kubewalk.',
  shellFailed: (shell: string, reason: string) => `${shell} no pudo arrancar: ${reason}`,
  shellBack: 'De vuelta de tu shell. Mirando otra vez el clúster.'
} satisfies Translation['texts']

export const answerKeys = { yes: 's', no: 'n' } satisfies Translation['answerKeys']

export const keyNames = {
  pages: 'RePág/AvPág',
  upDown: 'Arriba/Abajo',
  up: 'Arriba',
  right: 'Derecha'
} satisfies Translation['keyNames']

export const keyTexts = {
  enterRun: 'ejecuta',
  enterNext: 'siguiente paso',
  enterSummary: 'mira el final',
  enterOutline: 'mira qué falta',
  enterLook: 'mira otra vez',
  enterOpen: 'abre',
  answer: 'responder',
  edit: 'edita',
  clear: 'borra',
  complete: 'completa',
  search: 'busca',
  file: 'archivo',
  difference: 'diferencia',
  noDifference: 'solo el archivo',
  makeChange: 'haz el cambio',
  find: 'busca',
  nextMatch: 'siguiente',
  matchBefore: 'anterior',
  copy: 'copia',
  history: 'anteriores',
  hint: (shown: number, of: number) => (of === 0 ? 'pista' : `pista ${Math.min(shown + 1, of)}/${of}`),
  hintsAll: 'pistas vistas',
  showMe: 'muestra',
  outline: 'índice',
  pane: 'panel',
  paneBack: 'vuelve',
  next: 'sigue',
  previous: 'anterior',
  shell: 'shell',
  keys: 'teclas',
  quit: 'sale',
  stop: 'lo detiene',
  endBeside: 'termina AL LADO',
  scroll: 'desplaza',
  yesRun: 'ejecutar',
  noRun: 'dejarlo',
  yesReset: 'reiniciar',
  catchUp: 'ponte al día',
  resetStep: 'reinicia paso',
  resetLab: 'reinicia todo',
  yesQuit: 'salir',
  noQuit: 'quedarse',
  yesShow: 'hazlo por mí',
  noShow: 'aún no',
  go: 've allí',
  back: 'vuelve'
} satisfies Translation['keyTexts']

export const outlineTexts = {
  title: 'índice',
  done: (done: number, of: number, shown: number, time: string) =>
    `${doneOf(done, of)}${shown === 0 ? '' : ` (${shown} mostrados)`}${time === '' ? '' : `, ${time}`}`,
  find: (text: string) => `Busca: ${text}`,
  nothingFound: 'ningún paso lo contiene',
  nothingMissing: 'Antes de este paso no falta nada.',

  shownMeans: 'mostrado = se hizo ante ti; hazlo por tu cuenta cuando quieras.'
} satisfies Translation['outlineTexts']

export const summaryTexts = {
  title: 'terminado',
  byYourself: (count: number) => `${counted.steps(count)} por tu cuenta`,
  withHints: (count: number) => `${counted.steps(count)} con pistas`,
  shown: (count: number) => `${counted.steps(count)} se te mostraron`,
  already: (count: number) => `${counted.steps(count)} ya eran así cuando llegaste`,
  skipped: (count: number) => `${counted.steps(count)} sin hacer`,
  left: 'Pasos que quedan',
  nothingLeft: 'Ninguno. Hiciste todos los pasos.',
  tryAgain: (title: string) => `Hazlo por tu cuenta: ${title}`,
  secondLook: 'Merece otra mirada',
  secondLookAt: (ask: string, right: string, title: string) => `${ask} Es: ${right}. Lee otra vez: ${title}`,
  took: (time: string) => `Tardaste ${time}.`,
  learned: 'Lo que aprendiste',
  inCluster: 'En el clúster',
  lookingAtCluster: 'Mirándolo.',
  nothingInCluster: 'No queda nada de lo que nombran los manifiestos de este laboratorio.',
  leftInCluster: (objects: string) => `Queda: ${objects}.`,
  cleanUp: (command: string) => `Para limpiar: ${command}`,
  kept: 'Tu progreso queda guardado.'
} satisfies Translation['summaryTexts']

export const menuTexts = {
  title: 'kubewalk',
  choose: 'Elige un laboratorio.',
  none: 'Aquí no hay laboratorios.',
  progress: (done: number, of: number, where: string | undefined) =>
    done === 0
      ? counted.steps(of)
      : done >= of
        ? `terminado, ${counted.steps(of)}`
        : `${done} de ${of} hechos${where === undefined ? '' : `; estabas en ${where}`}`,
  here: 'Aquí:',
  missing: (name: string) => `falta ${name}`,
  move: 'elige'
} satisfies Translation['menuTexts']

export const helpTexts = [
  {
    title: 'Siempre',
    keys: [
      ['Enter', 'hace lo que nombra la última línea: ejecuta el comando, o sigue'],
      [
        'Ctrl-C',
        'detiene el comando en marcha; si no hay ninguno, borra la línea; en una línea vacía termina lo que corre al lado'
      ],
      ['Tab', 'con la línea vacía da todo el espacio a la salida, luego a la lección, y luego lo devuelve'],
      ['RePág AvPág', 'desplaza una página; Mayús-Arriba y Mayús-Abajo, una línea']
    ]
  },
  {
    title: 'Solas, con la línea vacía',
    keys: [
      ['n  p', 'paso siguiente y anterior'],
      ['h', 'una pista; otra vez, la siguiente'],
      ['s', 'muestra: ejecuta el paso por ti, después de preguntar'],
      ['o', 'índice: todos los pasos; allí c hace lo que falta, r y R reinician, / busca'],
      ['+  -', 'en el sandbox: un nodo se une, o el último se va'],
      ['Ctrl-O', 'el archivo del paso: sus errores y en qué difiere de lo pedido; Intro lo edita'],
      ['!', 'una shell tuya en el mismo clúster; "exit" vuelve'],
      ['/', 'busca en la salida; luego n y N van al resultado siguiente y al anterior, Esc lo deja'],
      ['y', 'donde la salida tiene todo el espacio: la copia, si la terminal lo permite'],
      ['q', 'sale; tu progreso queda guardado'],
      [':', 'hace de la próxima tecla texto, igual que un espacio']
    ]
  },
  {
    title: 'La línea de comandos',
    keys: [
      ['Derecha', 'toma el comando propuesto para editarlo; escribir lo reemplaza'],
      ['Tab', 'completa la palabra: nombres de kubectl, archivos, palabras del laboratorio; otra vez, la siguiente'],
      ['Arriba Abajo', 'líneas que ejecutaste antes, aquí y en otros laboratorios'],
      ['Ctrl-A Ctrl-E', 'principio y final; Alt-B y Alt-F van por palabras'],
      ['Ctrl-W Ctrl-U Ctrl-K', 'cortan una palabra, hasta el principio, hasta el final; Ctrl-Y lo repone'],
      ['Esc', 'borra la línea']
    ]
  }
] satisfies Translation['helpTexts']

export const helpTitle = 'teclas'

export const duration = timeIn('es')
