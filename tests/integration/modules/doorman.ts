import { defineModule } from 'gridtick'
import { z } from 'zod'

/** Each `mark` leaves a receipt, however often it comes; `dismiss` ends a membership. */
export const doorman = defineModule({
  name: 'doorman',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({}),
  entities: { receipt: z.strictObject({ key: z.string() }) },
  intents: {
    mark: z.strictObject({ key: z.string().max(64) }),
    dismiss: z.strictObject({ playerId: z.string() }),
  },
  schedule: { kind: 'interval', everyMs: 20 },

  createZone: () => ({}),

  onTick: ({ intents }) => ({
    create: intents.flatMap((intent) =>
      intent.type === 'mark' ? [{ kind: 'receipt' as const, x: 0, y: 0, data: intent.payload }] : [],
    ),
    removePlayers: intents.flatMap((intent) => (intent.type === 'dismiss' ? [intent.payload.playerId] : [])),
  }),

  getPlayerState: () => ({ entities: [] }),
})
