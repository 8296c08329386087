/**
 * Writes labs/schema.json, by which editors know the YAML of labs.
 *
 *   npm run schema
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { editorSchema } from '../src/lab/editor-schema.ts'

const file = path.resolve(import.meta.dirname, '../labs/schema.json')
writeFileSync(file, `${JSON.stringify(editorSchema(), undefined, 2)}\n`)
