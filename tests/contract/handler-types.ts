import {
  accept,
  carryOut,
  type DraftOf,
  debugOnly,
  defineModule,
  draftTick,
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
