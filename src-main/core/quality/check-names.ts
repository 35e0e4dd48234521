import type { Step } from '#contract/recipe'
import { withStart } from '#contract/recipe-shape'
import { hasName, nameCandidates, namesOfExamples, sentenceBeginning, textsOfExample } from '../example-names.ts'
import { hasPhrases } from '../has-phrases.ts'
import { capitalWord, loneNamesIn } from '../lone-names.ts'
import type { ComposedPrompt } from '../prompting.ts'
import { textBehind } from './labelled-lines.ts'

const oneWord = new RegExp(String.raw`(?<![\p{L}\p{N}'’-])${capitalWord}`, 'gu')
const runOfWords = new RegExp(String.raw`(?<![\p{L}\p{N}'’-])${capitalWord}(?:[ \t]+${capitalWord})*`, 'gu')

/**
 * Finds the names of a template's examples in a row: two or more words with capitals that only one example has, and that
 * neither the rest of the prompt nor the persona has; one word where its place tells that it is a name. A name that two of
 * them share is one of the template's own world.
 * Where a person's own text stands in place of that world, its words with capitals are names too.
 */
export function createNameCheck(
  step: Step,
  { given, replaced }: Pick<ComposedPrompt, 'given' | 'replaced'>,
): (text: string, persona: string) => { text: string; example: number | undefined }[] {
  const names = namesOfExamples(step, given)
  const coined = new Set(replaced ? coinedWords(step, replaced).filter((each) => !hasPhrases(given, [each])) : [])
  if (names.size + coined.size === 0) return () => []
  return (text, persona) => {
    const words = Array.from(text.matchAll(oneWord), ([each]) => each).filter(
      (each) => coined.has(each) && !hasPhrases(persona, [each]),
    )
    const whole = step.output.form === 'json' ? text : withStart(step.start, text)
    const found = [...nameCandidates(text), ...loneNamesIn(whole)].filter(
      (name) => names.has(name) && !hasName(persona, name),
    )
    return [...new Set([...words, ...found])].map((name) => ({ text: name, example: names.get(name) }))
  }
}

/** Words of a world with capitals inside a sentence, and those that are all that stands behind a label of an example. */
function coinedWords({ start, output: { labels = [] }, examples }: Step, world: string): string[] {
  const alone = Array.from(world.matchAll(runOfWords))
    .filter(
      ({ 0: run, index }) =>
        !/\s/.test(run) && !sentenceBeginning.test(world.slice(Math.max(0, index - 3), index).trimEnd()),
    )
    .map(([run]) => run)
  const values = examples
    .flatMap((example) => textsOfExample(example, start))
    .flatMap((text) => labels.map((label) => textBehind(text, label, labels)))
  return [...alone, ...values.filter((value) => /^\p{Lu}\p{Ll}[\p{L}’'-]*$/u.test(value))]
}
