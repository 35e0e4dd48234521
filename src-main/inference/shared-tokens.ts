import type { Prompt } from '../core/engine.ts'

/** Prompts that share a beginning follow one another, so few beginnings are asked for at a time. */
const mostKept = 32
/** Two inputs whose texts begin differently in any vocabulary. */
const probes = ['a', '0']

type Options = { answersAtOnce: boolean } | undefined
type Tokenise = (prompt: Prompt, options: Options) => Promise<readonly number[]>

/**
 * Finds the tokens that the prompts of one template and one set of examples begin with, whatever their input is: those
 * that two made-up inputs have in common. So they follow from the template alone, not from what other rows hold.
 */
export function createSharedTokens(tokenise: Tokenise) {
  const known = new Map<string, Promise<readonly number[]>>()

  async function find(prompt: Prompt, options: Options): Promise<readonly number[]> {
    const [one = [], other = []] = await Promise.all(probes.map((probe) => tokenise(withInput(prompt, probe), options)))
    return one.slice(0, commonLength(one, other))
  }

  return (prompt: Prompt, options: Options): Promise<readonly number[]> => {
    const key = JSON.stringify([withInput(prompt, ''), options])
    const found = known.get(key) ?? find(prompt, options)
    known.delete(key)
    known.set(key, found)
    found.catch(() => known.delete(key)) // Whoever waits for it hears of the failure.
    for (const oldest of known.keys()) {
      if (known.size <= mostKept) break
      known.delete(oldest)
    }
    return found
  }
}

/** How many leading tokens two prompts have in common. */
export function commonLength(left: readonly number[], right: readonly number[]): number {
  const differs = left.findIndex((token, at) => token !== right[at])
  return differs < 0 ? left.length : differs
}

function withInput({ messages, start, shared = 0 }: Prompt, text: string): Prompt {
  return {
    start,
    shared,
    messages: messages.map((message, at) =>
      at < shared
        ? message
        : { ...message, parts: message.parts.map((part) => (part.inserted ? { ...part, text } : part)) },
    ),
  }
}
