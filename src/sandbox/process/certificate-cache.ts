import { X509Certificate, createPrivateKey } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { makeCertificate, type Certificate } from './certificate.ts'
import { writePrivate } from './places.ts'

/** A certificate is made anew when less than this is left of it. */
const leastLeftMs = 30 * 24 * 3600 * 1000

/**
 * The certificate that this user's sandboxes serve with. Making one costs half of a start, so it is kept (0600); one
 * that is damaged, of another key, or near its end is replaced.
 *
 * @param cacheFolder made (0700) when it is not there.
 */
export async function cachedCertificate(cacheFolder: string, now: Date = new Date()): Promise<Certificate> {
  const file = path.join(cacheFolder, 'sandbox-certificate.json')
  const kept = await readCertificate(file)
  if (kept && isUsable(kept, now)) return kept
  const made = await makeCertificate(now)
  await mkdir(cacheFolder, { recursive: true, mode: 0o700 })
  await writePrivate(file, JSON.stringify(made))
  return made
}

async function readCertificate(file: string): Promise<Certificate | undefined> {
  try {
    const { key, cert } = JSON.parse(await readFile(file, 'utf8')) as Partial<Certificate>
    return typeof key === 'string' && typeof cert === 'string' ? { key, cert } : undefined
  } catch {
    return undefined
  }
}

function isUsable({ key, cert }: Certificate, now: Date): boolean {
  try {
    const certificate = new X509Certificate(cert)
    return (
      certificate.checkPrivateKey(createPrivateKey(key)) &&
      certificate.validFromDate <= now &&
      certificate.validToDate.getTime() - now.getTime() > leastLeftMs
    )
  } catch {
    return false
  }
}
