import type { Translation } from '../catalogue.ts'
import { counted } from './counted.ts'

export const sessionTexts = {
  notRun: 'No se ejecutó.',
  noHint: 'Este paso no tiene pistas.',
  busy: 'Un comando está en marcha: Ctrl-C lo termina.',
  starting: (cluster: string) => `Arrancando ${cluster === 'sandbox' ? 'el sandbox' : cluster} …`,
  ownCluster: (name: string) => `tu propio clúster ${name}`,
  newCluster: 'Este clúster es nuevo: lo que hiciste antes no está en él. Vuelve con p, o hazlo otra vez.',
  notOurNodes: 'Solo el sandbox admite nodos nuevos: estos no son de kubewalk.',
  lastNode: 'El último nodo se queda: sin ninguno nada puede correr.',
  nodeJoins: (node: string) => `${node} se une al clúster.`,
  nodeLeaves: (node: string) => `${node} deja el clúster, con sus pods.`,
  chapterStarts: 'El clúster está donde empieza este capítulo.',
  chapterStartsFrom: (from: string) => `El clúster está donde empieza este capítulo: ${from}.`,
  nothingToRun: 'En este paso no hay nada que ejecutar: sigue leyendo con n.',
  stoppedAt: (title: string) => `Detenido en "${title}".`,
  anew: 'El laboratorio empieza de nuevo: sus archivos son nuevos y no queda nada de sus manifiestos.',
  anewLeft: (cluster: string, objects: string, command: string) =>
    `El laboratorio empieza de nuevo. Queda en ${cluster}: ${objects}. Para limpiar: ${command}`,
  notAnew: (why: string) => `${why} Sal con q y empieza otra vez.`,
  openElsewhere: (title: string, pid: number) =>
    `"${title}" ya está abierto en otro kubewalk (proceso ${pid}). Sigue allí, o ciérralo primero (q). Una segunda terminal para kubectl: eval "$(kubewalk sandbox start)".`,
  interrupted: 'El recorrido se interrumpió.',
  stepBefore: (title: string) => `Falló el paso "${title}", que va antes.`,
  lineDidNotRun: (line: string) => `\`${line}\` no se ejecutó.`,
  lineInterrupted: (line: string) => `\`${line}\` se interrumpió.`,
  lineEnded: (line: string, exit: number) => `\`${line}\` terminó con el código de salida ${exit}.`,
  lineNeeds: (line: string, program: string) =>
    `\`${line}\` necesita el programa ${program}, que no está en esta máquina: instálalo y prueba otra vez.`,
  noCommandCounts: (check: string) => `Ninguno de sus comandos es de los que mira esta comprobación: ${check}`,
  notAllHold: 'No se cumplieron todas sus comprobaciones.',
  asksFirst: (why: string) => `Pregunta antes de ejecutarse, y nadie puede contestar: ${why}`,
  reachesBeyond: 'un comando va más allá del laboratorio.',
  needsSomebody: 'Necesita a alguien al teclado.',
  needsSomebodyFor: (line: string) => `Necesita a alguien al teclado para \`${line}\`.`
} satisfies Translation['sessionTexts']

export const dangerTexts = {
  kubeconfigFlag: 'Usa otro kubeconfig (--kubeconfig) y puede llegar a otro clúster.',
  context: 'Nombra un contexto (--context) y puede llegar a otro clúster.',
  server: (flag: string) => `Nombra un servidor (${flag}) y puede llegar a otro clúster.`,
  cluster: 'Nombra un clúster (--cluster) y puede llegar a otro.',
  kubeconfig: 'Cambia KUBECONFIG, que apunta al clúster del laboratorio; lo que siga puede llegar a otro.',
  unset: 'Quita KUBECONFIG, y kubectl puede llegar a otro clúster que el del laboratorio.',
  rights: (program: string) => `Se ejecuta con los permisos de otro usuario (${program}) en esta máquina.`,
  config: (verb: string) => `Cambia a qué apunta kubectl (config ${verb}).`,
  removal: (place: string) => `Borra archivos fuera de la carpeta del laboratorio (${place}).`,
  network: (source: string, shell: string) => `Ejecuta un script directamente desde la red (${source} hacia ${shell}).`
} satisfies Translation['dangerTexts']

export const reachTexts = {
  allOfKind: 'Borra todos los objetos de un tipo, también los que no hizo el laboratorio.',
  namespace: 'Borra un namespace con todo lo que contiene.',
  node: 'Saca un nodo del clúster.',
  software: (program: string, verb: string) => `Cambia los programas de esta máquina (${program} ${verb}).`,
  service: (program: string) => `Cambia un servicio de esta máquina (${program}).`,
  privileged: 'Arranca un contenedor con permisos sobre esta máquina.',
  cluster: (program: string) => `Crea o quita un clúster entero (${program}).`,
  writing: (place: string) => `Escribe fuera de la carpeta del laboratorio (${place}).`
} satisfies Translation['reachTexts']

