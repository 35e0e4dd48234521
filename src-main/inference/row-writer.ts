import type { Generated } from '../core/engine.ts'
import { createJsonWatcher } from './json-watcher.ts'
import type { createReasoningSplitter } from './reasoning.ts'
import { createLoopGuard } from './repetition.ts'
import { createStopper } from './stopper.ts'
import type { createTextAssembler } from './text-assembler.ts'

export type FinishReason = Generated['finishReason']

type RowWriterOptions = {
  start: string
  form: 'text' | 'json'
  /** Texts that end the answer before themselves. */
  stop: readonly string[]
  /** Most tokens of the answer. */
  limit: number
  assembler: ReturnType<typeof createTextAssembler>
  splitter: ReturnType<typeof createReasoningSplitter>
  isEnd: (token: number) => boolean
  /** Control tokens that do not end the answer are left out of it, but for marks of reasoning. */
  isHidden: (token: number, inAnswer: boolean) => boolean
  onText: (piece: string) => void
  /** Whether the caller wants no more of it. */
  isEnough: () => boolean
}

/** Makes the text of one row out of its tokens, and decides when it is done. */
export function createRowWriter(options: RowWriterOptions) {
  const { start, limit, assembler, splitter, onText } = options
  const watcher = options.form === 'json' ? createJsonWatcher() : undefined
  const guard = createLoopGuard()
  const stopper = createStopper(options.stop)
  let answer = ''
  let tokens = 0
  let finishReason: FinishReason | undefined
  watcher?.push(start)
  if (!watcher) guard.push(start)

  function give(piece: string): void {
    if (!piece) return
    answer += piece
    onText(piece)
  }

  function takeJson(piece: string): FinishReason | undefined {
    const { end, loops } = watcher?.push(piece) ?? { end: undefined, loops: false }
    give(piece.slice(0, end))
    if (end !== undefined) return 'stop'
    return loops ? 'repetition' : undefined
  }

  function takeText(piece: string): FinishReason | undefined {
    const loops = guard.push(piece)
    const { text, stops } = stopper.push(splitter.push(piece))
    give(text)
    if (stops) return 'stop'
    return loops ? 'repetition' : undefined
  }

  return {
    /** Takes the next token; true when the row is done with it. */
    take(token: number): boolean {
      if (options.isEnd(token)) {
        finishReason = 'stop'
        return true
      }
      tokens++
      const piece = options.isHidden(token, splitter.inAnswer()) ? '' : assembler.push(token)
      finishReason = (watcher ? takeJson(piece) : takeText(piece)) ?? (tokens >= limit ? 'length' : undefined)
      if (options.isEnough()) finishReason ??= 'early'
      return finishReason !== undefined
    },
    end(): Pick<Generated, 'text' | 'startLength' | 'reasoning' | 'finishReason' | 'tokens'> {
      const rest = assembler.end()
      if (watcher) give(finishReason === 'stop' ? '' : rest)
      else give(stopper.push(splitter.push(rest)).text)
      const { answer: last, reasoning } = splitter.end()
      give(stopper.push(last).text + stopper.end())
      return {
        text: start + answer,
        startLength: start.length,
        reasoning,
        finishReason: finishReason ?? 'length',
        tokens,
      }
    },
  }
}
