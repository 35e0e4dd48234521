import type { Recipe, Step } from '#contract/recipe'
import type { DraftNote } from '#contract/template-drafts'
import { namesOfExamples } from '../example-names.ts'
import { hasPhrases } from '../has-phrases.ts'
import { inferLanguage } from '../infer-language.ts'
import { wordsOf } from '../text.ts'
import { figure, type GoodExample } from './check-example.ts'
import { endsWithPhrase, sharedClosing, sharedPhrases } from './infer-phrases.ts'
import { inferSchema } from './infer-schema.ts'
import { isConversation, kindOf, kindWords } from './text-kind.ts'

/** What a draft is called. */
export type DraftName = { key: string; name: string; isGiven: boolean }
export type InferredRecipe = { recipe: Recipe; notes: DraftNote[] } | { problem: string }

type Parts = { step: Partial<Recipe['steps'][number]>; notes: DraftNote[]; phrase: string; hint: string }

/** What an answer may have unless a template says otherwise; and the most that a draft asks for. */
const usualTokens = 2_048
/** The shortest examples are no reason for less. */
const leastTokens = 256
const roomStep = 64
const mostTokens = 16_384
/** A token has at least as many characters in most scripts. */
const charactersPerToken = 2
/** As the inference process limits rules. */
const largestSchemaBytes = 64 * 1024
const longestStart = 200
/** The full stop of “Dr.” ends none. */
const endsPhrase = /(?:[,;:!?…，；：！？。)\]"”’»]|(?<!(?<!\p{L})\p{Lu}\p{L}{0,3})\.)$/u
/** “The” and “I” begin many texts that have nothing else in common. */
const shownWord = /^\p{L}{4,}(?= \S)/u
const mostLabels = 30
const mostDrawn = 3
const standIn = 'A person'

/** The template that makes more of the kind of some examples, and what was read off them. */
export function inferRecipe(examples: readonly GoodExample[], { key, name, isGiven }: DraftName): InferredRecipe {
  const texts = examples.flatMap(({ output }) => (typeof output === 'string' ? [output] : []))
  const objects = examples.flatMap(({ output }) => (typeof output === 'string' ? [] : [output]))
  if (texts.length > 0 && objects.length > 0) {
    return {
      problem: `${figure(objects.length)} of the examples have named fields and ${figure(texts.length)} are plain texts. Give all of them the same form.`,
    }
  }
  const parts = objects.length > 0 ? partsOfObjects(objects) : partsOfTexts(texts)
  if ('problem' in parts) return parts
  const language = inferLanguage(examples.map(({ output }) => allText(output)))
  const missing = examples.filter(({ persona }) => persona === null).length
  const start = parts.step.start ?? ''
  // What the person called them says more than their form. So many rows of the default model shared a word with their
  // persona: 209 of 400 riddles, letters and potions with these words, 210 with “Write one of these for this persona:
  // Potions”, which reads like a machine; 118 of 240 with “For the collection “Potions”, write one for this persona”, 138 and
  // 133 of the same with the first two. Letters speak to the persona, not for it, in 5 of 21 rows with “for”; in 4 of 10 with
  // “that this persona would write”, 10 of 22 with “from” and 7 of 19 with “by”.
  const task = isGiven ? `${withoutBraces(name)}: write one for this persona` : `Write ${parts.phrase} for this persona`
  const sentences = [
    ...(isGiven ? [`${task}.`, `Write ${parts.phrase}${parts.hint}.`] : [`${task}${parts.hint}.`]),
    ...(language && language !== 'en' ? [`Write it in ${nameOfLanguage(language)}.`] : []),
    'It should fit this persona’s life, knowledge and way of speaking, so that somebody else would need another one.',
  ]
  const step: Step = {
    ...{ name: 'answer', background: '', start, output: { form: 'text', minWords: 0 } },
    prompt: `${sentences.join(' ')}\n\nPersona: {persona}`,
    turn: `${task}.\n\nPersona: {persona}`,
    ...parts.step,
    draw: Math.min(mostDrawn, examples.length),
    examples: examples.map(({ persona, output }) => ({
      persona: persona ?? standIn,
      output: typeof output === 'string' ? output.slice(start.length).trim() : output,
    })),
  }
  const names = [...namesOfExamples(step, step.prompt).keys()]
  return {
    recipe: {
      ...{ format: 'persona-loom/recipe@1', key, name, description: '', variables: {} },
      summary: `Drafted from ${figure(examples.length)} examples`,
      language: language ?? 'und',
      system: 'You are a helpful assistant.',
      steps: [step],
    },
    notes: [
      ...parts.notes,
      ...(names.length > 0 ? [{ key: 'names' as const, names }] : []),
      { key: 'language', code: language },
      { key: 'personas', missing, whole: examples.length },
      ...(parts.step.sampling?.maxTokens === undefined
        ? []
        : [{ key: 'max-tokens' as const, count: parts.step.sampling.maxTokens }]),
    ],
  }
}

