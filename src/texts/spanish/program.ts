import type { Translation } from '../catalogue.ts'
import { counted } from './counted.ts'

export const programTexts = {
  labNoCommand: (word: string) =>
    `No hay ningún comando "${word}"; para recorrer un laboratorio, escribe "kubewalk run ${word}".`,
  nearCommand: (word: string, near: string) => `No hay ningún comando "${word}"; ¿querías decir "kubewalk ${near}"?`,
  noCommand: (word: string) => `No hay ningún comando "${word}"; "kubewalk --help" lista los comandos.`,
  chapterNeedsTerminal: 'Un capítulo se empieza en una terminal; sin ella se recorre el laboratorio entero.',
  noChapters: (lab: string) => `"${lab}" no tiene ese capítulo: no tiene ninguno.`,
  otherChapters: (lab: string, chapters: string) => `"${lab}" no tiene ese capítulo: tiene ${chapters}.`,
  stepsAndHeadings: (steps: number, headings: number) =>
    `${counted.steps(steps)}, ${headings} ${headings === 1 ? 'título' : 'títulos'} para leer`
} satisfies Translation['programTexts']

export const sandboxTexts = {
  noCommand:
    'No hay ningún comando que ejecutar: escríbelo detrás de "--", como en "sandbox run -- kubectl get nodes".',
  noProgram: (name: string) => `No se encuentra el comando "${name}": no hay ningún programa así en PATH.`,
  cannotStart: (program: string, why: string) => `El comando ${program} no puede arrancar: ${why}`,
  starting: 'Arrancando el sandbox…',
  alreadyRunning: 'El sandbox ya está en marcha.',
  runs: 'El sandbox está en marcha; termina tras 30 minutos sin uso.',
  setAside: (file: string) => `Un archivo dañado se apartó como ${file}; lo que se pudo leer de él se conserva.`,
  ended: 'El sandbox ha terminado; sus objetos se guardan para la próxima vez.',
  isNotRunning: 'El sandbox no está en marcha.',
  notRunning: 'no está en marcha',
  runningSince: (since: string, pid: number, url: string, kubeconfig: string) =>
    `está en marcha desde ${since} (proceso ${pid}, ${url}, KUBECONFIG=${kubeconfig})`,
  status: (description: string) => `El sandbox ${description}.`,
  nodesRange: (most: number, nodes: number) =>
    `Un sandbox tiene de 1 a ${most} nodos; ${nodes} queda fuera de ese rango (--nodes).`,
  joined: (node: string) => `${node} se ha unido.`,
  left: (node: string) => `${node} se ha ido.`,
  stopped: (node: string) => `${node} no tiene corriente; el clúster lo nota tras 50 segundos del tiempo del sandbox.`,
  stoppedBefore: (node: string) => `${node} ya no tenía corriente.`,
  boots: (node: string) => `${node} arranca.`,
  onBefore: (node: string) => `${node} ya estaba encendido.`,
  asFast: 'como el de la máquina',
  timesAsFast: (speed: number) => `${speed} veces tan rápido como el de la máquina`,
  passes: (how: string) => `El tiempo del sandbox pasa ${how}.`,
  clock: (now: string, how: string) => `El tiempo del sandbox es ${now} y pasa ${how}.`,
  noLabel: (text: string) => `"${text}" no es una etiqueta: escribe CLAVE=VALOR, como en --label disk=ssd.`,
  noTaint: (text: string) =>
    `"${text}" no es un taint: escribe CLAVE=VALOR:EFECTO o CLAVE:EFECTO, como en --taint dedicated=db:NoSchedule.`,
  noName: (name: string) => `"${name}" no sirve de nombre para un sandbox: usa letras, cifras, ".", "-" y "_".`,
  stopFirst: (name: string) => `El sandbox ${name} está en marcha; detenlo antes de empezarlo de nuevo.`,
  silent: (seconds: number, log: string) => `El sandbox no respondió en ${seconds} s; su registro es ${log}.`,
  noAddress: (folder: string) => `El sandbox no dejó ninguna dirección en ${folder}.`,
  didNotStart: (why: string) => `El sandbox no arrancó: ${why}.`,
  exit: (code: number) => `código de salida ${code}`,
  endedEarly: (end: string, log: string) => `El sandbox terminó mientras arrancaba (${end}); su registro es ${log}.`
} satisfies Translation['sandboxTexts']

export const doctorTexts = {
  status: { ok: 'bien', note: 'nota', missing: 'falta' },
  contexts: 'contextos',
  notFound: 'no se encuentra',
  npmTodo: 'instala npm si kubewalk tiene que traer un Node o un kubectl más nuevo',
  install: (how: string) => `instálalo: ${how}`,
  installGit: (version: string, how: string) => `instala git ${version} o posterior: ${how}`,
  packageManager: (command: string) => `con tu gestor de paquetes, por ejemplo ${command}`,
  tooOld: (version: string) => `${version} es demasiado antiguo`,
  fetchesKubectl: 'no hay nada que hacer: kubewalk trae uno cuando lo necesita por primera vez',
  see: (address: string) => `mira ${address}`,
  noTerminal: 'ninguna: el recorrido se imprime línea a línea',
  noColours: 'sin colores',
  colours: (count: number) => `${count} colores`,
  noUnicode: 'sin Unicode',
  enlarge: 'en 80x24 se ve más: agranda la ventana',
  noContexts: 'ninguno tuyo',
  namedContexts: (names: string) => `${names}: están ahí, y no se tocan si no nombras uno con --context`
} satisfies Translation['doctorTexts']
