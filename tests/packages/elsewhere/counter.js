import { accept, defineModule } from 'gridtick'
import { z } from 'zod'

/** The smallest game: who presses counts, and everybody sees how far. Plain JavaScript. */
export const counter = defineModule({
  name: 'counter',
  version: '1.0.0',
  stateVersion: 1,
  description: 'Counts.',
  config: z.strictObject({ width: z.int().default(1), height: z.int().default(1) }),
  entities: {},
  intents: { press: z.strictObject({}) },
  extras: z.strictObject({ presses: z.int().default(0) }),
  schedule: { kind: 'interval', everyMs: 100 },
  createZone: () => ({}),
  canJoin: () => accept(),
  onTick: ({ extras, intents }) => ({ extras: { presses: extras.presses + intents.length } }),
  getPlayerState: ({ base }) => ({ entities: [], extras: base.extras }),
})