function partsOfTexts(texts: readonly string[]): Parts {
  const start = sharedStart(texts)
  const lengths = texts.map((text) => wordsOf(text.slice(start.length)).length)
  // None need be as long as the shortest of a few happens to be.
  const minWords = Math.ceil(Math.min(...lengths) / 2)
  const usualLength = [...lengths].sort((one, other) => one - other)[Math.floor(lengths.length / 2)] as number
  const labels = sharedLabels(texts)
  const isTalk = texts.every(isConversation)
  const closing = isTalk ? undefined : sharedClosing(texts)
  const phrases = isTalk ? [] : sharedPhrases(texts, [start, ...labels.map((label) => `${label}:`)])
  const shared = closing && !hasPhrases(phrases.join('\n'), [closing]) ? [...phrases, closing] : phrases
  // The question that ends a riddle does not make it one.
  const ending = shared.find((phrase) => endsWithPhrase(texts, phrase)) ?? ''
  const bodies = texts.map((text) => text.slice(0, text.length - ending.length).trimEnd())
  const found = kindOf(bodies, labels.length > 0 ? '' : start.trim())
  const { kind, label } = ending && found.kind === 'sentence' ? { ...found, kind: 'short-text' as const } : found
  return {
    step: {
      start,
      output: {
        form: 'text',
        minWords,
        ...(labels.length > 0 ? { labels } : {}),
        ...(shared.length > 0 ? { phrases: shared } : {}),
      },
      ...room(texts),
    },
    notes: [
      { key: 'kind', kind, label },
      ...(start ? [{ key: 'start' as const, text: start.trim() }] : []),
      ...(labels.length > 0 ? [{ key: 'labels' as const, labels }] : []),
      ...(shared.length > 0 ? [{ key: 'phrases' as const, phrases: shared }] : []),
      { key: 'min-words', count: minWords },
    ],
    phrase: kind === 'label' ? `${/^[aeiou]/i.test(label) ? 'an' : 'a'} ${label}` : kindWords[kind],
    hint: [
      ...(usualLength < 5 ? [] : [`, of about ${roundly(usualLength)} words`]),
      ...(labels.length > 0
        ? [`, with these lines, each behind its name and a colon: ${labels.map(withoutBraces).join(', ')}`]
        : []),
      ...shared.map((phrase) => {
        const quoted = `“${withoutBraces(phrase)}”`
        if (phrase === closing) return `, signed with ${quoted} and a name`
        return phrase === ending ? `, ending with ${quoted}` : `, with ${quoted} in it`
      }),
    ].join(''),
  }
}

/**
 * What lines of all the texts begin with, in the order of the first: two or more, as one alone is the beginning of them
 * all or happens to be. Who speaks in a conversation is no part of it.
 */
function sharedLabels(texts: readonly string[]): string[] {
  if (texts.every(isConversation)) return []
  const [first = [], ...others] = texts.map((text) =>
    Array.from(text.matchAll(/^[ \t]*([\p{L}][^:\n]{0,60}?)[ \t]*:[ \t]*(?=\S|\n)/gmu), ([, label]) => label as string),
  )
  const shared = first.filter((label) => others.every((labels) => labels.includes(label)))
  return shared.length > 1 && shared.length <= mostLabels ? [...new Set(shared)] : []
}

