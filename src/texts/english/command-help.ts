import { languages } from '../language.ts'

/**
 * The help of the commands, and what is said of a command line that cannot be understood. It is no part of the catalogue
 * that every start loads: few starts ask for it.
 */
export const commandHelp = {
  words: {
    usage: 'Usage:',
    arguments: 'Arguments:',
    options: 'Options:',
    commands: 'Commands:',
    choices: (choices: string) => `choices: ${choices}`,
    default: (value: string) => `default: ${value}`
  },

  /** What stands in < > and [ ]. */
  placeholders: {
    options: 'options',
    command: 'command',
    lab: 'lab',
    file: 'file',
    name: 'name',
    sha: 'sha',
    number: 'number',
    form: 'form',
    language: 'language',
    quantity: 'quantity',
    'key=value': 'key=value',
    'key=value:effect': 'key=value:effect'
  },

  /** Where the usage is not made of options and arguments. */
  usages: { 'sandbox run': '[--nodes N] -- COMMAND…' },

  commands: {
    kubewalk:
      'Walk through Kubernetes tutorials in your terminal: real kubectl, verified steps, and a cluster that needs no set-up.',
    run: 'walk through a lab; you go on where you left',
    test: 'run every step of labs with nobody there, and verify it',
    show: 'how a tutorial is understood: steps, commands and their roles, checks; runs nothing',
    list: 'the labs, and how far you are',
    doctor: 'what is there on this machine, and what is missing',
    lint: 'prove labs for their author: annotations, links, files, and that each step fails before and passes after',
    new: 'make a folder with a small complete lab, to be changed into one of yours',
    sandbox: 'the embedded cluster: for one command, or one that stays',
    'sandbox run': 'start a fresh sandbox, run a command on it, stop it; gives the command’s exit code',
    'sandbox start': 'start the sandbox that stays; prints the line that points a shell at it',
    'sandbox stop': 'end it; its objects are kept for the next start',
    'sandbox status': 'whether it runs, and where',
    'sandbox node': 'machines that come and go',
    'sandbox node add': 'a machine joins',
    'sandbox node remove': 'a machine leaves; its pods are collected',
    'sandbox node stop': 'cut a machine’s power',
    'sandbox node start': 'switch a stopped machine on again',
    'sandbox clock': 'how fast the sandbox’s time passes'
  },

  arguments: {
    'run lab': 'a lab’s name, a folder with a README.md, or a Markdown file',
    'test lab': 'labs’ names, folders with a README.md, or Markdown files',
    'show file': 'a Markdown file',
    'lint lab': 'labs’ names, folders with a README.md, or Markdown files',
    'new name': 'the folder, such as my-lab; it must not be there yet',
    'sandbox run command': 'the command and its arguments, after --'
  },

  options: {
    '--version': 'print the version',
    '--help': 'display help for command',
    '--lang': `the language of what kubewalk says: ${Object.keys(languages).join(', ')}; else that of your locale`,
    '--plain': 'print the walk line by line instead of drawing screens',
    '--accessible': 'the same for screen readers: said in words, and nothing that moves (or set ACCESSIBLE=1)',
    '--context': 'work on a cluster of your own, by the name of its context, instead of the sandbox',
    '--chapter': 'bring the cluster to where a chapter starts, and begin there',
    '--trust': 'agree to the content of a lab with this fingerprint, or "all", without being asked',
    '--report': 'form of the report',
    '--output': 'write the report to a file',
    '--json': 'in the form for other programs',
    '--no-run': 'look through the files only: runs nothing, and needs no kubectl',
    '--nodes': 'how many nodes a new sandbox gets',
    '--instant': 'let pods start and stop at once, without the waits that learners watch',
    '--proxy': 'also print http_proxy, so that curl there reaches nodes, pods and Services',
    '--label': 'a label of the node; may be repeated',
    '--taint': 'a taint of the node; may be repeated',
    '--cpu': 'its cores, such as 2 or 500m; 4 when left out',
    '--memory': 'its memory, such as 4Gi; 8Gi when left out',
    '--speed': 'how many times as fast as the machine’s'
  },

  /** What stands below the rest. */
  after: {
    kubewalk: `
Without a command you choose from the labs.

Examples:
  kubewalk                                   choose a lab
  kubewalk run daemonset101                  walk through a lab that comes with kubewalk
  kubewalk run tutorial.md                   walk through any tutorial, after a look at what it would run
  kubewalk test labs/* --report junit        check labs with nobody there
  kubewalk sandbox run -- kubectl get nodes  a cluster for one command

Exit codes: 0 passed, 1 a step failed, 2 bad input, 3 a tool is missing, 4 refused, 130 interrupted.
`,
    lint: `
Prints a line for each finding, FILE:LINE: what to mend. Then it does the steps on a sandbox of its own: a step must
be undone before its commands run, and done afterwards.

Examples:
  kubewalk lint my-lab                       everything
  kubewalk lint --no-run my-lab              while you write

Exit codes: 0 nothing to mend, 1 findings, 2 bad input, 3 a tool is missing, 4 refused, 130 interrupted.
`,
    new: `
The lab has a README.md with three steps, each with a check, hints and a solution, a question, and a manifest. It passes
"kubewalk test" and "kubewalk lint" as it is; docs/labs.md says what its annotations mean.

Examples:
  kubewalk new my-lab                        then "kubewalk run my-lab"
  kubewalk new labs/my-lab                   in a folder that is there

Exit codes: 0 made, 2 bad input: a name that cannot be used, or one that is taken.
`,
    'sandbox start': `
In another terminal: eval "$(kubewalk sandbox start)"
`
  },

  mistakes: {
    unknownOption: (option: string) => `unknown option '${option}'`,
    unknownCommand: (command: string) => `unknown command '${command}'`,
    near: (names: string) => `(Did you mean ${names}?)`,
    nearOneOf: (names: string) => `(Did you mean one of ${names}?)`,
    missingArgument: (name: string) => `missing required argument '${name}'`,
    missingValue: (option: string) => `option '${option}' argument missing`,
    tooMany: (expected: number, given: number, which: string) =>
      `too many arguments. Expected ${expected} ${expected === 1 ? 'argument' : 'arguments'} but got ${given}: ${which}.`,
    tooManyFor: (command: string, expected: number, given: number, which: string) =>
      `too many arguments for '${command}'. Expected ${expected} ${expected === 1 ? 'argument' : 'arguments'} but got ${given}: ${which}.`,
    invalid: (option: string, value: string, why: string) =>
      `option '${option}' argument '${value}' is invalid. ${why}`,
    choices: (choices: string) => `Allowed choices are ${choices}.`,
    reasons: {
      number: 'It must be a number.',
      'whole number': 'It must be a whole number.',
      chapter: 'Chapters are counted from 1, as in "--chapter 2".'
    },
    hint: '("kubewalk --help" lists the commands and their options)'
  }
}
