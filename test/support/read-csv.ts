/** RFC 4180 to the letter: CRLF between rows, quotes doubled, nothing else allowed. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (let at = 0; at < text.length; ) {
    let cell = ''
    if (text[at] === '"') {
      const end = /^"((?:[^"]|"")*)"/.exec(text.slice(at))
      if (!end) throw new Error(`Open quote at ${at}`)
      cell = (end[1] as string).replaceAll('""', '"')
      at += end[0].length
    } else {
      cell = /^[^,\r\n"]*/.exec(text.slice(at))?.[0] ?? ''
      at += cell.length
    }
    row.push(cell)
    if (text[at] === ',') at += 1
    else if (text.startsWith('\r\n', at)) {
      rows.push(row)
      row = []
      at += 2
    } else throw new Error(`Neither comma nor CRLF at ${at}: ${JSON.stringify(text.slice(at, at + 20))}`)
  }
  if (row.length > 0) throw new Error('The last row does not end in CRLF')
  return rows
}
