import { z } from 'zod'
import { route } from './route.ts'

/** `half` leaves the processor free half of the time. */
export const Pace = z.enum(['full', 'half'])
export type Pace = z.infer<typeof Pace>

/** What a run does while the computer has no mains: pause at once, pause when the charge is low, or go on. */
export const OnBattery = z.enum(['pause', 'low', 'go'])
export type OnBattery = z.infer<typeof OnBattery>

export const Settings = z.object({
  pace: Pace,
  onBattery: OnBattery,
  /** Rows at once and threads; null takes what was measured to be fastest, or what fits. */
  parallel: z.int().min(1).max(64).nullable(),
  threads: z.int().min(1).max(256).nullable(),
  /** Whether single letters, figures and signs are keys; people who speak to the computer switch them off. */
  letterKeys: z.boolean(),
})
export type Settings = z.infer<typeof Settings>

export const settingsRoutes = {
  'settings.show': route({ input: z.object({}), output: Settings }),
  /** Changes what is named and leaves the rest; holds from the next step of the model on. */
  'settings.change': route({ input: Settings.partial(), output: Settings }),
  /** Back to how it was at first. */
  'settings.reset': route({ input: z.object({}), output: Settings }),
}

export const settingsEvents = {
  /** Repeats all settings. */
  'settings.changed': Settings,
}
