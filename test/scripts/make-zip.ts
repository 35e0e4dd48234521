import { crc32, deflateRawSync } from 'node:zlib'

export type Member = {
  name: string
  content: Buffer
  isPacked?: boolean
  /** Lies in the list of contents, for hostile files. */
  declaredBytes?: number
  packedBytes?: number
  flags?: number
  method?: number
  localOffset?: number
  /** Written with the 64-bit fields of large archives. */
  isLong?: boolean
}

/** A ZIP file made by hand, so that each of its fields can lie. */
export function makeZip(
  members: Member[],
  { directoryOffset, comment = '' }: { directoryOffset?: number; comment?: string } = {},
) {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const member of members) {
    const local = localPart(member)
    entries.push(entryPart(member, offset))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(directoryOffset ?? offset, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)])
}

/** A Python wheel that pip accepts, with one member more than it needs. */
export function makeWheel(name: string, version: string, member: Member) {
  const info = `${name}-${version}.dist-info`
  const text = (file: string, lines: string[]) => ({
    name: `${info}/${file}`,
    content: Buffer.from(`${lines.join('\n')}\n`),
  })
  return makeZip([
    member,
    text('METADATA', ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`]),
    text('WHEEL', ['Wheel-Version: 1.0', 'Generator: test', 'Root-Is-Purelib: true', 'Tag: py3-none-any']),
    text('RECORD', []),
  ])
}

function packed({ content, isPacked }: Member) {
  return isPacked ? deflateRawSync(content) : content
}

function localPart(member: Member) {
  const name = Buffer.from(member.name)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(member.method ?? (member.isPacked ? 8 : 0), 8)
  head.writeUInt32LE(crc32(member.content), 14)
  head.writeUInt32LE(packed(member).length, 18)
  head.writeUInt32LE(member.content.length, 22)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, name, packed(member)])
}

function entryPart(member: Member, ownOffset: number) {
  const name = Buffer.from(member.name)
  const numbers = [
    member.declaredBytes ?? member.content.length,
    member.packedBytes ?? packed(member).length,
    member.localOffset ?? ownOffset,
  ]
  const [declaredBytes = 0, packedBytes = 0, localOffset = 0] = member.isLong ? numbers.map(() => 0xffffffff) : numbers
  const extra = member.isLong ? longNumbers(numbers) : Buffer.alloc(0)
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(member.flags ?? 0, 8)
  head.writeUInt16LE(member.method ?? (member.isPacked ? 8 : 0), 10)
  head.writeUInt32LE(crc32(member.content), 16)
  head.writeUInt32LE(packedBytes, 20)
  head.writeUInt32LE(declaredBytes, 24)
  head.writeUInt16LE(name.length, 28)
  head.writeUInt16LE(extra.length, 30)
  head.writeUInt32LE(localOffset, 42)
  return Buffer.concat([head, name, extra])
}

function longNumbers(numbers: number[]) {
  const extra = Buffer.alloc(4 + 8 * numbers.length)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8 * numbers.length, 2)
  for (const [index, value] of numbers.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index)
  return extra
}
