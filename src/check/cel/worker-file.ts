/**
 * Where the worker's entry lies: beside the bundle's chunks in `dist/`, or, when the sources themselves run, one folder
 * above this one.
 */
export function workerFile(): URL {
  const here = import.meta.url
  return here.endsWith('.ts') ? new URL('../cel-worker.ts', here) : new URL('./cel-worker.js', here)
}
