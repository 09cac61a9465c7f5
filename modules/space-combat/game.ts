import { configSchema } from './config.ts'
import { events } from './events.ts'
import { kinds, stateSchema } from './kinds.ts'
import { metrics } from './metrics.ts'
import { refusals } from './refusals.ts'
import { view } from './view.ts'

/** What a region is made of: the functions of this module have their types from it. */
export const game = {
  view,
  config: configSchema,
  entities: kinds,
  state: stateSchema,
  events,
  refusals,
  metrics,
}
