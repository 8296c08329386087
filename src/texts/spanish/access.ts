import type { Translation } from '../catalogue.ts'

export const accessTexts = {
  contextUnusable: (name: string, reason: string) => `El contexto ${name} de tu kubeconfig no se puede usar: ${reason}`,
  contextSilent: (name: string, reason: string) => `El contexto ${name} no se puede usar. ${reason}`,
  noKubeconfig: 'ninguno',
  namesNoContext: 'no nombra ninguno',
  namesContexts: (names: string) => `tiene ${names}`,
  noContext: (name: string, where: string, known: string) =>
    `No hay ningún contexto "${name}" en tu kubeconfig (${where}): ${known}.`,
  kubeconfigUnreadable: (file: string, reason: string) => `Tu kubeconfig ${file} no se puede leer: ${reason}.`,
  holdsNoKubeconfig: 'no contiene ningún kubeconfig',
  kubectlMissing: (how: string) => `Falta kubectl: instálalo (${how}) y empieza otra vez.`,
  sandboxNotRunning: 'El sandbox no está en marcha; "kubewalk sandbox start" lo arranca.',
  noSandbox: (files: string) =>
    `KUBECONFIG (${files}) no lleva a ningún sandbox, y solo se pueden cambiar las máquinas de un sandbox: ` +
    'quita KUBECONFIG, o ponlo como dice "kubewalk sandbox start".',
  sandboxSilent: (why: string) => `El sandbox no responde: ${why}.`,
  sandboxRefused: (why: string) => `El sandbox lo rechazó: ${why}.`,
  answerBroken: (why: string) => `El clúster cortó su respuesta: ${why}.`,
  clusterSilentBecause: (why: string) => `El clúster no responde: ${why}.`,
  clusterSilent: 'El clúster no responde.',
  noYaml: (file: string, why: string) => `${file} no es YAML: ${why}.`
} satisfies Translation['accessTexts']

export const workspaceTexts = {
  gitMissing: 'Este laboratorio clona un repositorio, y falta git; instala git 2.31 o posterior.',
  gitOld: (version: string) =>
    `Este laboratorio clona un repositorio y necesita git 2.31 o posterior; este es ${version}.`,
  outsideRepository: (place: string) =>
    `Los archivos de un laboratorio no pueden estar en ${place} de su repositorio; la ruta debe quedar dentro.`,
  noRepository: (why: string) => `git no pudo crear el repositorio del laboratorio: ${why}.`,
  noReason: 'sin decir por qué',
  manyFiles: (most: number) => `más de ${most} archivos`,
  manyMegabytes: (most: number) => `más de ${most} MB`,
  folderTooLarge: (folder: string, limit: string) =>
    `La carpeta ${folder} contiene ${limit}; pon el laboratorio en una carpeta propia.`,
  fileAmongMany: (folder: string, limit: string, file: string) =>
    `${folder} contiene ${limit}: pon ${file} y sus archivos en una carpeta propia.`,
  folderGone: (folder: string, instead: string) => `La carpeta ${folder} ya no está; esto se ejecuta en ${instead}.`,
  noBash: (program: string) =>
    `kubewalk no puede arrancar bash (${program}), que ejecuta los comandos del laboratorio; instálalo y prueba otra vez.`
} satisfies Translation['workspaceTexts']
