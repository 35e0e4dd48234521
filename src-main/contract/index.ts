import type { z } from 'zod'
import { appRoutes } from './app.ts'
import { embeddingRoutes } from './embeddings.ts'
import { exportEvents, exportRoutes } from './exports.ts'
import { modelEvents, modelRoutes } from './models.ts'
import { networkRoutes } from './network.ts'
import { personaEvents, personaRoutes } from './personas.ts'
import { promptRoutes } from './prompts.ts'
import { rowEvents, rowRoutes } from './rows.ts'
import { runEvents, runRoutes } from './runs.ts'
import { settingsEvents, settingsRoutes } from './settings.ts'
import { templateRoutes } from './templates.ts'

export const routes = {
  ...appRoutes,
  ...embeddingRoutes,
  ...exportRoutes,
  ...modelRoutes,
  ...networkRoutes,
  ...personaRoutes,
  ...promptRoutes,
  ...rowRoutes,
  ...runRoutes,
  ...settingsRoutes,
  ...templateRoutes,
}
export const events = {
  ...exportEvents,
  ...modelEvents,
  ...personaEvents,
  ...rowEvents,
  ...runEvents,
  ...settingsEvents,
}

export type RouteName = keyof typeof routes
export type Input<N extends RouteName> = z.input<(typeof routes)[N]['input']>
export type Output<N extends RouteName> = z.output<(typeof routes)[N]['output']>

export type EventName = keyof typeof events
export type Payload<E extends EventName> = z.infer<(typeof events)[E]>
export type Publish = <E extends EventName>(name: E, payload: Payload<E>) => void

/** One handler per route; a missing one is a compile error. */
export type Handlers = {
  [N in RouteName]: (input: z.output<(typeof routes)[N]['input']>) => Output<N> | Promise<Output<N>>
}

/** What the interface sees. Electron, HTTP, the command line and tests each supply one. */
export type Client = {
  request<N extends RouteName>(name: N, input: Input<N>): Promise<Output<N>>
  subscribe<E extends EventName>(name: E, listener: (payload: Payload<E>) => void): () => void
}