/**
 * About four times what the longest example takes, so that a row whose end the model does not find is over soon. No text
 * has more tokens than bytes. Beyond the usual room, twice.
 */
function room(texts: readonly string[]): { sampling: { maxTokens: number } } {
  const bytes = Math.max(...texts.map((text) => Buffer.byteLength(text)))
  const short = Math.min(usualTokens, Math.max(leastTokens, Math.ceil(bytes / roomStep) * roomStep))
  const needed = Math.ceil(Math.max(...texts.map(({ length }) => length)) / charactersPerToken)
  return { sampling: { maxTokens: Math.min(mostTokens, Math.max(short, needed)) } }
}

function partsOfObjects(objects: readonly Record<string, unknown>[]): Parts | { problem: string } {
  const inferred = inferSchema(objects)
  const { fields, optional, leftOut, choices, longestTokens, schema } = inferred
  if (fields.length === 0) {
    return { problem: 'There is no named field that all of the examples have. Give them the same fields.' }
  }
  if (longestTokens > mostTokens) {
    return {
      problem: `Answers like these examples may have ${figure(longestTokens)} characters, and a template drafted from examples has room for ${figure(mostTokens)}. Take the longest texts and lists out.`,
    }
  }
  if (Buffer.byteLength(JSON.stringify(schema)) > largestSchemaBytes) {
    return { problem: 'The examples have more named fields than an answer can be held to. Leave some of them out.' }
  }
  const names = [...fields, ...optional].map((name) => withoutBraces(name))
  return {
    step: {
      output: { form: 'json', minWords: 0, schema },
      ...(longestTokens > usualTokens ? { sampling: { maxTokens: longestTokens } } : {}),
    },
    notes: [
      { key: 'kind', kind: 'record', label: '' },
      { key: 'fields', fields },
      ...(optional.length > 0 ? [{ key: 'fields-optional' as const, fields: optional }] : []),
      ...(leftOut.length > 0 ? [{ key: 'fields-left-out' as const, fields: leftOut }] : []),
      ...choices.map((choice) => ({ key: 'choices' as const, ...choice })),
    ],
    phrase: kindWords.record,
    hint: `, with ${names.length === 1 ? 'this field' : 'these fields'}: ${names.join(', ')}`,
  }
}

/**
 * The first line where all of the texts share it, with its end; else what they share of it up to a mark of punctuation with
 * one space behind, as half a phrase is there by chance, and with it every row would have to go on as the examples do. A first
 * word alone, as “Dear” or “What”, binds a row to little and tells it what it is.
 */
function sharedStart(texts: readonly string[]): string {
  const [first = ''] = texts
  const [line] = /^.*\n\s*(?=\S)/.exec(first) ?? []
  if (
    line &&
    line.length <= longestStart &&
    texts.every((text) => text.startsWith(line) && /^\S/.test(text.slice(line.length)))
  )
    return line
  let shared = 0
  while (shared < first.length && first[shared] !== '\n' && texts.every((text) => text[shared] === first[shared]))
    shared++
  const limit = Math.min(shared, longestStart)
  for (let at = first.lastIndexOf(' ', limit); at > 0; at = first.lastIndexOf(' ', at - 1)) {
    const isPlain = texts.every((text) => text[at] === ' ' && /\S/.test(text[at + 1] ?? ''))
    if (isPlain && endsPhrase.test(first.slice(0, at))) return first.slice(0, at)
  }
  const [word = ''] = shownWord.exec(first) ?? []
  return texts.every((text) => shownWord.exec(text)?.[0] === word) ? word : ''
}

/** A number as people say it, never less than it is: 7, 25, 140. */
function roundly(count: number): number {
  const step = count < 20 ? 1 : count < 100 ? 5 : 20
  return Math.ceil(count / step) * step
}

/** What a person wrote must not become a variable of the task. */
function withoutBraces(text: string): string {
  return text.replace(/[{}]/g, '')
}

function nameOfLanguage(code: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code
}

function allText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null ? Object.values(value).map(allText).join('\n') : ''
}
