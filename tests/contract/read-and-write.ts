import {
  type BaseOf,
  type ConfigOf,
  type CreateOf,
  defineModule,
  draftEntities,
  type Entity,
  type ExtrasOf,
  type LookOf,
  type PlayerState,
  type QuestionOf,
  type StateOf,
  type TickOf,
  type TickResultOf,
} from 'gridtick'
import { z } from 'zod'

/** What was read can be given back: `npx tsc -p .` reads this file. Nothing here is run. */

const shipId = z.string().brand<'ShipId'>()

const kinds = {
  ship: z.strictObject({
    name: z.string(),
    stops: z.array(z.strictObject({ x: z.int(), y: z.int() })),
    heading: z.tuple([z.int(), z.int()]),
    trail: z.array(z.tuple([z.int(), z.int(), z.string()])),
    convoy: shipId.nullable(),
    cargo: z.record(z.string(), z.array(z.int())),
    flag: z.string().optional(),
    fuel: z.int().default(3),
    notes: z.json(),
    whatever: z.unknown(),
  }),
  wreck: z.strictObject({ stops: z.array(z.strictObject({ x: z.int(), y: z.int() })), of: shipId }),
}

defineModule({
  name: 'given-back',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({ starts: z.array(z.tuple([z.int(), z.int()])).default([[0, 0]]) }),
  entities: kinds,
  state: z.strictObject({
    turns: z.int(),
    order: z.array(z.string()),
    phase: z.enum(['begun', 'over']),
    scores: z.array(z.tuple([z.string(), z.int()])),
  }),
  extras: z.strictObject({ last: z.array(shipId), best: z.tuple([z.string(), z.int()]).nullable() }),
  intents: {
    plot: z.strictObject({ stops: z.array(z.strictObject({ x: z.int(), y: z.int() })), with: shipId }),
  },
  schedule: { kind: 'interval', everyMs: 100 },

  createZone: ({ config, newId }) => ({
    create: config.starts.map(
      ([x, y]): CreateOf<typeof kinds> => ({ kind: 'wreck', x, y, data: { stops: [], of: newId('ship') } }),
    ),
    state: { turns: 0, phase: 'begun', order: [], scores: [] },
    extras: { last: [], best: null },
  }),

  onTick({ entities, intents, state, extras, newId }) {
    const draft = draftEntities<typeof kinds>(entities, newId)
    const [ship] = entities.ofKind('ship')
    const [x, y] = ship?.data.heading ?? [0, 0]
    if (ship === undefined) return { state: { ...state, turns: state.turns + 1 } }
    // An entity made of another's data, whole and in parts.
    draft.create({ kind: 'ship', x, y, data: ship.data })
    draft.create({ kind: 'ship', x, y, data: { ...ship.data, name: 'twin' } })
    draft.create({ kind: 'wreck', x, y, data: { stops: ship.data.stops, of: ship.data.convoy ?? ship.id } })
    draft.change(ship, { data: ship.data })
    draft.replace(ship, { data: { trail: ship.data.trail, cargo: ship.data.cargo } })
    for (const { payload } of intents) {
      // An intent's list put into an entity, and a branded id.
      draft.change(ship, { data: { stops: payload.stops, convoy: payload.with } })
      draft.create({ kind: 'wreck', x: 0, y: 0, data: { stops: payload.stops, of: payload.with } })
    }
    return {
      ...draft.deltas(),
      update: [
        { id: ship.id, set: { data: { stops: ship.data.stops, heading: ship.data.heading } } },
        { id: ship.id, replace: { data: ship.data } },
      ],
      state: { ...state, turns: state.turns + 1, scores: [...state.scores, ['ann', 1]], phase: 'over' },
      extras: { ...extras, best: state.scores[0] ?? null },
      events: [{ event: 'sunk', payload: { stops: ship.data.stops }, to: { kind: 'everyone' } }],
    }
  },

  getPlayerState: ({ base }) => ({ entities: base.entities.all(), extras: base.extras }),
})

/** Functions that stand outside of `defineModule`, before it and behind it, are typed by its parts or by itself. */
const course = {
  config: z.strictObject({ laps: z.int().default(3) }),
  entities: { buoy: z.strictObject({ colour: z.enum(['red', 'green']) }) },
  state: z.strictObject({ phase: z.enum(['begun', 'over']), finishers: z.array(shipId) }),
  redactions: { far: (entity: Entity) => entity },
}

function finish({ state, entities, zone }: TickOf<typeof course>): TickResultOf<typeof course> {
  const [buoy] = entities.ofKind('buoy')
  // @ts-expect-error there is no such colour
  if (buoy?.data.colour === 'blue') return {}
  // @ts-expect-error what a function is given is frozen, as it is in the module
  state.finishers.push(...state.finishers)
  return zone.config.laps > 3 ? { state: { ...state, phase: 'over' } } : {}
}

function look({ base, redact }: LookOf<typeof course>): PlayerState {
  // @ts-expect-error no redaction has this label
  base.entities.all().map((entity) => redact(entity, 'near'))
  return { entities: base.entities.all().map((entity) => redact(entity, 'far')) }
}

const lapsInput = z.strictObject({ of: z.string() })

const race = defineModule({
  ...course,
  name: 'race',
  version: '1.0.0',
  stateVersion: 1,
  extras: z.strictObject({ leader: z.string().nullable() }),
  intents: {},
  redactions: { far: (entity) => entity },
  queries: { laps: { input: lapsInput, answer: laps } },
  schedule: { kind: 'interval', everyMs: 100 },
  createZone: () => ({ state: { phase: 'begun', finishers: [] }, extras: { leader: null } }),
  onTick: finish,
  getPlayerState: look,
})

function laps({ base, input }: QuestionOf<typeof course, typeof lapsInput>): number {
  // @ts-expect-error the input has no such key
  void input.who
  return base.entities.get(input.of) === undefined ? 0 : base.zone.config.laps
}

export function leaderOf({ extras }: BaseOf<typeof race>): string | null {
  return extras.leader
}

export const values: [ConfigOf<typeof race>, StateOf<typeof race>, ExtrasOf<typeof race>] = [
  { laps: 3 },
  { phase: 'begun', finishers: [] },
  { leader: null },
]
// @ts-expect-error a name of no phase
export const noPhase: StateOf<typeof race> = { phase: 'paused', finishers: [] }
