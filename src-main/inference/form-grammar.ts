import { AppError } from '#contract/errors'
import type { Ending, JsonSchema, OutputForm } from '../core/engine.ts'
import { jsonGrammar } from './json-grammar.ts'
import { badRules, defaultSteps, limits, literal } from './json-limits.ts'
import { longestText } from './longest-text.ts'
import { patternToGrammar } from './pattern-grammar.ts'

/**
 * The grammar (GBNF) of an answer behind its start; undefined for free text. Where a JSON schema gives no bounds, they
 * are chosen so that the longest answer fits into `maxTokens`, where possible. Throws `bad-template`.
 */
export function formGrammar(form: OutputForm, start: string, maxTokens: number): string | undefined {
  switch (form.kind) {
    case 'text':
      if (form.lines) return linesGrammar(form.lines, start)
      return form.ending && endingGrammar(form.ending, start)
    case 'json':
      return boundedJson(form.schema, start, maxTokens)
    case 'choice':
      return behindStart(form.choices.map((choice) => literal(choice)).join(' | '), start)
    case 'pattern':
      return behindStart(
        patternToGrammar(form.pattern, { inJson: false, bad: badPattern, times: createTimes() }),
        start,
      )
  }
}

/** Throws `bad-template` for a form that cannot be followed, or whose longest answer does not fit into `maxTokens`. */
export function checkForm(form: OutputForm, start: string, maxTokens: number): void {
  // A free text has no longest one: what is cut off is told as such.
  if (form.kind === 'text') return
  const grammar = formGrammar(form, start, maxTokens)
  const longest = grammar === undefined ? 0 : longestText(grammar)
  if (longest <= maxTokens) return
  throw new AppError(
    'bad-template',
    `The output rules allow answers of up to ${longest} tokens, and an answer may have ${maxTokens} here: some would be cut off. Nothing was made. Raise the length limit, or give the rules smaller bounds (maxLength, maxItems).`,
  )
}

function boundedJson(schema: JsonSchema, start: string, maxTokens: number): string {
  let grammar = ''
  for (const defaults of defaultSteps) {
    grammar = jsonGrammar(schema, start, defaults)
    if (longestText(grammar) <= maxTokens) break
  }
  return grammar
}

/** A line for each label, of any length above a character; the first label may stand in the start already. */
function linesGrammar(labels: readonly string[], start: string): string {
  const lines = labels.flatMap((label, at) => [
    at === 0 && start !== '' ? '" "?' : literal(`${label}: `),
    at < labels.length - 1 ? 'value "\\n"' : 'value',
  ])
  return `root ::= ${lines.join(' ')}\nvalue ::= [^ \\x00-\\x1F\\x7F] [^\\x00-\\x1F\\x7F]*`
}

/** Sentences of any length with a space or, in lines, a break behind each, and the words that end them all. */
function endingGrammar({ words, sentences, inLines }: Ending, start: string): string {
  const marks = '.!?。！？'
  const controls = inLines ? '\\x00-\\x09\\x0B-\\x1F\\x7F' : '\\x00-\\x1F\\x7F'
  return [
    `root ::= ${start === '' ? '' : '" "? '}(sentence gap){1,${sentences}} ${literal(words)}`,
    `sentence ::= [^ ${marks}\\x00-\\x1F\\x7F] [^${marks}${controls}]* [${marks}]+ ["”’»)]*`,
    inLines ? 'gap ::= [ \\n] "\\n"?' : 'gap ::= " "',
  ].join('\n')
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
