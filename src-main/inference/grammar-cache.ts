import type { Llama, LlamaGrammar } from 'node-llama-cpp'
import { badSchema } from './json-limits.ts'

const kept = 16

/** Compiles grammars and keeps the last ones. Throws `bad-template` for one that llama.cpp refuses. */
export function createGrammarCache(llama: Llama) {
  const grammars = new Map<string, LlamaGrammar>()

  return async function compile(text: string): Promise<LlamaGrammar> {
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