export const podTexts = {
  pulling: 'descargando imagen',
  notReady: 'Running, no listo',
  unplaced: 'Pending, ningún nodo lo acepta'
} satisfies Translation['podTexts']

export const plainTexts = {
  introduction: (lab: string, steps: number, cluster: string, ready: string) =>
    `${lab}: ${counted.steps(steps)}, en ${cluster === 'sandbox' ? 'el sandbox' : cluster}${ready}.`,
  nodesReady: (ready: number, of: number) => `, ${ready} de ${of} nodos listos`,
  goesOn: 'Sigue donde lo dejaste.',
  asksFirst: (command: string) => `Pregunta antes: ${command}`,
  because: (reason: string) => `Porque: ${reason}`,
  step: (number: number, of: number, title: string) => `Paso ${number} de ${of}: ${title}`,
  beside: 'Corre al lado de la lección hasta que se deje el paso; sus líneas empiezan con "|".',
  besideLine: (line: string) => `Al lado: ${line}`,
  why: (why: string) => `  Causa: ${why}`,
  try: (hint: string) => `  Prueba: ${hint}`,
  expected: (expected: string) => `  Esperado: ${expected}`,
  seen: (actual: string) => `  Visto: ${actual}`,
  ended: (took: string, command: string) => `Terminó${took}: ${command}`,
  endedWith: (exit: number | string, took: string, command: string) => `Terminó, salida ${exit}${took}: ${command}`,
  interrupted: (took: string) => `Interrumpido${took}.`,
  ran: (exit: number | string, took: string) => `Ejecutado, salida ${exit}${took}.`,
  unknownExit: 'desconocida',
  shownToYou: ' Se te mostró.',
  check: 'Comprobación',
  checkOf: (number: number, of: number) => `Comprobación ${number} de ${of}`,
  upTo: (time: string) => `hasta ${time}`,
  timeOf: (waited: string, within: string) => `${waited} de ${within}`,
  hint: (number: number, of: number, text: string) => `Pista ${number} de ${of}: ${text}`,
  stepDone: (way: string) => `+ Paso hecho${way}.`,
  fromElsewhere: ', desde otro lugar',
  yourWay: (command: string) => `, a tu manera: ${command}`,
  stepAlready: '+ Ya era así cuando llegaste: se cumplen las comprobaciones de este paso.',
  stepShown: '~ Paso hecho, se te mostró.',
  stepFailed: '! El paso falló.',
  stepSkipped: (title: string, reason: string) => `- Paso omitido: ${title}${reason}`,
  doneOf: (lab: string, done: number, steps: number) => `${lab}: pasos hechos, ${done} de ${steps}.`,
  question: (ask: string) => `Pregunta: ${ask}`,
  questionBefore: (ask: string) => `Pregunta, antes de ejecutarlo: ${ask}`,
  numberAnswers: 'El número la contesta.',
  secondLook: (ask: string, right: string, title: string) =>
    `Merece otra mirada: ${ask} Es: ${right}. Lee otra vez: ${title}`,
  failedAt: (title: string, reason: string) => `! "${title}" falló: ${reason}`
} satisfies Translation['plainTexts']

export const promptTexts = {
  opening: 'Un recorrido línea a línea. "salir" termina; tu progreso queda guardado.',
  help:
    'Enter hace lo que dice la línea de arriba. O escribe un comando, o una palabra:\n' +
    'sigue, atrás, pista, muestra, lección, comprueba, mapa, dónde, pasos, shell,\n' +
    'ayuda, salir. En el sandbox también: añade nodo, quita nodo. En inglés también.\n' +
    'salida: lo que imprimió el último comando. lee: lo mismo, en frases.\n' +
    'repite: lo último que se dijo. busca PALABRA: los pasos que la tienen.\n' +
    've a 3, alcanza 3, reinicia paso 3: por el número en "pasos". reinicia todo.\n' +
    'Para el archivo del paso: archivo, diferencia, edita.\n' +
    'Una línea que empieza con dos puntos es siempre un comando.',
  openingAccessible:
    'Modo para lectores de pantalla: solo se añaden líneas y nada se mueve. "salir" termina, y tu progreso queda guardado. Para las pantallas, empieza sin --accessible, ACCESSIBLE ni INK_SCREEN_READER.',
  askNumber: (labs: number) => `Número, de 1 a ${labs}, o salir: `,
  whichStep: (steps: number) => `¿Qué paso? Di su número, de 1 a ${steps}; "pasos" los lista.`,
  youAreThere: 'Estás ahí.',
  findWhat: '¿Qué busco? Di una palabra, por ejemplo: busca selector.',
  noStepHas: (words: string) => `Ningún paso tiene "${words}".`,
  nothingSaid: 'Todavía no se ha dicho nada.',
  noOutput: (command: string) => `Sin salida de: ${command}`,
  outputOf: (command: string) => `Salida de: ${command}`,
  endOfOutput: (lines: number, command: string) => `Las últimas ${lines} líneas de la salida de: ${command}`,
  yesOrNo: '[s/N]',
  askShowMe: '¿Hacerlo por ti? [s/N] ',
  askRun: '¿Ejecutarlo? [s/N] ',
  lastStep: 'Este es el último paso.',
  firstStep: 'Este es el primer paso.',
  showMe: 'El paso se ejecuta entonces por ti, y cuenta como mostrado.',
  lookingAtCluster: 'Mirando el clúster …',
  allHints: 'No hay más pistas; "muestra" lo hace por ti.',
  howToLeave: 'Otro Ctrl-C sale; "salir" también.',
  endsBeside: 'Ctrl-C lo termina. Mientras tanto puedes ejecutar otros comandos.',
  command: (text: string) => `Comando: ${text}`,
  commandOf: (number: number, of: number, text: string) => `Comando ${number} de ${of}: ${text}`,
  enterNext: (title: string) => `Enter sigue con: ${title}.`,
  enterEnds: 'Todos los pasos están hechos. Enter termina el laboratorio.',
  enterLists: 'Este es el último paso y faltan otros: Enter los lista, "atrás" va a ellos.',
  enterLooks: 'Mirando el clúster. Puedes escribir; Enter mira otra vez.',
  noChecks: 'Este paso no tiene comprobaciones.',
  where: (number: number, of: number, title: string, cluster: string) =>
    `Título ${number} de ${of}: ${title}, en ${cluster === 'sandbox' ? 'el sandbox' : cluster}.`,
  toRead: 'para leer',
  youAreHere: ', estás aquí',
  goOnLikeThis: (count: number) => `${count} siguen así:`,
  andMore: (count: number) => `y ${count} más.`
} satisfies Translation['promptTexts']

