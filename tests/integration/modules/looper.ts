import { accept, debugOnly, defineModule } from 'gridtick'
import { z } from 'zod'

const forever = (): never => {
  for (;;);
}

/** Does not return: in each hook and schema, where it is asked to. */
export const looper = defineModule({
  name: 'looper',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({
    wish: z
      .string()
      .refine((wish) => (wish === 'loop' ? forever() : true))
      .default(''),
  }),
  entities: { ember: z.strictObject({}) },
  intents: {
    glow: z.strictObject({}),
    spin: z.strictObject({}),
    say: z.strictObject({ text: z.string().regex(/^(a+)+$/) }),
    blind: debugOnly(z.strictObject({ playerId: z.string() })),
    ignite: debugOnly(z.strictObject({})),
  },
  state: z.strictObject({ isBurning: z.boolean(), blinded: z.array(z.string()) }),
  queries: { ponder: { input: z.strictObject({}), answer: forever } },
  schedule: { kind: 'interval', everyMs: 100 },

  createZone: ({ config: { wish } }) => (wish === 'spin' ? forever() : { state: { isBurning: false, blinded: [] } }),
  canJoin: ({ player }) => (player.displayName === 'stuck' ? forever() : accept()),
  onTick({ state, intents }) {
    const has = (wanted: string) => intents.some(({ type }) => type === wanted)
    if (has('spin') || state.isBurning) forever()
    const blinded = intents.flatMap((intent) => (intent.type === 'blind' ? [intent.payload.playerId] : []))
    return {
      create: intents
        .filter(({ type }) => type === 'glow')
        .map(() => ({ kind: 'ember' as const, x: 0, y: 0, data: {} })),
      ...(has('ignite') ? { state: { isBurning: true } } : {}),
      ...(blinded.length > 0 ? { state: { blinded: [...state.blinded, ...blinded] } } : {}),
    }
  },
  getPlayerState: ({ base, playerId }) =>
    base.state.blinded.includes(playerId) ? forever() : { entities: base.entities.all() },
})
