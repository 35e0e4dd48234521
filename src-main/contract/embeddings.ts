import { z } from 'zod'
import { route } from './route.ts'

export const embeddingRoutes = {
  /**
   * One vector of length 1 for each text, in their order: 32-bit floats. They are stored, so that the same text costs
   * nothing again. A text that is empty or too long for the model is refused by its number; those before it are kept.
   */
  'text.embed': route({
    input: z.object({
      modelSha256: z.string(),
      texts: z.array(z.string().max(100_000)).min(1).max(256),
      /** Number of the first text, where these are a part of many. */
      firstNumber: z.int().min(1).default(1),
    }),
    output: z.object({ vectors: z.array(z.array(z.number())), computed: z.int() }),
  }),
}