export const promptWords = {
  next: ['n', 'next', 'sigue', 'siguiente'],
  back: ['p', 'b', 'back', 'atrás', 'atras'],
  hint: ['h', 'hint', 'pista'],
  showMe: ['s', 'show', 'show me', 'muestra'],
  lesson: ['lesson', 'lección', 'leccion'],
  repeat: ['repeat', 'repite'],
  output: ['output', 'salida'],
  read: ['read', 'lee'],
  goTo: ['go', 'go to', 've', 've a'],
  catchUp: ['catch up', 'alcanza'],
  resetStep: ['reset step', 'reinicia paso'],
  resetLab: ['reset lab', 'reinicia todo'],
  find: ['find', 'busca'],
  addNode: ['+', 'add node', 'añade nodo'],
  removeNode: ['-', 'remove node', 'quita nodo'],
  map: ['map', 'mapa'],
  file: ['file', 'archivo'],
  difference: ['difference', 'diferencia'],
  edit: ['edit', 'edita'],
  shell: ['!', 'shell'],
  quit: ['q', 'quit', 'exit', 'salir', 'sal'],
  help: ['?', 'help', 'ayuda'],
  checks: ['checks', 'comprueba'],
  where: ['where', 'dónde', 'donde'],
  steps: ['o', 'steps', 'outline', 'pasos', 'índice', 'indice'],
  yes: ['y', 'yes', 's', 'sí', 'si']
} satisfies Translation['promptWords']

export const consentTexts = {
  otherContent: (file: string, sha: string) =>
    `El contenido de ${file} no es el que nombra --trust: ahora es ${sha}. Léelo otra vez.`,
  nobodyAsked: (file: string, sha: string) =>
    `${file} no vino con kubewalk, y sus comandos se ejecutan con tus permisos. Léelo y añade \`--trust ${sha}\` (este contenido) o \`--trust all\`.`,
  nothingRun: 'No se ejecutó nada.',
  more: (count: number) => `  … y ${count} más; \`kubewalk show\` los lista todos`,
  wants: (lab: string, file: string) =>
    `${lab} (${file}) no vino con kubewalk. Quiere ejecutar en esta máquina, con tus permisos:`,
  once: 'Se pregunta una vez; cualquier cambio del laboratorio vuelve a preguntar.',
  ask: '¿Ejecutar este laboratorio? [s/N] '
} satisfies Translation['consentTexts']

export const listTexts = {
  none: 'Aún no hay ningún laboratorio.',
  unreadable: (why: string) => `! no se puede leer: ${why}`,
  lab: (title: string, steps: number, progress: string) => `${title}: ${counted.steps(steps)}, ${progress}`,
  notBegun: 'sin empezar',
  shown: (count: number) => ` (${count} mostrados)`,
  allDone: (shown: string) => `todos hechos${shown}`,
  done: (count: number, shown: string) => `${count} hechos${shown}`,
  doneAt: (count: number, shown: string, title: string) => `${count} hechos${shown}; estabas en "${title}"`,
  walkOne: 'Recorre uno con: kubewalk run LAB',
  whichLab: '¿Qué laboratorio? Nombra uno, como en "kubewalk run daemonset101"; "kubewalk list" los muestra.'
} satisfies Translation['listTexts']
