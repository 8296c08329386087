/** A private key and a certificate, as PEM texts. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

const days = 3650

/**
 * Makes a self-signed certificate (elliptic curve P-256) for a server on this machine: 127.0.0.1, ::1 and localhost.
 * It is its own authority, for a kubeconfig's `certificate-authority-data`.
 */
export async function makeCertificate(now: Date = new Date()): Promise<Certificate> {
  // A CommonJS package: in the bundle only its default export is there (esbuild, code splitting).
  const { default: selfsigned } = await import('selfsigned')
  const made = await selfsigned.generate([{ name: 'commonName', value: 'kubewalk sandbox' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A clock that was set back a little must not make the certificate not yet valid.
    notBeforeDate: new Date(now.getTime() - 24 * 3600 * 1000),
    notAfterDate: new Date(now.getTime() + days * 24 * 3600 * 1000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' }
        ]
      }
    ]
  })
  return { key: made.private, cert: made.cert }
}
