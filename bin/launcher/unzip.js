// @ts-check
'use strict'

const zlib = require('node:zlib')

/**
 * Takes one file out of a ZIP archive; neither encryption nor ZIP64. Follows PKWARE's APPNOTE 6.3.9, sections 4.3.7
 * (local header), 4.3.12 (central directory) and 4.3.16 (its end).
 *
 * @param {Buffer} archive
 * @param {string} name the path inside the archive
 * @returns {Buffer}
 * @throws {Error} when the archive is cut off, or has no such file
 */
function unzip(archive, name) {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0) throw new Error('this is no ZIP archive, or one that was cut off')
  let entry = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = archive.readUInt16LE(entry + 28)
    const next = entry + 46 + nameLength + archive.readUInt16LE(entry + 30) + archive.readUInt16LE(entry + 32)
    if (archive.toString('utf8', entry + 46, entry + 46 + nameLength) === name) {
      const method = archive.readUInt16LE(entry + 10)
      const local = archive.readUInt32LE(entry + 42)
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
      const packed = archive.subarray(start, start + archive.readUInt32LE(entry + 20))
      return method === 0 ? packed : zlib.inflateRawSync(packed)
    }
    entry = next
  }
  throw new Error(`the archive has no ${name}`)
}

module.exports = { unzip }
