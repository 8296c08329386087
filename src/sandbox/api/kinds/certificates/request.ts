/** A certificate signing request is PEM around DER; what is inside is its signer's business. */
const block = /-----BEGIN ([A-Z ]+)-----\s*([A-Za-z0-9+/=\s]*?)-----END \1-----/

/**
 * What is wrong with the request of a CertificateSigningRequest, in the words of ParseCSR (pkg/apis/certificates,
 * v1.35); `undefined` when it is one. Signatures are not checked.
 *
 * @param encoded PEM text in base64, as JSON carries it
 */
export function requestProblem(encoded: string): string | undefined {
  const match = block.exec(Buffer.from(encoded, 'base64').toString('latin1'))
  const wrongBlock = 'PEM block type must be CERTIFICATE REQUEST'
  if (!match || (match[1] !== 'CERTIFICATE REQUEST' && match[1] !== 'NEW CERTIFICATE REQUEST')) return wrongBlock
  const der = Buffer.from(match[2] ?? '', 'base64')
  return isWholeSequence(der) ? undefined : 'asn1: structure error: malformed certificate request'
}

/** Whether bytes are one DER sequence and nothing after it. */
function isWholeSequence(der: Buffer): boolean {
  if (der.length < 2 || der[0] !== 0x30) return false
  const first = der[1] ?? 0
  if (first < 0x80) return der.length === 2 + first
  const bytes = first & 0x7f
  if (bytes === 0 || bytes > 4 || der.length < 2 + bytes) return false
  return der.length === 2 + bytes + der.readUIntBE(2, bytes)
}
