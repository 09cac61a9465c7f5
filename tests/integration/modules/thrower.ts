import { debugOnly, defineModule } from 'gridtick'
import { z } from 'zod'

/** Fails on an intent, or on each tick once it was set on fire, with a text that names what is hidden. */
export const thrower = defineModule({
  name: 'thrower',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({}),
  entities: { ember: z.strictObject({}) },
  intents: {
    trip: z.strictObject({}),
    glow: z.strictObject({}),
    ignite: debugOnly(z.strictObject({})),
    douse: debugOnly(z.strictObject({})),
  },
  state: z.strictObject({ isBurning: z.boolean() }),
  schedule: { kind: 'interval', everyMs: 40 },

  createZone: () => ({ state: { isBurning: false } }),
  onTick({ state, intents }) {
    const has = (wanted: string) => intents.some(({ type }) => type === wanted)
    if (has('trip')) throw new Error('canary-text tripped over what is hidden')
    if (state.isBurning && !has('douse')) throw new Error('canary-text everything burns')
    return {
      create: intents
        .filter(({ type }) => type === 'glow')
        .map(() => ({ kind: 'ember' as const, x: 0, y: 0, data: {} })),
      ...(has('ignite') || has('douse') ? { state: { isBurning: has('ignite') } } : {}),
    }
  },
  getPlayerState: ({ base }) => ({ entities: base.entities.all() }),
})
