import { readSync } from 'node:fs'
import { AppError } from '#contract/errors'
import type { OpenFile } from './gguf-reader.ts'

const sniffedBytes = 4096
const pickleNames = /\.(bin|pt|pth|ckpt|pkl|pickle)$/i
const archiveMarks = ['PK\x03\x04', '\x1f\x8b', '7z\xbc\xaf', '\xfd7zXZ', '\x28\xb5\x2f\xfd', 'Rar!', 'BZh']
const oldModelMarks = ['lmgg', 'fmgg', 'tjgg', 'algg']

/** Names what was chosen when it is no GGUF: an empty file, a web page, a pointer, a format that can run code, ... */
export function refuseForeignFormat({ fd, name, sizeBytes }: OpenFile): void {
  const head = Buffer.alloc(Math.min(sniffedBytes, sizeBytes))
  const bytes = head.subarray(0, readSync(fd, head, 0, head.length, 0))
  // One character a byte.
  const text = bytes.toString('latin1')
  if (text.startsWith('GGUF')) return
  throw new AppError('model-unusable', foreignFormat(bytes, text, name, sizeBytes))
}

function foreignFormat(bytes: Buffer, text: string, name: string, sizeBytes: number): string {
  if (bytes.length === 0) return `${name} is empty. The copy or download did not finish.`
  if ('GGUF'.startsWith(text)) return `${name}: the model's header is cut off at byte ${sizeBytes}. Download it again.`
  if (bytes.every((byte) => byte === 0)) return `${name} begins with zeros only. The copy or download did not finish.`
  if (text.startsWith('version https://git-lfs')) {
    return `${name} is a ${sizeBytes}-byte pointer; the real model was not downloaded. Run "git lfs pull", or download the file itself.`
  }
  if (/^(\xef\xbb\xbf)?\s*<(!doctype|!--|html|head|body|\?xml)/i.test(text)) {
    return `${name} is a web page, not a model. Download the file itself.`
  }
  // A PyTorch archive is a zip with a pickle as its first member; 0x80 and a protocol number begin a bare pickle.
  const zippedPickle = text.startsWith('PK\x03\x04') && text.slice(30, 200).includes('data.pkl')
  const pickle = bytes[0] === 0x80 && (bytes[1] ?? 0xff) <= 5
  if (pickleNames.test(name) || zippedPickle || pickle) {
    return `${name}: this format can run code. Only GGUF is accepted.`
  }
  if (/\.safetensors$/i.test(name) || text.slice(5, 10) === '\0\0\0{"') {
    return `${name} is a safetensors file. Only GGUF is accepted: look for a GGUF edition of the same model.`
  }
  if (archiveMarks.some((mark) => text.startsWith(mark))) {
    return `${name} is an archive. Only GGUF is accepted: unpack it and choose the .gguf file inside.`
  }
  if (oldModelMarks.some((mark) => text.startsWith(mark))) {
    return `${name} is a model in a format older than GGUF. Only GGUF is accepted: look for a newer edition.`
  }
  return `${name} is not a GGUF model. Only GGUF is accepted.`
}
