import type { Translation } from '../catalogue.ts'
import { counted } from './counted.ts'

export const causeTexts = {
  cannotMakePods: (message: string) => `No puede crear sus pods: ${message}`,
  podFailed: (phase: string) => `El pod ha fallado: ${phase}.`,
  jobFailed: (message: string) => `El job ha fallado: ${message}.`,
  noNodeTakes: (pod: string, message: string) => `Ningún nodo acepta ${pod}: ${message}`,
  asksForHint: (command: string) => `\`${command}\` muestra lo que pide.`,
  noNodeCanPull: (image: string, why: string) => `Ningún nodo puede descargar ${image}: ${why}.`,
  cannotPull: (node: string, image: string, why: string) => `${node} no puede descargar ${image}: ${why}.`,
  noSuchImage: 'esa imagen no existe',
  pullFailed: 'la descarga falló',
  imageHint: 'Corrige `image:` en el manifiesto y aplícalo otra vez.',
  cannotBeMade: (pod: string, message: string) => `Un contenedor de ${pod} no se puede crear: ${message}`,
  missingHint: (command: string) => `\`${command}\` muestra lo que falta.`,
  crashes: (pod: string) => `Un contenedor de ${pod} termina una y otra vez.`,
  crashesWith: (pod: string, code: number) =>
    `Un contenedor de ${pod} termina una y otra vez (código de salida ${code}).`,
  lastWordsHint: (command: string) => `\`${command}\` muestra sus últimas palabras.`,
  nodeNotReady: (node: string) => `${node} no está Ready, así que su pod tampoco puede estarlo.`,
  stateHint: (command: string) => `\`${command}\` muestra su estado.`,
  tainted: (node: string, taint: string) =>
    `${node} tiene el taint ${taint}, que este DaemonSet no tolera: ${node} no recibe pod.`,
  taintHint: (command: string) => `Añade una toleration a la plantilla del pod, o quita el taint: \`${command}\``,
  portHeld: (maker: string, node: string, holder: string, port: number) =>
    `${maker} no puede arrancar en ${node}: ${holder} tiene el puerto ${port} de ese nodo.`,
  portHeldHint: (maker: string) => `Dale a ${maker} otro \`hostPort\` y aplica.`,
  noRoom: (maker: string, wanted: string, node: string, free: string) =>
    `${maker} quiere ${wanted} y ${node} tiene libre ${free}: su pod seguirá en Pending.`,
  noRoomHint: (request: string) => `Haz más pequeño \`${request}\` y aplica.`,
  quotaUsedUp: (quota: string, limit: string, used: string) =>
    `La cuota ${quota} permite ${limit} y ya se usan ${used}: el controlador no pudo crear otro pod.`,
  quotaUsedUpHint: (command: string) => `\`${command}\` muestra el límite; súbelo o borra lo que ya no necesitas.`,
  otherToleration: (node: string, taint: string, toleration: string) =>
    `${node} tiene el taint ${taint} y la tolerancia dice ${toleration}, así que ${node} no cuenta.`,
  otherTolerationHint: (taint: string) => `Haz que la tolerancia encaje con ${taint} y aplica.`,
  cordoned: (node: string, pod: string) =>
    `${node} está acordonado, pero los pods de un DaemonSet lo toleran, así que ${pod} se queda.`,
  cordonedHint: (node: string, command: string) =>
    `Para que no entre, ponle un taint a ${node} o usa un node selector; después, \`${command}\``,
  noNodesAtAll: 'El clúster no tiene nodos.',
  noNodeHas: (label: string) => `Ningún nodo tiene ${label}, así que se piden 0 pods: nada está roto, nada corre.`,
  labelValuesHint: (key: string, values: string) => `En los nodos, ${key} vale: ${values}.`,
  labelsHint: (command: string) => `\`${command}\` muestra las etiquetas que hay.`,
  nearLabelHint: (label: string) => `Un nodo tiene ${label}: corrige el node selector y aplícalo.`,
  noNodeMayRun: 'Ningún nodo puede ejecutar sus pods: node selector, afinidad o taints no dejan ninguno.',
  labelsAndTaintsHint: (command: string) => `\`${command}\` muestra etiquetas y taints.`,
  noKind: (kind: string) => `El clúster no conoce el tipo "${kind}".`,
  kindsHint: (command: string) => `\`${command}\` lista los tipos que conoce.`,
  forbidden: 'Este usuario no puede mirar eso.',
  forbiddenHint: (command: string) => `\`${command}\` muestra lo que está permitido.`,
  noAnswer: 'El clúster no responde.',
  noAnswerHint: (command: string) => `\`${command}\` examina la conexión.`,
  noneWithLabels: (resources: string) => `Hay ${resources}, pero ninguno con estas etiquetas.`,
  otherNamespace: (name: string, namespace: string) =>
    `${name} está en el namespace ${namespace}, y aquí se mira en otro.`,
  otherNamespaceHint: (flag: string) => `Usa \`${flag}\`, o créalo donde trabaja el laboratorio.`,
  nearName: (resource: string, name: string, near: string) => `No hay ${resource} ${name}, pero sí ${near}.`,
  nearNameHint: (name: string) => `Corrige el nombre: ${name}.`,
  eventsHint: (command: string) => `\`${command}\` muestra sus eventos.`
} satisfies Translation['causeTexts']

