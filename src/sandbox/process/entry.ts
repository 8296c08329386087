import { fileURLToPath } from 'node:url'

/**
 * The file that runs as the sandbox's process: `dist/sandbox.js` beside the bundle's chunks, or main.ts in a checkout,
 * which Node runs as it is.
 */
export function sandboxEntry(): string {
  const name = import.meta.url.endsWith('.ts') ? './main.ts' : './sandbox.js'
  return fileURLToPath(new URL(name, import.meta.url))
}
