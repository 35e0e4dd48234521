import type { RouteName } from '#contract/index'

/** What has to be asked again once personas are others. */
export const personaRoutes: RouteName[] = [
  'persona.page',
  'persona.outline',
  'persona.count',
  'persona.facets',
  'persona.sources',
  'persona.sample',
  'persona.show',
  'selection.list',
  'run.estimate',
  'app.info',
]
