import { accept, debugOnly, defineModule, everyone, refuse, union, withinRadius } from 'gridtick'
import { z } from 'zod'

/**
 * What the compiler must find: `npx tsc -p .` reads this file. Each `@ts-expect-error` is an error of the compiler itself
 * if the line below it compiles. Nothing here is run.
 */

const parts = {
  name: 'typed',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({ width: z.int().default(8), sight: z.int().default(2) }),
  entities: {
    ship: z.strictObject({ hull: z.int(), hold: z.strictObject({ ore: z.int() }) }),
    rock: z.strictObject({ ore: z.int() }),
  },
  intents: {
    fly: z.strictObject({ dx: z.int() }),
    say: z.strictObject({ text: z.string() }),
    shout: { payload: z.strictObject({ text: z.string() }), rate: { perSecond: 1, burst: 5 } },
    cheat: debugOnly(z.strictObject({ gold: z.int() })),
  },
  state: z.strictObject({ round: z.int().default(0) }),
  redactions: { stranger: <Whatever>(entity: Whatever) => entity },
  schedule: { kind: 'interval', everyMs: 100 },
  createZone: () => ({}),
  onTick: () => ({}),
  getPlayerState: () => ({ entities: [] }),
} as const

/** A module that uses all there is compiles without an annotation of its own. */
defineModule({
  ...parts,
  redactions: {
    stranger: (entity) => (entity.kind === 'ship' ? { ...entity, data: { hull: entity.data.hull } } : entity),
  },
  queries: {
    ore: {
      input: z.strictObject({ of: z.string() }),
      answer: ({ base, input, view }) => {
        const entity = base.entities.get(input.of)
        return { ore: entity?.kind === 'rock' ? entity.data.ore : null, seen: view.entities.length }
      },
    },
  },
  createZone: ({ config, random }) => ({
    create: [{ kind: 'rock', x: random.int(0, config.width - 1), y: 0, data: { ore: 5 } }],
    state: { round: 1 },
  }),
  canJoin: ({ base }) => (base.state.round < 3 ? accept() : refuse('too_late', 'It began without you.')),
  onTick({ intents, entities, newId, now, state }) {
    const update = intents.flatMap(({ type, payload, playerId }) => {
      const [ship] = entities.ownedBy(playerId)
      if (ship?.kind !== 'ship' || type !== 'fly') return []
      return [{ id: ship.id, set: { x: ship.x + payload.dx, data: { hold: { ore: ship.data.hold.ore + 1 } } } }]
    })
    return {
      create: [{ id: newId('ship'), kind: 'ship', x: 0, y: 0, data: { hull: 1, hold: { ore: 0 } } }],
      update,
      state: { round: state.round + 1 },
      events: [{ event: 'said', payload: { at: now }, to: everyone() }],
      wakeAt: null,
    }
  },
  getPlayerState({ base, playerId, redact }) {
    const own = base.entities.ownedBy(playerId)
    const near = own.flatMap((ship) => withinRadius(base.entities, ship, base.zone.config.sight))
    return {
      entities: union(
        own,
        near.map((entity) => redact(entity, 'stranger')),
      ),
    }
  },
})

defineModule({
  ...parts,
  onTick({ intents, entities, state }) {
    for (const { type, payload } of intents) {
      // @ts-expect-error `say` has a text, and no dx: a payload is known only once its type is
      if (type === 'say') void payload.dx
      if (type === 'shout') void payload.text
      // @ts-expect-error: what has a rate has a payload with a type of its own
      if (type === 'shout') void payload.dx
      // @ts-expect-error no intent is called `swim`
      if (type === 'swim') return {}
    }
    const ship = entities.ofKind('ship')[0]
    // @ts-expect-error a ship has no ore of its own
    void ship?.data.ore
    // @ts-expect-error there is no kind `planet`
    void entities.ofKind('planet')
    // @ts-expect-error what a module is given is frozen
    state.round = 2
    return {}
  },
})

defineModule({
  ...parts,
  // @ts-expect-error a tick is synchronous: a Promise is no result
  onTick: async () => ({}),
})

defineModule({
  ...parts,
  // @ts-expect-error creating a zone is synchronous as well
  createZone: async () => ({}),
})

const { getPlayerState: _view, ...withoutView } = parts
// @ts-expect-error there is no default view: a module without getPlayerState would show everything, or nothing
defineModule(withoutView)

defineModule({
  ...parts,
  // @ts-expect-error an event says whom it is for
  onTick: () => ({ events: [{ event: 'said', payload: 1 }] }),
})

defineModule({
  ...parts,
  getPlayerState: ({ base, redact }) => ({
    // @ts-expect-error no redaction has the label `friend`
    entities: base.entities.all().map((entity) => redact(entity, 'friend')),
  }),
})

defineModule({
  ...parts,
  // @ts-expect-error the ore of a rock is a number
  createZone: () => ({ create: [{ kind: 'rock', x: 0, y: 0, data: { ore: 'much' } }] }),
})

defineModule({
  ...parts,
  // @ts-expect-error the data of a rock is no data of a ship
  createZone: () => ({ create: [{ kind: 'ship', x: 0, y: 0, data: { ore: 1 } }] }),
})

defineModule({
  ...parts,
  // @ts-expect-error a refusal has a message for the player
  onTick: ({ intents }) => ({ refuse: intents.map(({ id }) => ({ intentId: id, code: 'no' })) }),
})

defineModule({
  ...parts,
  // @ts-expect-error the state has no key `turn`
  onTick: () => ({ state: { turn: 1 } }),
})

defineModule({
  ...parts,
  // @ts-expect-error nor has it one beside those that it has
  onTick: () => ({ state: { round: 1, turn: 1 } }),
})

defineModule({
  ...parts,
  // @ts-expect-error nobody reads `wakesAt`
  onTick: () => ({ state: { round: 1 }, wakesAt: 1 }),
})

defineModule({
  ...parts,
  // @ts-expect-error only x, y, ownerId and what is in data can be counted up
  onTick: () => ({ update: [{ id: 'a', inc: [[['kind'], 1]] }] }),
})

/** Fields of data can be given whole; each as its schema has it, though not each of them. */
defineModule({
  ...parts,
  onTick: () => ({ update: [{ id: 'a', replace: { data: { hold: { ore: 1 } } } }] }),
})

defineModule({
  ...parts,
  // @ts-expect-error a hold that is given whole has its ore
  onTick: () => ({ update: [{ id: 'a', replace: { data: { hold: {} } } }] }),
})

defineModule({
  ...parts,
  // @ts-expect-error fields of data stand below data
  onTick: () => ({ update: [{ id: 'a', replace: { hold: { ore: 1 } } }] }),
})

/** A key that may be missing may be given as undefined, which means the same. */
defineModule({
  ...parts,
  entities: { ship: z.strictObject({ hull: z.int(), flag: z.string().optional() }) },
  state: z.strictObject({ winner: z.string().optional() }),
  createZone: () => ({
    create: [{ kind: 'ship', x: 0, y: 0, data: { hull: 1, flag: undefined } }],
    state: { winner: undefined },
  }),
  onTick: () => ({
    update: [{ id: 'a', set: { data: { flag: undefined } }, replace: { data: { flag: undefined } } }],
    state: { winner: undefined },
    events: [{ event: 'e', payload: { a: undefined }, to: everyone() }],
    refuse: [{ intentId: 'i', code: 'no', message: 'No.', details: { a: undefined } }],
  }),
})
