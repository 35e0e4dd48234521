import { z } from 'zod'
import { route } from './route.ts'

/** One thing that was looked at. `todo` says what to do about a problem. */
export const Finding = z.object({
  subject: z.string(),
  state: z.enum(['ok', 'warning', 'problem']),
  text: z.string(),
  todo: z.string().nullable(),
})
export type Finding = z.infer<typeof Finding>

export const appRoutes = {
  'app.info': route({
    input: z.object({}),
    output: z.object({
      version: z.string(),
      libraryFolder: z.string(),
      modelsFolder: z.string(),
      personaCount: z.int(),
      templateCount: z.int(),
      runCount: z.int(),
      /** Datasets in the bin, which `runCount` leaves out. */
      removedRunCount: z.int(),
      modelCount: z.int(),
      /** Free space in the library's folder. */
      diskFreeBytes: z.number(),
      memoryFreeBytes: z.number(),
      memoryBytes: z.number(),
    }),
  }),
  /** What this machine is, what is installed, what is wrong. */
  'app.doctor': route({ input: z.object({}), output: z.array(Finding) }),
}
