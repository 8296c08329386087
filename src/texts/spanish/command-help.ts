import type { Translation } from '../catalogue.ts'
import type { CommandHelp } from '../command-help.ts'
import { languages } from '../language.ts'

export const commandHelp = {
  words: {
    usage: 'Uso:',
    arguments: 'Argumentos:',
    options: 'Opciones:',
    commands: 'Comandos:',
    choices: (choices: string) => `valores: ${choices}`,
    default: (value: string) => `por defecto: ${value}`
  },

  placeholders: {
    options: 'opciones',
    command: 'comando',
    lab: 'laboratorio',
    file: 'archivo',
    name: 'nombre',
    sha: 'huella',
    number: 'número',
    form: 'forma',
    language: 'idioma',
    quantity: 'cantidad',
    'key=value': 'clave=valor',
    'key=value:effect': 'clave=valor:efecto'
  },

  usages: { 'sandbox run': '[--nodes N] -- COMANDO…' },

  commands: {
    kubewalk:
      'Recorre tutoriales de Kubernetes en tu terminal: kubectl de verdad, pasos comprobados y un clúster que no hay que preparar.',
    run: 'recorre un laboratorio; sigues donde lo dejaste',
    test: 'ejecuta todos los pasos de unos laboratorios sin nadie al teclado, y los comprueba',
    show: 'cómo se entiende un tutorial: pasos, comandos y sus papeles, comprobaciones; no ejecuta nada',
    list: 'los laboratorios, y hasta dónde has llegado',
    doctor: 'qué hay en esta máquina, y qué falta',
    lint: 'examina laboratorios para quien los escribe: anotaciones, enlaces, archivos, y que cada paso falle antes y se cumpla después',
    new: 'crea una carpeta con un laboratorio pequeño y completo, para convertirlo en uno tuyo',
    sandbox: 'el clúster incorporado: para un solo comando, o uno que se queda',
    'sandbox run':
      'arranca un sandbox nuevo, ejecuta un comando en él y lo detiene; da el código de salida del comando',
    'sandbox start': 'arranca el sandbox que se queda; imprime la línea que dirige una shell hacia él',
    'sandbox stop': 'lo termina; sus objetos se guardan para la próxima vez',
    'sandbox status': 'si está en marcha, y dónde',
    'sandbox node': 'máquinas que vienen y se van',
    'sandbox node add': 'una máquina se une',
    'sandbox node remove': 'una máquina se va; sus pods se recogen',
    'sandbox node stop': 'corta la corriente de una máquina',
    'sandbox node start': 'enciende otra vez una máquina parada',
    'sandbox clock': 'a qué velocidad pasa el tiempo del sandbox'
  },

  arguments: {
    'run lab': 'el nombre de un laboratorio, una carpeta con un README.md o un archivo Markdown',
    'test lab': 'nombres de laboratorios, carpetas con un README.md o archivos Markdown',
    'show file': 'un archivo Markdown',
    'lint lab': 'nombres de laboratorios, carpetas con un README.md o archivos Markdown',
    'new name': 'la carpeta, por ejemplo mi-lab; no debe existir todavía',
    'sandbox run command': 'el comando y sus argumentos, detrás de --'
  },

  options: {
    '--version': 'imprime la versión',
    '--help': 'muestra esta ayuda',
    '--lang': `el idioma de lo que dice kubewalk: ${Object.keys(languages).join(', ')}; si no, el de tu sistema`,
    '--plain': 'imprime el recorrido línea a línea en vez de dibujar pantallas',
    '--accessible':
      'lo mismo para lectores de pantalla: dicho con palabras, y nada que se mueva (o define ACCESSIBLE=1)',
    '--context': 'trabaja en un clúster tuyo, por el nombre de su contexto, en vez del sandbox',
    '--chapter': 'lleva el clúster a donde empieza un capítulo, y empieza ahí',
    '--trust': 'acepta el contenido de un laboratorio con esta huella, o "all", sin que se te pregunte',
    '--report': 'forma del informe',
    '--output': 'escribe el informe en un archivo',
    '--json': 'en la forma para otros programas',
    '--no-run': 'mira solo los archivos: no ejecuta nada, y no necesita kubectl',
    '--nodes': 'cuántos nodos tiene un sandbox nuevo',
    '--instant': 'los pods arrancan y paran al momento, sin las esperas que se ven al aprender',
    '--proxy': 'imprime también http_proxy, para que curl llegue desde allí a nodos, pods y Services',
    '--label': 'una etiqueta del nodo; se puede repetir',
    '--taint': 'un taint del nodo; se puede repetir',
    '--cpu': 'sus núcleos, como 2 o 500m; 4 si se omite',
    '--memory': 'su memoria, como 4Gi; 8Gi si se omite',
    '--speed': 'cuántas veces tan rápido como el de la máquina'
  },

  after: {
    kubewalk: `
Sin comando eliges entre los laboratorios.

Ejemplos:
  kubewalk                                   elige un laboratorio
  kubewalk run daemonset101                  recorre un laboratorio que viene con kubewalk
  kubewalk run tutorial.md                   recorre cualquier tutorial, tras mirar lo que ejecutaría
  kubewalk test labs/* --report junit        comprueba laboratorios sin nadie al teclado
  kubewalk sandbox run -- kubectl get nodes  un clúster para un solo comando

Códigos de salida: 0 bien, 1 falló un paso, 2 entrada incorrecta, 3 falta un programa, 4 rechazado, 130 interrumpido.
`,
    lint: `
Imprime una línea por hallazgo, ARCHIVO:LÍNEA: lo que hay que arreglar. Después hace los pasos en un sandbox propio: un
paso no debe cumplirse antes de ejecutar sus comandos, y sí después.

Ejemplos:
  kubewalk lint mi-lab                       todo
  kubewalk lint --no-run mi-lab              mientras escribes

Códigos de salida: 0 nada que arreglar, 1 hallazgos, 2 entrada incorrecta, 3 falta un programa, 4 rechazado,
130 interrumpido.
`,
    new: `
El laboratorio tiene un README.md con tres pasos, cada uno con una comprobación, pistas y una solución, una pregunta y un
manifiesto. Supera "kubewalk test" y "kubewalk lint" tal como está; docs/labs.md dice qué significan sus anotaciones.

Ejemplos:
  kubewalk new mi-lab                        y luego "kubewalk run mi-lab"
  kubewalk new labs/mi-lab                   en una carpeta que ya existe

Códigos de salida: 0 creado, 2 entrada incorrecta: un nombre que no se puede usar, o que ya está tomado.
`,
    'sandbox start': `
En otra terminal: eval "$(kubewalk sandbox start)"
`
  },

  mistakes: {
    unknownOption: (option: string) => `no hay ninguna opción '${option}'`,
    unknownCommand: (command: string) => `no hay ningún comando '${command}'`,
    near: (names: string) => `(¿Querías decir ${names}?)`,
    nearOneOf: (names: string) => `(Quizá querías decir: ${names}.)`,
    missingArgument: (name: string) => `falta el argumento '${name}'`,
    missingValue: (option: string) => `a la opción '${option}' le falta su valor`,
    tooMany: (expected: number, given: number, which: string) =>
      `demasiados argumentos: se esperaban ${expected} y hay ${given}: ${which}.`,
    tooManyFor: (command: string, expected: number, given: number, which: string) =>
      `demasiados argumentos para '${command}': se esperaban ${expected} y hay ${given}: ${which}.`,
    invalid: (option: string, value: string, why: string) => `la opción '${option}' no admite '${value}'. ${why}`,
    choices: (choices: string) => `Los valores posibles son ${choices}.`,
    reasons: {
      number: 'Debe ser un número.',
      'whole number': 'Debe ser un número entero.',
      chapter: 'Los capítulos se cuentan desde 1, como en "--chapter 2".'
    },
    hint: '("kubewalk --help" lista los comandos y sus opciones)'
  }
} satisfies Translation<CommandHelp>
