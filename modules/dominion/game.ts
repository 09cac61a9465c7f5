import { turns } from 'gridtick'
import { configSchema } from './config.ts'
import { events } from './events.ts'
import { kinds, stateSchema } from './kinds.ts'
import { ordersSchema } from './orders/orders-schema.ts'
import { refusals } from './refusals.ts'
import { view } from './view.ts'

const dayMs = 86_400_000

/** What a game is made of: the functions of this module have their types from it. */
export const game = {
  config: configSchema,
  entities: kinds,
  state: stateSchema,
  orders: ordersSchema,
  events,
  refusals,
  view,
  schedule: turns({ policy: 'hybrid', deadline: { afterMs: dayMs } }),
}
