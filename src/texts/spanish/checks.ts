import type { Translation } from '../catalogue.ts'
import { counted } from './counted.ts'

export const describedTexts = {
  ready: (target: string) => `${target} está listo`,
  exists: (target: string) => `existe ${target}`,
  gone: (target: string) => `${target} estaba y ya no está`,
  replaced: (target: string, keeping: string | undefined) =>
    `otros han tomado el lugar de ${target}${keeping === undefined ? '' : `, y ${keeping} son los mismos que antes`}`,
  onNodes: (target: string, nodes: string) => `${target} corren exactamente en ${nodes}`,
  nodesWith: (labels: string) => `los nodos con ${labels}`,
  file: (file: string, expression: string) => `en ${file}: ${expression}`,
  endedWell: 'el comando terminó bien',
  lineEndedWell: (line: string) => `\`${line}\` terminó bien`,
  names: (target: string) => `el resultado nombra lo que hay de ${target}`,
  gives: (line: string) => `\`${line}\` da lo que debe`
} satisfies Translation['describedTexts']

export const andMore = (names: string, more: number) => `${names} y ${more} más`

export const presenceTexts = {
  isThere: (target: string) => `${target} está`,
  isReady: (target: string) => `${target} está listo`,
  isGone: (target: string) => `${target} ya no está`,
  thereAre: (names: string) => `está: ${names}`,
  stillThere: (names: string) => `sigue ahí: ${names}`,
  beingDeleted: (name: string) => `${name} se está borrando`,
  onTheWayOut: (names: string) => `${names}: a punto de irse`,
  notThere: 'no está',
  nothing: 'nada',
  wasThere: 'estaba y ya no está',
  neverSeen: 'no está, y no se había visto antes',
  neverSeenWhy: 'Mientras corría este laboratorio no hubo nada con ese nombre, así que nada pudo borrarse.',
  neverSeenHint: 'Créalo primero; los pasos anteriores dicen cómo.',
  objectsReady: (count: number) => `${counted.objects(count)}, todo listo`,
  readyOf: (ready: number, of: number) => `${ready} de ${of} listos`,
  onEveryNode: 'listo en cada nodo que puede ejecutarlo',
  onNodesWith: (labels: string) => `pods en los nodos con ${labels}`,
  noNodeWith: 'ningún nodo tiene esa etiqueta',
  noNodeWithWhy: (labels: string) => `Ningún nodo lleva la etiqueta ${labels}.`,
  exactlyOn: (nodes: string) => `pods listos exactamente en ${nodes}`,
  noPodOn: (node: string) => `${node}: sin pod`,
  podIsOn: (pod: string, node: string, phase: string) => `${pod} está en ${node} (${phase})`,
  podIsOnNone: (pod: string, phase: string) => `${pod} no está en ningún nodo (${phase})`
} satisfies Translation['presenceTexts']

export const readinessTexts = {
  ready: 'listo',
  isThere: 'está',
  notSeenYet: 'su controlador aún no ha visto esta versión',
  staleExpected: 'su estado está al día',
  stale: 'su estado es anterior al objeto',
  noStatus: 'aún sin estado',
  noPhase: 'aún sin fase',
  either: (one: string, other: string) => `${one} o ${other}`,
  not: (condition: string) => `no ${condition}`,
  notBecause: (condition: string, reason: string) => `no ${condition} (${reason})`,
  podsExpected: (count: number) => `${counted.pods(count)} en estado listo y de esta versión`,
  podsReady: (ready: number, of: number) => `${ready} de ${of} pods listos`,
  updated: (updated: number, of: number) => `${updated} de ${of} actualizados`,
  tooMany: (count: number) => `${counted.pods(count)} de más, aún parando`,
  podExpected: 'el pod está listo',
  runningNotReady: 'Running, no listo',
  jobExpected: 'el job está completo',
  complete: 'completo',
  jobSeen: (succeeded: number, active: number) => `${counted.pods(succeeded)} con éxito, ${active} en marcha`,
  nodesExpected: (count: number, names: string) =>
    `${counted.nodes(count)} con un pod listo de esta versión (${names})`,
  noNodes: '0 nodos pueden ejecutarlo',
  noPodYet: 'aún sin pod',
  notGoneFrom: (count: number, nodes: string) => `${counted.pods(count)} por irse de ${nodes}`,
  older: (count: number) => `${counted.pods(count)} de una versión anterior`,
  notLookedAt: 'aún no se ha mirado'
} satisfies Translation['readinessTexts']

