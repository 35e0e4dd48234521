/** Texts that formats tend to damage: `count` of them, all different. */
export function hardStrings(count: number): string[] {
  const pieces = [
    'a\0b',
    '\0',
    '👩🏽‍🚀',
    'שלום עולם',
    '\u202Eright to left\u202C',
    'e\u0301 \u1e69 s\u0323\u0307',
    '\r\n',
    '\n',
    '\r',
    '"',
    '""',
    "'",
    '\\',
    '\\n',
    '\\u0041',
    '\u2028',
    '\u2029',
    '\uFEFF',
    '\u00A0',
    '\t',
    '=1+1',
    '+1',
    '-1',
    '@cmd',
    ',',
    ';',
    '|',
    '<script>',
    '{persona}',
    '%s',
    '\u{10FFFF}',
    '\u0001',
    '\u007f',
    '\u0085',
    '中文',
    'ﬁ',
    '𝒜',
    '\uFFFD',
    '{"a":1}',
    '</s><|im_end|>',
    ' ',
    '  two  ',
    '\b\f\v',
    '\u200D',
    '🇨🇭',
    'null',
    '0',
    '1e5',
  ]
  return Array.from({ length: count }, (_, at) => {
    // Steps without a common divisor with the number of pieces, so that each shape meets each piece.
    const piece = (step: number): string => pieces[(Math.floor(at / 4) * step) % pieces.length] as string
    const shapes = [
      `${piece(1)}${at}`,
      `${at}${piece(1)}`,
      `${piece(1)}${at}${piece(5)}`,
      `${piece(3)}${piece(7)}${at} text ${piece(11)}`,
    ]
    return shapes[at % shapes.length] as string
  })
}
