import type { Llama, LlamaGrammar } from 'node-llama-cpp'
import type { JsonSchema } from '../core/engine.ts'
import { jsonGrammar } from './json-grammar.ts'
import { badSchema } from './json-limits.ts'

const kept = 16

/** Compiled grammars of the last schemas. Throws `bad-template` for a schema that cannot be followed. */
export function createGrammarCache(llama: Llama) {
  const grammars = new Map<string, LlamaGrammar>()

  return async function grammarOf(schema: JsonSchema, start: string): Promise<LlamaGrammar> {
    const text = jsonGrammar(schema, start)
    const known = grammars.get(text)
    if (known) return known
    const grammar = await llama.createGrammar({ grammar: text }).catch((error: unknown) => {
      throw badSchema(`makes rules that the engine refuses (${error instanceof Error ? error.message : 'unknown'})`)
    })
    const [oldest] = grammars.keys()
    if (oldest !== undefined && grammars.size >= kept) grammars.delete(oldest)
    grammars.set(text, grammar)
    return grammar
  }
}