export const expressionTexts = {
  mistake: 'la comprobación misma no se puede evaluar',
  mistakeWhy: (line: number, at: string, message: string) =>
    `La expresión de esta comprobación (línea ${line} del laboratorio) está mal en ${at}: ${message}.`,
  mistakeHint: 'El error es del laboratorio, no tuyo: avisa a quien lo escribió y sigue con el próximo paso.',
  missing: (what: string) => `aún no hay ${what}`,
  notSo: 'aún no es así',
  soFor: (names: string) => `así es en ${names}`,
  soIn: (file: string) => `así está en ${file}`,
  nothingOf: (target: string) => `no hay nada de ${target}`,
  isNotThere: (target: string) => `${target} no está`
} satisfies Translation['expressionTexts']

export const resultTexts = {
  namesExpected: (target: string) => `un comando cuya salida nombra lo que hay de ${target}`,
  notRun: 'aún no se ha ejecutado',
  nothingToName: (target: string) => `no hay nada de ${target} que nombrar`,
  interrupted: 'el comando se interrumpió',
  interruptedWhy: 'Se terminó con Ctrl-C.',
  interruptedHint: 'Ejecútalo otra vez.',
  exit: (code: number) => `salida ${code}`,
  correctHint: 'Corrige el comando y ejecútalo otra vez.',
  itNames: (names: string) => `nombra ${names}`,
  doesNotName: (names: string) => `la salida no nombra ${names}`,
  somethingElse: (target: string) => `Muestra otra cosa que ${target}.`,
  otherNamespace: (count: number, resources: string, namespace: string, asked: string) =>
    `${count === 1 ? 'Tu' : 'Tus'} ${resources} ${count === 1 ? 'está' : 'están'} en el namespace ${namespace}; este comando ha mirado en ${asked}.`,
  otherNamespaceHint: (flag: string) => `Quita \`${flag}\`.`,
  compareHint: 'Compara tu comando con el que propone la lección.',
  silent: 'aún no ha mostrado nada',
  endedSilent: 'no había mostrado nada cuando se terminó',
  noShell: 'falta la shell del laboratorio'
} satisfies Translation['resultTexts']

export const fileTexts = {
  notThere: (file: string) => `${file} no está`,
  tooLarge: (file: string) => `${file} es demasiado grande para mirarlo`,
  noFile: (file: string) => `${file} no es un archivo`,
  doesNotParse: (file: string) => `${file} no se puede interpretar`,
  empty: (file: string) => `${file} está vacío`,
  nearWhy: (near: string, file: string) => `Hay ${near}, pero no ${file}.`,
  nearHint: (command: string) => `\`${command}\` le da ese nombre.`,
  elsewhere: (file: string, folder: string) => `${file} está en ${folder}, y tú estás en otra carpeta.`
} satisfies Translation['fileTexts']

export const replacedTexts = {
  nothingOf: (target: string) => `no hay nada de ${target}`,
  stillThose: (names: string) => `siguen los de antes: ${names}`,
  noneAnew: 'uno se ha ido, y ninguno ha tomado su lugar',
  onTheWayOut: 'a punto de irse',
  notThose: (keeping: string) => `${keeping}: no son los de antes`,
  notThoseWhy: (keeping: string) => `Otros objetos han tomado también el lugar de ${keeping}.`,
  notThoseHint: 'Reinicia el paso (o, y luego r), y hazlo otra vez.',
  anew: (names: string) => `nuevo: ${names}`
} satisfies Translation['replacedTexts']
