import { z } from 'zod'
import { chapterForm } from './chapter-annotation.ts'
import { checkForms } from './check-forms.ts'
import { frontForm } from './front-matter.ts'
import { questionForm } from './question-annotation.ts'

/**
 * The JSON schema of what stands in a lab as YAML, for editors: by itself that of the lab's settings, in front matter or
 * in `<!-- lab … -->`; below `definitions` those of the annotations. It is made of the forms that the reader checks with.
 */
export function editorSchema(): object {
  const [first, ...others] = Object.values(checkForms)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'kubewalk labs',
    $ref: '#/definitions/lab',
    definitions: {
      lab: schemaOf(frontForm),
      check: oneOrMore('checkEntry'),
      checkEntry: schemaOf(z.union([first as z.ZodType, ...others])),
      question: oneOrMore('questionEntry'),
      questionEntry: schemaOf(questionForm),
      chapter: schemaOf(chapterForm)
    }
  }
}

/** An annotation holds one entry, or a list of them. */
function oneOrMore(name: string): object {
  const entry = { $ref: `#/definitions/${name}` }
  return { anyOf: [entry, { type: 'array', items: entry, minItems: 1 }] }
}

/** As an author writes it: what is optional there may be left out. */
function schemaOf(form: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(form, { target: 'draft-7', io: 'input', reused: 'inline' })
  return schema
}
