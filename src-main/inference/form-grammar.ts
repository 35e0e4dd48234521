import type { OutputForm } from '../core/engine.ts'
import { jsonGrammar } from './json-grammar.ts'
import { badRules, limits, literal } from './json-limits.ts'
import { patternToGrammar } from './pattern-grammar.ts'

/** The grammar (GBNF) of an answer behind its start; undefined for free text. Throws `bad-template`. */
export function formGrammar(form: OutputForm, start: string): string | undefined {
  switch (form.kind) {
    case 'text':
      return undefined
    case 'json':
      return jsonGrammar(form.schema, start)
    case 'choice':
      return behindStart(form.choices.map((choice) => literal(choice)).join(' | '), start)
    case 'pattern':
      return behindStart(
        patternToGrammar(form.pattern, { inJson: false, bad: badPattern, times: createTimes() }),
        start,
      )
  }
}

/** Behind "Answer:" most models go on with a space. */
function behindStart(expression: string, start: string): string {
  const space = start !== '' && !/\s$/.test(start) ? '" "? ' : ''
  return `root ::= ${space}(${expression})`
}

const badPattern = (what: string) => badRules(`the pattern ${what}`)

function createTimes() {
  let repetitions = 0
  return (expression: string, least: number, most: number): string => {
    repetitions += most
    if (repetitions > limits.repetitions) throw badPattern('allows more text than fits any model')
    return `${expression}{${least},${most}}`
  }
}
