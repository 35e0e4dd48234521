const maxStemBytes = 150
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/** A name that every file system takes: the last part of what was given, without control or direction marks. */
export function safeFileName(given: string): string {
  const last = given.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '_').replace(/^[. ]+|[. ]+$/g, '')
  const [, stem = '', ending = ''] = /^(.*?)(\.[^.]{1,20})?$/su.exec(plain) ?? []
  const name = cutToBytes(stem, maxStemBytes) || 'file'
  return (reservedOnWindows.test(name) ? `_${name}` : name) + ending
}

/** A `content-disposition` with the name in ASCII for old readers and in UTF-8 for the rest (RFC 6266, RFC 5987). */
export function attachment(fileName: string): string {
  const name = safeFileName(fileName)
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_')
  const encoded = encodeURIComponent(name).replace(/[*'()]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

function cutToBytes(text: string, limitBytes: number): string {
  let kept = ''
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > limitBytes) break
    kept += character
  }
  return kept
}
