type Mark = { open: string; close: string }

/** Where gpt-oss begins its answer: it writes into channels, and only this one is for the reader. */
const finalChannel = '<|channel|>final<|message|>'
const channelTurn = '<|start|>assistant'

/** Marks of the families that think before they answer: Qwen and DeepSeek, others by prompt, Mistral, gpt-oss. */
const marks: readonly Mark[] = [
  { open: '<think>', close: '</think>' },
  { open: '<thinking>', close: '</thinking>' },
  { open: '[THINK]', close: '[/THINK]' },
  { open: '<|channel|>analysis<|message|>', close: `<|end|>${channelTurn}${finalChannel}` },
  // An answer without a thought.
  { open: finalChannel, close: '' },
]

/** Tokens that marks are made of. */
export const reasoningMarks: readonly string[] = marks.flatMap(({ open, close }) =>
  [open, close].flatMap((mark) => mark.match(/<\|\w+\|>|^[<[].+$/g) ?? []),
)

/** The mark that a rendered prompt ends with: a template that makes the model think opens it itself. */
export function openedReasoning(promptText: string): Mark | undefined {
  const end = promptText.trimEnd()
  return marks.find(({ open }) => end.endsWith(open))
}

/** A rendered prompt where the answer begins at once: a thought that it opens stays empty, a channel is chosen. */
export function skipReasoning(promptText: string): string {
  if (promptText.endsWith(channelTurn)) return promptText + finalChannel
  const mark = openedReasoning(promptText)
  return mark?.close ? `${promptText.trimEnd()}\n\n${mark.close}\n\n` : promptText
}

/**
 * Separates thinking from the answer while the text comes. Only what stands at the very beginning counts as thinking, and
 * nothing does where the answer's start was written in. `opened` is the mark that the prompt ends with.
 */
export function createReasoningSplitter({ opened, started }: { opened: Mark | undefined; started: boolean }) {
  let phase: 'before' | 'thinking' | 'after' | 'answer' = started ? 'answer' : opened ? 'thinking' : 'before'
  let mark = opened
  let waiting = ''
  let reasoning = ''

  function push(piece: string): string {
    waiting += piece
    if (phase === 'before') {
      const beginning = waiting.trimStart()
      mark = marks.find(({ open }) => beginning.startsWith(open))
      if (mark) {
        waiting = beginning.slice(mark.open.length)
        phase = 'thinking'
      } else if (!marks.some(({ open }) => open.startsWith(beginning))) phase = 'answer'
    }
    if (phase === 'thinking' && mark) {
      const end = waiting.indexOf(mark.close)
      // Only as much is kept waiting as may become the closing mark.
      const safe = end < 0 ? Math.max(0, waiting.length - mark.close.length + 1) : end
      reasoning += waiting.slice(0, safe)
      waiting = waiting.slice(end < 0 ? safe : end + mark.close.length)
      if (end >= 0) phase = 'after'
    }
    if (phase === 'after') {
      waiting = waiting.trimStart()
      if (waiting) phase = 'answer'
    }
    if (phase !== 'answer') return ''
    const answer = waiting
    waiting = ''
    return answer
  }

  return {
    /** Takes a piece of the text, gives back what of it belongs to the answer. */
    push,
    inAnswer: () => phase === 'answer',
    end(): { answer: string; reasoning: string } {
      const rest = waiting
      waiting = ''
      if (phase === 'thinking') return { answer: '', reasoning: (reasoning + rest).trim() }
      return { answer: phase === 'before' ? rest : '', reasoning: reasoning.trim() }
    },
  }
}