export const commandCauseTexts = {
  selectorMismatch: (object: string) =>
    `El pod selector de ${object} no coincide con las etiquetas de su plantilla de pod: el clúster lo rechazó.`,
  selectorAndLabels: (selector: string, labels: string) =>
    `El selector pide ${selector}, la plantilla dice ${labels}: el clúster lo rechazó.`,
  thisObject: 'este objeto',
  theObject: (kind: string, name: string) => `${kind} ${name}`,
  selectorMismatchHint: 'Haz iguales `selector.matchLabels` y `template.metadata.labels`, y aplica otra vez.',
  immutableSelector: 'El pod selector de un objeto que existe no se puede cambiar.',
  immutableSelectorHint: 'Déjalo como estaba, o borra el objeto y créalo de nuevo.',
  portTaken: (port: string) => `El puerto de nodo ${port} lo usa otro Service.`,
  portTakenHint: 'Elige otro `nodePort`, u omítelo.',
  quota: (quota: string, limit: string, used: string, wanted: string) =>
    `La cuota ${quota} permite ${limit}, se usan ${used}, y esto pide ${wanted} más.`,
  quotaHint: (command: string) => `\`${command}\` muestra el límite; súbelo o borra lo que ya no necesites.`,
  noNamespace: (namespace: string) => `No hay ningún namespace ${namespace}.`,
  noNamespaceHint: (flag: string, command: string) => `Omite \`${flag}\`, o créalo: \`${command}\``,
  exists: (kind: string, name: string) => `${kind} ${name} ya está.`,
  existsHint: 'Usa `kubectl apply`, o bórralo primero.',
  noFile: (file: string) => `No hay ${file} en esta carpeta.`,
  noFileHint: '`pwd` dice dónde estás, `ls` lo que hay allí.',
  nothingSent: (why: string) => `${why}, así que no se envió nada.`,
  noVersion: (kind: string, version: string) =>
    `El clúster no sirve ${kind} en la versión ${version}, así que no se creó.`,
  noVersionHint: (command: string) =>
    `\`${command}\` muestra la versión: escríbela detrás de \`apiVersion:\`, aplica otra vez.`,
  noKind: (kind: string) => `El clúster no conoce el tipo ${kind}, así que no se creó nada de él.`,
  lineOf: (line: number, file: string) => `Línea ${line} de ${file}`,
  inManifest: 'En el manifiesto',
  nearKindHint: (where: string, kind: string) => `${where}: \`kind: ${kind}\`, aplica otra vez.`
} satisfies Translation['commandCauseTexts']

export const yamlTexts = {
  unreadable: 'no se puede leer',
  tab: (line: number, file: string) =>
    `La línea ${line} de ${file} está sangrada con un tabulador; YAML solo admite espacios ahí.`,
  tabHint: 'Cambia el tabulador por espacios, tantos como pidan sus vecinas.',
  tabSpacesHint: (count: number, key: string) => `Cámbialo por ${counted.spaces(count)}, dos más que \`${key}:\`.`,
  twice: (line: number, file: string, key: string) => `La línea ${line} de ${file} pone ${key} por segunda vez.`,
  twiceHint: 'Deja solo una de las dos.',
  invalid: (line: number, file: string, column: number, reason: string) =>
    `La línea ${line} de ${file} no es YAML válido en la columna ${column}: ${reason}.`,
  invalidHint: 'Mira su sangría y sus dos puntos.'
} satisfies Translation['yamlTexts']

export const clusterTexts = {
  meanings: {
    refused: 'El clúster no responde: nada escucha en su dirección.',
    unknownHost: 'El clúster no responde: aquí no se conoce el nombre de su servidor.',
    unreachable: 'El clúster no responde: no se alcanza desde aquí.',
    unauthorized: 'El clúster no acepta las credenciales del kubeconfig.',
    forbidden: 'El clúster no permite esto.',
    certificate: 'El certificado del clúster no es el que espera el kubeconfig.',
    unknownKind: 'El clúster no conoce este tipo de objeto.',
    login: 'El programa que inicia sesión en el clúster no funcionó.',
    brokenOff: 'El clúster cortó la conexión.'
  },
  failed: (words: string) => `kubectl falló: ${words}`,
  saidNothing: 'nada',
  cannotStart: (program: string, why: string) => `kubectl no puede arrancar (${program}): ${why}`,
  noJson: (command: string, words: string) => `${command} no respondió con JSON: ${words}`
} satisfies Translation['clusterTexts']
