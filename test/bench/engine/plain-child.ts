/** The process of the plain peer: gets a model and work as one message and answers with the outcome. */
import { type ChatHistoryItem, LlamaChatSession, type LlamaContextSequence } from 'node-llama-cpp'
import { startLlama } from '../../../src-main/inference/load-gguf.ts'
import { textOf } from './server-peer.ts'
import { type Row, type Work, type Written, warmUp, writeInLanes } from './work.ts'

process.once('message', async ({ modelPath, work }: { modelPath: string; work: Work }) => {
  const { llama } = await startLlama()
  const model = await llama.loadModel({ modelPath })
  const { contextSize, slots } = work
  const context = await model.createContext({ contextSize, sequences: slots, batchSize: 512, flashAttention: true })
  const lanes = Array.from({ length: slots }, () => {
    const sequence = context.getSequence()
    return { sequence, session: new LlamaChatSession({ contextSequence: sequence }) }
  })
  await lanes[0]?.session.prompt(warmUp.text, { maxTokens: warmUp.tokens })
  const outcome = await writeInLanes(work.rows, slots, (row, at) => writeRow(lanes[at] as Lane, work, row))
  process.send?.(outcome)
})
process.on('disconnect', () => process.exit(0))

type Lane = { sequence: LlamaContextSequence; session: LlamaChatSession }

async function writeRow({ sequence, session }: Lane, { sampling }: Work, { prompt, seed }: Row): Promise<Written> {
  const history = prompt.messages
    .slice(0, -1)
    .map(
      ({ role, parts }): ChatHistoryItem =>
        role === 'assistant' ? { type: 'model', response: [textOf(parts)] } : { type: role, text: textOf(parts) },
    )
  session.setChatHistory(history)
  const before = sequence.tokenMeter.usedOutputTokens
  const question = textOf(prompt.messages.at(-1)?.parts ?? [])
  const { responseText, stopReason } = await session.promptWithMeta(question, {
    ...sampling,
    seed,
    repeatPenalty: false,
    ...(prompt.start ? { responsePrefix: prompt.start } : {}),
  })
  const end = stopReason === 'maxTokens' ? 'length' : 'stop'
  // The meter counts the token that ends an answer; here it does not count.
  const tokens = sequence.tokenMeter.usedOutputTokens - before - (end === 'stop' ? 1 : 0)
  return { text: responseText, tokens, end }
}
