/** What is wrong with a lab's file, told to its author behind the file's name and the line. */
export const labMistakes = {
  didYouMean: (word: string) => `did you mean "${word}"?`,
  knownAre: (words: string) => `known are ${words}.`,
  and: ' and ',
  neverClosed: (word: string) => `the annotation "${word}" is never closed; end it with "-->".`,
  writeColon: (word: string) => `write "${word}:" or begin a new line after "${word}".`,
  noAnnotation: (word: string) => `there is no annotation "${word}"`,
  notAsItMustBe: (key: string, why: string) => `"${key}" is not as it must be: ${why}.`,
  noChapterKey: (key: string) => `a chapter has no key "${key}"`,
  noNeed: (word: string) => `a step cannot need "${word}"`,
  noSetting: (key: string) => `a lab has no setting "${key}"`,
  settingsForm: 'the lab\'s settings must be keys and values, such as "title: …".',
  settingsTwice: "the lab's settings stand twice; join them.",
  folderWithin: 'must be a folder within the clone',
  rightForm: 'must be a verb and a resource, such as "patch nodes"',
  addressForm: 'must be an address',
  isEmpty: (word: string) => `the ${word} is empty.`,
  secondSolution: 'a step has one solution, this is its second.',
  idForm: (id: string) => `a step's id is made of a-z, 0-9 and "-", not "${id}".`,
  idTwice: (id: string) => `the step id "${id}" is used twice.`,
  yamlTooLarge: (most: number) => `the YAML is larger than ${most} characters.`,
  yamlUnparsable: (why: string) => `the YAML does not parse: ${why}.`,
  checkForm: 'a check is written as keys and values, such as "ready: deployment/web".',
  noCheckKey: (key: string) => `a check has no key "${key}"`,
  noCheckKind: (kinds: string) => `a check has exactly one of ${kinds}; this one has none.`,
  manyCheckKinds: (kinds: string, present: string) => `a check has exactly one of ${kinds}; this one has ${present}.`,
  doesNotGoWith: (key: string, kind: string) => `"${key}" does not go with "${kind}".`,
  mustBeText: (key: string) => `"${key}" must be text.`,
  mustBeExpression: (key: string) =>
    `"${key}" must be text; an expression is best written as a block: "|" and then the expression on the next line.`,
  withinForm: '"within" must be a time such as 30s, 2m or 500ms, up to 30m.',
  needsExpect: (key: string) => `"${key}" needs an "expect": what should be so, in CEL.`,
  noPattern: (why: string) => `"command" is no regular expression: ${why}.`,
  needsNodes: '"onNodes" needs "nodes": a list of names, or a label selector such as disk=ssd.',
  badExpression: (key: string, why: string) => `the expression of "${key}" cannot be used: ${why}.`,
  questionForm: 'a question is written as keys and values, such as "ask: Which node …?"',
  noQuestionKey: (key: string) => `a question has no key "${key}"`,
  badQuestionExpression: (why: string) => `an expression of the question cannot be used: ${why}.`,
  needsAsk: 'a question needs an "ask": what is asked.',
  predictForm: '"predict" is true or false.',
  choicesForm: '"choices" is a list, or with "get" an expression that gives one.',
  choicesCount: (most: number) => `"choices" are two to ${most} different texts.`,
  needsAnswer: 'a question needs an "answer": one of the choices, or with "get" an expression that gives it.',
  answerForm: 'the "answer" must be one of the choices.'
}

/** Why a file is no lab; `file` stands as it was named. */
export const labFileTexts = {
  noMarkdown: (file: string) =>
    `${file} is no Markdown file; give a file that ends in .md, or a folder with a README.md.`,
  noSuchFile: (file: string) => `There is no file ${file}.`,
  notAFile: (file: string) => `${file} is no file; give a Markdown file or a folder with a README.md.`,
  tooLong: (file: string, size: number, most: number) => `${file} is ${size} kB long; a tutorial may have ${most} kB.`,
  unreadable: (file: string, why: string) => `${file} cannot be read: ${why}.`,
  notUtf8: (file: string) => `${file} is not text in UTF-8; save it as UTF-8 and try again.`,
  empty: (file: string) => `${file} is empty; a lab is a Markdown file with headings and commands.`,
  giveOne: 'Give the name of a lab, a folder or a Markdown file.',
  noReadme: (folder: string) => `The folder ${folder} has no README.md; give the Markdown file itself.`,
  noFileOrFolder: (name: string) => `There is no file or folder ${name}.`,
  nearLab: (name: string, near: string) => `There is no lab, file or folder ${name}; did you mean ${near}?`,
  otherLabs: (name: string, labs: string) => `There is no lab, file or folder ${name}; there are ${labs}.`,
  noLabs: (name: string) => `There is no lab, file or folder ${name}; none are installed.`,
  /** Behind the file's name: why it is not even looked into. */
  refused: {
    long: (size: number, most: number) => `is ${size} kB long; a tutorial may have ${most} kB`,
    binary: 'holds binary data, not text',
    brackets: (count: number) => `holds ${count} opening brackets, which no tutorial needs`,
    deep: (most: number, line: number) => `nests quotes or lists more than ${most} deep in line ${line}`
  }
}

/** What comes of an expression of a check or a question; what the language itself says of it stays as it is. */
export const celTexts = {
  tooLong: (most: number) => `the expression is longer than ${most} characters`,
  namesHere: (names: string) => `; the names here are ${names}`,
  unparsable: 'it does not parse',
  notBoolean: (type: string) => `it gives ${type}, but a check needs true or false`,
  noBoolean: 'it gives no boolean, but a check needs true or false',
  noText: 'it gives no text, but a question needs texts',
  cannotEvaluate: 'it cannot be evaluated',
  tooSlow: (seconds: number) => `it did not end within ${seconds} seconds`,
  tooMuchMemory: (why: string) => `it used too much memory (${why})`,
  is: (expression: string, value: string) => `${expression} is ${value}`,
  notSoFor: (name: string) => `not so for ${name}`,
  notSoForSome: (count: number) => `not so for ${count} of them`
}
