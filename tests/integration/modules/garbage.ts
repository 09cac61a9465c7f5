import { debugOnly, defineModule } from 'gridtick'
import { z } from 'zod'

class Heap {
  readonly height = 1
}

const cycle: { self?: object } = {}
cycle.self = cycle

const thing = (data: unknown) => ({ create: [{ kind: 'thing', x: 0, y: 0, data }] })

/** What no tick may return, by name. */
export const rubbish: Readonly<Record<string, () => unknown>> = {
  text: () => 'done',
  promise: () => Promise.resolve({}),
  unknownKey: () => ({ creates: [] }),
  notAList: () => ({ create: {} }),
  notANumber: () => thing({ size: Number.NaN }),
  infinity: () => thing({ size: Number.POSITIVE_INFINITY }),
  hugeNumber: () => thing({ size: 2 ** 60 }),
  wrongType: () => thing({ size: 'large' }),
  missing: () => thing({ size: undefined }),
  unknownField: () => thing({ size: 1, colour: 'red' }),
  classInstance: () => ({ events: [{ event: 'e', payload: new Heap(), to: { kind: 'everyone' } }] }),
  cycle: () => ({ events: [{ event: 'e', payload: cycle, to: { kind: 'everyone' } }] }),
  unknownKind: () => ({ create: [{ kind: 'ghost', x: 0, y: 0, data: {} }] }),
  offTheGrid: () => ({ create: [{ kind: 'thing', x: 0.5, y: 0, data: { size: 1 } }] }),
  unknownId: () => ({ update: [{ id: 'nowhere', set: { x: 1 } }] }),
  twice: () => ({
    create: [
      { ...thing({ size: 1 }).create[0], id: 'same' },
      { ...thing({ size: 1 }).create[0], id: 'same' },
    ],
  }),
  proto: () => ({ update: [{ id: 'rock', unset: [['data', '__proto__', 'x']] }] }),
  brokenState: () => ({ state: { mood: 7 } }),
  noAudience: () => ({ events: [{ event: 'e', payload: {} }] }),
  foreignRefusal: () => ({ refuse: [{ intentId: 'of nobody', code: 'no', message: 'no' }] }),
  mail: () => ({ send: [{ toZone: 'elsewhere', type: 'hi', payload: {} }] }),
}

/** Returns rubbish for an intent, or in each tick once its mood says so. */
export const garbage = defineModule({
  name: 'garbage',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({}),
  entities: { thing: z.strictObject({ size: z.int() }) },
  intents: { drop: z.strictObject({ what: z.string() }), rot: debugOnly(z.strictObject({ what: z.string() })) },
  state: z.strictObject({ mood: z.string() }),
  schedule: { kind: 'interval', everyMs: 20 },

  createZone: () => ({ create: [{ id: 'rock', kind: 'thing', x: 0, y: 0, data: { size: 1 } }], state: { mood: '' } }),
  onTick({ state, intents }) {
    for (const { type, payload } of intents) {
      if (type === 'rot') return { state: { mood: payload.what } }
      const made = rubbish[payload.what]?.()
      if (made !== undefined) return made as object
    }
    return (rubbish[state.mood]?.() ?? {}) as object
  },
  getPlayerState: ({ base }) => ({ entities: base.entities.all() }),
})
