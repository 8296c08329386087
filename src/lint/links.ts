import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { anchorsIn, linksIn } from '../markdown/links.ts'
import { lintTexts } from '../texts/texts.ts'
import type { LintedFile } from './linted-file.ts'
import type { Finding } from './finding.ts'

/**
 * Links and images that lead to no file, or to no heading of a Markdown file. Addresses of the network are not tried: a
 * lab is proved without one.
 */
export async function brokenLinks({ shown, file, body }: LintedFile): Promise<Finding[]> {
  const found: Finding[] = []
  for (const { href, line } of linksIn(body)) {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href) || href === '') continue
    const [address = '', anchor = ''] = href.split('#').map(decoded)
    const name = address.split('?')[0] ?? ''
    const target = name === '' ? file : await targetOf(name, path.dirname(file))
    const message = target === undefined ? lintTexts.noFile(name) : await missingAnchor(target, name, anchor)
    if (message !== undefined) found.push({ file: shown, line, rule: 'link', message })
  }
  return found
}

/** Where a name leads; one that begins with `/` from the top of the repository, as GitHub reads it. */
async function targetOf(name: string, folder: string): Promise<string | undefined> {
  if (!name.startsWith('/')) return existing(path.resolve(folder, name))
  for (let top = folder; ; top = path.dirname(top)) {
    if ((await existing(path.join(top, '.git'))) !== undefined) return existing(path.join(top, name))
    if (path.dirname(top) === top) return undefined
  }
}

async function existing(file: string): Promise<string | undefined> {
  return (await stat(file).catch(() => undefined)) === undefined ? undefined : file
}

async function missingAnchor(target: string, name: string, anchor: string): Promise<string | undefined> {
  if (anchor === '' || !/\.(md|markdown)$/i.test(target)) return undefined
  const text = await readFile(target, 'utf8').catch(() => '')
  return anchorsIn(text).has(anchor) ? undefined : lintTexts.noHeading(anchor, name)
}

/** `%20` and its like read; a text that only looks like it stays. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
