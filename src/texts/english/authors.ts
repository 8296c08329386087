import { counted } from './counted.ts'

/** What lint tells the author of a lab. */
export const lintTexts = {
  noFile: (name: string) => `There is no file ${name}.`,
  noHeading: (anchor: string, name: string) => `There is no heading #${anchor} in ${name === '' ? 'this file' : name}.`,
  noManifest: (name: string) => `The file ${name} that is named here lies neither beside the lab nor is made by it.`,
  homeless: (word: string) =>
    `This "${word}" stands above the first step, so that it belongs to none: move it below a heading.`,
  twisted: (key: string, why: string) =>
    `YAML ${why}: write it as a block, "${key}: |" and the expression on the next line.`,
  cut: 'cuts this expression at " #"',
  isMapping: 'takes the ": " in this expression for a key and its value',
  begins: (character: string) => `gives the ${character} at the beginning of this expression a meaning of its own`,
  isCollection: (bracket: string) => `takes this expression for a collection, since it begins with ${bracket}`,
  endsAtQuote: (quote: string) => `ends this expression at the closing ${quote}`,
  check: 'a check of your own',
  hint: 'a hint',
  solution: 'a solution',
  and: (first: string, last: string) => `${first} and ${last}`,
  lacks: (title: string, what: string) => `The step "${title}" changes something and lacks ${what}.`,
  noStep: 'There is no step: no heading has commands or checks below it.',
  cannotFail: (title: string) => `The step "${title}" cannot fail: its checks hold before its commands run.`,
  failed: (title: string, why: string) => `The step "${title}" fails on the sandbox: ${why}`,
  doesNotHold: (title: string, that: string, actual: string) =>
    `After the commands of the step "${title}" this does not hold: ${that} (${actual}).`,
  notProved: (title: string, why: string) => `The step "${title}" cannot be proved by itself: ${why}`,
  nothingProved: 'None of the steps can be proved on the sandbox.',
  answerless: (ask: string) => `The question "${ask}" gives no answer that is among its choices.`,
  clean: (labs: string, steps: number) => `Nothing to mend in ${labs}: ${counted.steps(steps)} proved.`,
  cleanUnproved: (labs: string) => `Nothing to mend in ${labs}; its steps were not run.`,
  found: (findings: number, labs: string) => `${counted.findings(findings)} in ${labs}.`,
  leftOut: (steps: number) => `Left out, as the sandbox lacks what they need: ${counted.steps(steps)}.`,
  unproved: 'The steps were not run.',
  unreadable: 'The steps were not run, as not every annotation can be read.'
} as const

/** What is said of a new lab. */
export const newLabTexts = {
  noName: (name: string) =>
    `A lab cannot be called "${name}": its name is made of a-z, 0-9 and "-", with at most 63 characters, such as my-first-lab.`,
  noFolder: (folder: string) => `There is no folder ${folder} to make the lab in; make it first.`,
  taken: (folder: string) => `${folder} is there already, and is left as it is; choose another name.`,
  notMade: (folder: string, code: string) => `The folder ${folder} cannot be made (${code}).`,
  made: (folder: string, files: string, guide: string) =>
    `Made ${folder}: a small lab that is complete (${files}).

  kubewalk run ${folder}             walk through it, as learners will
  kubewalk show ${folder}/README.md  see how it is understood
  kubewalk lint --no-run ${folder}   look for mistakes while you change it
  kubewalk lint ${folder}            prove each step, before you hand it on

How a lab is written: ${guide}`
} as const
