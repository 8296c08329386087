import { defineConfig } from 'eslint/config'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/** Three words in a row, or two at the end of a sentence; not behind the name of a program that people run. */
const sentence =
  "/^(?!(kubectl|sudo|brew|apt-get|nix-env) )[^]*([A-Za-z’']+,? [a-z’']+,? [a-z’']+|[A-Za-z]+ [a-z]+[.:?!](\\n)?$)/"

export default defineConfig(
  {
    ignores: ['dist', 'node_modules', '.toolchain', 'coverage', 'bin', '**/*.cjs', 'scripts/*.js', 'eslint.config.js']
  },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      // Numbers and booleans in template strings are plain to read; the rule only makes messages longer.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // The in-process client names the kind that the caller expects, as client-go's typed clients do.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }]
    }
  },
  {
    // Texts for people stand in the catalogues of src/texts, in every language. What looks like a sentence is one, unless
    // it is a command, tells a programmer of a mistake, or describes a field in the schema that editors use.
    files: ['src/{check,cli,cluster,doctor,lab,lint,map,markdown,report,session}/**/*.ts'],
    ignores: ['src/lab/{check-forms,kubectl-line,lexicon}.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...['Literal[value=', 'TemplateElement[value.cooked='].map(node => ({
          selector: `:not(NewExpression, NewExpression > TemplateLiteral, [callee.property.name="describe"]) > ${node}${sentence}]`,
          message: 'Texts for people belong into src/texts, in every language.'
        }))
      ]
    }
  },
  {
    files: ['src/ui/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules
  },
  {
    files: ['test/**/*.ts', 'test/**/*.tsx'],
    rules: {
      // Tests read fields of parsed JSON, whose shape is what they prove.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines': 'off'
    }
  }
)
