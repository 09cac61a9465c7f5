import { defineModule, type Entity } from 'gridtick'
import { z } from 'zod'

type Base = { readonly entities: { all(): readonly Entity[] }; readonly state: object }

/** Views that show more than they may, or are none, by name. */
export const leaks: Readonly<Record<string, (base: Base) => unknown>> = {
  copies: ({ entities }) => ({ entities: entities.all().map((entity) => ({ ...entity })) }),
  deepCopies: ({ entities }) => ({ entities: structuredClone(entities.all()) }),
  inventions: ({ state }) => ({ entities: [{ id: 'x', kind: 'vault', x: 0, y: 0, ownerId: null, data: state }] }),
  table: ({ entities }) => entities,
  nothing: () => undefined,
  throws: ({ entities }) => {
    throw new Error(JSON.stringify(entities.all()))
  },
  promise: ({ entities }) => Promise.resolve({ entities: entities.all() }),
  badRedaction: ({ entities }) => ({ entities: entities.all().map((entity) => ({ ...entity, data: {} })) }),
}

/** A module whose views go wrong for those players who ask for it. */
export const leaker = defineModule({
  name: 'leaker',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({}),
  entities: {
    vault: z.strictObject({ content: z.string(), turn: z.int() }),
    wish: z.strictObject({ leak: z.string() }),
  },
  intents: { leak: z.strictObject({ how: z.string() }), turn: z.strictObject({}) },
  state: z.strictObject({ secret: z.string() }),
  schedule: { kind: 'interval', everyMs: 20 },

  createZone: () => ({
    create: [{ id: 'vault', kind: 'vault', x: 0, y: 0, data: { content: 'canary-vault', turn: 0 } }],
    state: { secret: 'canary-state' },
  }),
  onTick: ({ intents, entities }) => ({
    create: intents.flatMap(({ type, payload, playerId }) =>
      type === 'leak' ? [{ kind: 'wish' as const, x: 0, y: 0, ownerId: playerId, data: { leak: payload.how } }] : [],
    ),
    delete: intents.flatMap(({ playerId, type }) =>
      type === 'leak' ? entities.ownedBy(playerId).map(({ id }) => id) : [],
    ),
    update: intents.flatMap(({ type }) =>
      type === 'turn' ? [{ id: 'vault', inc: [[['data', 'turn'], 1]] as const }] : [],
    ),
  }),
  getPlayerState({ base, playerId }) {
    const own = base.entities.ownedBy(playerId)
    const wish = own.find((entity) => entity.kind === 'wish')
    const leak = wish?.kind === 'wish' ? leaks[wish.data.leak] : undefined
    return leak === undefined ? { entities: own, extras: {} } : (leak(base) as { entities: [] })
  },
})
