/**
 * Characters of the longest text that a grammar of ours allows (GBNF without recursion, as `formGrammar` makes it). An
 * escape in JSON counts as one: models write it as one token, and hardly ever more tokens than characters.
 */
export function longestText(grammar: string): number {
  const rules = new Map(
    grammar.split('\n').map((line) => {
      const [name = '', expression = ''] = line.split(/ ::= (.*)/s)
      return [name, expression]
    }),
  )
  const lengths = new Map<string, number>()

  function ofRule(name: string): number {
    const known = lengths.get(name)
    if (known !== undefined) return known
    const length = ofExpression(rules.get(name) ?? '', ofRule)
    lengths.set(name, length)
    return length
  }
  return ofRule('root')
}

const tokens = /"(?:[^"\\]|\\.)*"|\[(?:[^\]\\]|\\.)*\]|\{\d+,\d+\}|[()|?]|[\w-]+/g
/** Alone it begins an escape. */
const backslash = '"\\\\"'

function ofExpression(expression: string, ofRule: (name: string) => number): number {
  const parts = expression.match(tokens) ?? []
  let position = 0

  function alternatives(): number {
    let longest = sequence()
    while (parts[position] === '|') {
      position++
      longest = Math.max(longest, sequence())
    }
    return longest
  }

  function sequence(): number {
    let length = 0
    while (position < parts.length && parts[position] !== '|' && parts[position] !== ')') {
      const one = single()
      length += one * repetitions()
    }
    return length
  }

  function single(): number {
    const part = parts[position++] as string
    if (part === '(') {
      const length = alternatives()
      position++ // The closing bracket.
      return length
    }
    if (part === backslash) return 0
    if (part.startsWith('"')) return part.slice(1, -1).replace(/\\./g, '_').length
    return part.startsWith('[') ? 1 : ofRule(part)
  }

  /** How often at most what stands before may come. */
  function repetitions(): number {
    const most = /^\{\d+,(\d+)\}$/.exec(parts[position] ?? '')?.[1]
    if (most === undefined && parts[position] !== '?') return 1
    position++
    return most === undefined ? 1 : Number(most)
  }

  return alternatives()
}
