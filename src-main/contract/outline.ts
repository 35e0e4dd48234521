import { z } from 'zod'

/** A list's length, and places where pages of it can begin: `at` entries stand up to and with the number `after`. */
export const Outline = z.object({
  total: z.int(),
  landmarks: z.array(z.object({ after: z.int(), at: z.int() })),
})
export type Outline = z.infer<typeof Outline>

/** Where a page of a long list begins. */
export const PageStart = z.object({
  /** What the page before gave as `next`, or a landmark; without it the list's beginning. */
  after: z.int().optional(),
  /** Entries to leave out behind it: a place between two landmarks. */
  skip: z.int().min(0).max(10_000_000).default(0),
})
export type PageStart = z.infer<typeof PageStart>
