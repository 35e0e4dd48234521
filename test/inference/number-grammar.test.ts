import { expect, test } from 'vitest'
import { integerGrammar, numberGrammar } from '../../src-main/inference/number-grammar.ts'

/** The language of these grammars is regular: their parts are those of a regular expression in other clothes. */
function matcher(grammar: string | undefined): (text: string) => boolean {
  const source = (grammar ?? '[]')
    .replace(/"([^"]*)"/g, (_, text: string) => text.replace('.', '\\.'))
    .replaceAll(' ', '')
  const expression = new RegExp(`^(?:${source})$`)
  return (text) => expression.test(text)
}

const bounds = [
  -1200, -1000, -999, -100, -12, -10, -9, -1, 0, 1, 5, 9, 10, 11, 19, 20, 99, 100, 101, 999, 1000, 1001, 4096,
]

test('of all integers between any two bounds, and no others, each is allowed', () => {
  for (const minimum of bounds) {
    for (const maximum of bounds.filter((bound) => bound >= minimum)) {
      const isAllowed = matcher(integerGrammar({ minimum, maximum }))
      const found = Array.from({ length: 6_000 }, (_, at) => at - 1_500).filter((value) => isAllowed(String(value)))
      expect([minimum, maximum, found[0], found.at(-1), found.length]).toEqual([
        ...[minimum, maximum, minimum, maximum, maximum - minimum + 1],
      ])
    }
  }
})

test.each([
  [{}, ['0', '7', '-7', '999999999999999', '-12'], ['-0', '01', '1.5', '1000000000000000', '']],
  [{ minimum: 18 }, ['18', '19', '100', '999999999999999'], ['17', '9', '0', '-18', '018']],
  [{ maximum: 3 }, ['3', '0', '-999999'], ['4', '10', '-0']],
  [{ exclusiveMinimum: 0, exclusiveMaximum: 10 }, ['1', '9'], ['0', '10']],
  [{ minimum: 0.5, maximum: 2.5 }, ['1', '2'], ['0', '3']],
])('integers of %j are told from others', (shape, allowed, refused) => {
  const isAllowed = matcher(integerGrammar(shape))
  expect(allowed.filter((text) => !isAllowed(text))).toEqual([])
  expect(refused.filter(isAllowed)).toEqual([])
})

test.each([
  [{}, ['0', '-0.25', '12.5', '999999999999999'], ['.5', '1.', '01', '1e5']],
  [{ minimum: 0, maximum: 1 }, ['0', '0.5', '0.999999', '1', '1.0'], ['-0.1', '1.1', '2', '-0']],
  [{ minimum: -1, maximum: 1 }, ['-1', '-0.5', '0', '1'], ['-1.1', '1.000001', '-2']],
  [{ minimum: -20, maximum: -5 }, ['-20', '-5', '-5.5', '-19.9'], ['-4.9', '5', '-20.1', '-21']],
  [{ minimum: 1.5 }, ['1', '2.5'], ['-1']],
  [{ exclusiveMaximum: 0 }, ['-1', '-0.5'], ['1', '0.5']],
])('numbers of %j are told from others', (shape, allowed, refused) => {
  const isAllowed = matcher(numberGrammar(shape))
  expect(allowed.filter((text) => !isAllowed(text))).toEqual([])
  expect(refused.filter(isAllowed)).toEqual([])
})

test('bounds that leave no integer have no grammar', () => {
  expect(integerGrammar({ minimum: 4, maximum: 3 })).toBeUndefined()
  expect(integerGrammar({ minimum: 0.2, maximum: 0.8 })).toBeUndefined()
})
