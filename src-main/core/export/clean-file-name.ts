/** File systems take 255; a time, a number and an ending are still to come. */
const limitBytes = 150
// Names that mean a device on Windows, whatever follows their first dot.
const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i

/** A name that every file system takes and that stays in its folder: no separators, no hidden or device names, not long. */
export function cleanFileName(name: string, fallback: string): string {
  const plain = name
    .normalize('NFC')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"/\\|?*\u{FFFD}]+/gu, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[.\-\s]+/, '')
  const short = firstBytes(plain).replace(/[.\-\s]+$/, '')
  return short.replace(device, '_$1') || fallback
}

function firstBytes(text: string): string {
  let room = limitBytes
  let kept = ''
  for (const character of text) {
    room -= Buffer.byteLength(character)
    if (room < 0) break
    kept += character
  }
  return kept
}
