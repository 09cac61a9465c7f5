import type { JoinedZone } from '@gridtick/client'
import {
  accept,
  carryOut,
  type DraftOf,
  debugOnly,
  defineModule,
  draftTick,
  everyone,
  type IntentHandlerOf,
  intent,
  refuse,
  type TickOf,
} from 'gridtick'
import { z } from 'zod'

/** What the compiler must find about intents with their handlers: `npx tsc -p .` reads this file. Nothing here is run. */

const game = {
  config: z.strictObject({ width: z.int().default(8) }),
  entities: { ship: z.strictObject({ hull: z.int(), stops: z.array(z.tuple([z.int(), z.int()])) }) },
  state: z.strictObject({ phase: z.enum(['begun', 'over']) }),
}
type Draft = DraftOf<typeof game>

const parts = {
  ...game,
  name: 'typed',
  version: '1.0.0',
  stateVersion: 1,
  schedule: { kind: 'interval', everyMs: 100 },
  createZone: () => ({ state: game.state.parse({ phase: 'begun' }) }),
  getPlayerState: () => ({ entities: [] }),
} as const

const course = z.strictObject({ stops: z.array(z.tuple([z.int(), z.int()])) })

/** A handler that stands by itself. */
const sink: IntentHandlerOf<typeof game> = (draft, { playerId }) => {
  for (const ship of draft.entities.ownedBy(playerId)) draft.entities.delete(ship)
}

defineModule({
  ...parts,
  intents: {
    // An intent's list is put into an entity, a tuple into a list, a literal into state.
    plot: intent({ payload: course, rate: { perSecond: 1, burst: 2 } }, (draft: Draft, { playerId, payload }) => {
      const [ship] = draft.entities.ownedBy(playerId)
      if (ship === undefined) return refuse('no_ship', 'You have no ship.')
      draft.entities.change(ship, { data: { stops: [...payload.stops, [0, 0]] } })
      draft.entities.create({ kind: 'ship', x: 0, y: 0, data: ship.data })
      draft.changeState({ ...draft.state, phase: 'over' })
    }),
    sink: intent(z.strictObject({}), sink),
    cheat: intent(debugOnly(z.strictObject({ hull: z.int() })), (_draft: Draft, { payload }) =>
      payload.hull > 3 ? refuse('too_much', 'No.') : accept(),
    ),
    wait: z.strictObject({ forMs: z.int() }),
    wrong: intent(z.strictObject({ text: z.string() }), (draft: Draft, { payload }) => {
      // @ts-expect-error the payload has no such key
      void payload.texts
      // @ts-expect-error what is handed in is frozen
      payload.text = ''
      // @ts-expect-error there is no such phase
      draft.changeState({ phase: 'paused' })
      // @ts-expect-error nor such a key
      draft.changeState({ round: 1 })
      // @ts-expect-error there is no such kind
      draft.entities.create({ kind: 'planet', x: 0, y: 0, data: {} })
    }),
    // @ts-expect-error a number is no answer
    odd: intent(z.strictObject({}), (_draft: Draft) => 3),
    // @ts-expect-error a tick is synchronous, and so is what runs in it
    late: intent(z.strictObject({}), async (_draft: Draft) => undefined),
  },
  onTick(tick) {
    for (const { type, payload } of tick.intents) if (type === 'wait') void payload.forMs.toFixed()
    const draft = draftTick(tick)
    carryOut(tick, draft)
    return draft.result()
  },
})

/** What the handlers are handed must be handed in: a game with a context of its own. */
type Table = Draft & { readonly dealer: string }

const cards = defineModule({
  ...parts,
  intents: {
    deal: intent(z.strictObject({}), (table: Table) => void table.dealer.length),
    sink: intent(z.strictObject({}), sink),
  },
  onTick(tick) {
    const draft = draftTick(tick)
    // @ts-expect-error the draft has no dealer
    carryOut(tick, draft)
    carryOut(tick, Object.assign(draft, { dealer: 'ann' }))
    return draft.result()
  },
})

export function dealer(tick: TickOf<typeof cards>): DraftOf<typeof cards> {
  return draftTick(tick)
}

/** Declared events and refusals: others do not compile. */
const told = {
  ...game,
  events: { sunk: z.strictObject({ by: z.string(), at: z.array(z.int()) }) },
  refusals: { too_deep: 'The water is too deep.' },
}
type Diver = DraftOf<typeof told>

const dive = intent(z.strictObject({}), (draft: Diver, { playerId }) => {
  draft.emit('sunk', { by: playerId, at: draft.entities.all().map(({ x }) => x) }, everyone())
  // @ts-expect-error there is no such event
  draft.emit('sank', { by: playerId, at: [] }, everyone())
  // @ts-expect-error nor such a payload
  draft.emit('sunk', { by: playerId }, everyone())
  // @ts-expect-error nor such a code
  draft.answer('i', refuse('too_cold', 'No.'))
  return refuse('too_deep', 'No.')
})

const divers = defineModule({
  ...parts,
  ...told,
  intents: { dive },
  canJoin: ({ player }) => (player.role === 'debug' ? accept() : refuse('too_deep', 'No.')),
  onTick: ({ now }) => ({ events: [{ event: 'sunk', payload: { by: 'a', at: [now] }, to: everyone() }] }),
})

defineModule({
  ...parts,
  ...told,
  // @ts-expect-error its handler refuses with a code that is not declared
  intents: { dive: intent(z.strictObject({}), (_draft: Diver) => refuse('too_cold', 'No.')) },
  onTick: () => ({}),
})

defineModule({
  ...parts,
  ...told,
  intents: { dive },
  // @ts-expect-error nor may a join be refused with it
  canJoin: () => refuse('too_cold', 'No.'),
  // @ts-expect-error an event has the payload of its name
  onTick: () => ({ events: [{ event: 'sunk', payload: { by: 3 }, to: everyone() }] }),
})

export function listen(zone: JoinedZone<typeof divers>): void {
  zone.on('event', ({ event, payload }) => {
    if (event === 'sunk') payload.at.map((at) => at.toFixed())
    // @ts-expect-error there is no such event
    if (event === 'sank') return
    // @ts-expect-error nor such a key
    void payload.depth
  })
}

/** One that never refuses, in a module that says with what others may. */
const declaring = { ...game, refusals: { no_ship: 'The player has no ship.' } }
type DeclaringDraft = DraftOf<typeof declaring>
defineModule({
  ...parts,
  ...declaring,
  intents: {
    nothing: intent(z.strictObject({}), () => {}),
    ends: intent(z.strictObject({ text: z.string() }), (draft: DeclaringDraft, { playerId, payload }) => {
      if (payload.text === '') return
      for (const ship of draft.entities.ownedBy(playerId)) draft.entities.delete(ship)
    }),
    accepts: intent(z.strictObject({}), (_draft: DeclaringDraft) => accept()),
    tells: intent(z.strictObject({}), (_draft: DeclaringDraft) => accept({ n: 1 })),
    either: intent(z.strictObject({ n: z.int() }), (_draft: DeclaringDraft, { payload }) => {
      if (payload.n > 3) return
      return accept()
    }),
  },
  onTick(tick) {
    const draft = draftTick(tick)
    carryOut(tick, draft)
    return draft.result()
  },
})
