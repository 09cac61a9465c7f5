import {
  accept,
  defineModule,
  type OrdersCheckOf,
  type OrdersOf,
  refuse,
  type TurnOf,
  type TurnResultOf,
  turns,
} from 'gridtick'
import { z } from 'zod'

/** What the compiler must find about turns: `npx tsc -p .` reads this file. Nothing here is run. */

const parts = {
  config: z.strictObject({ width: z.int() }),
  entities: { fleet: z.strictObject({ ships: z.int() }) },
  intents: { say: z.strictObject({ text: z.string() }) },
  state: z.strictObject({ year: z.int() }),
  orders: z.strictObject({ to: z.int(), ships: z.int().default(1) }),
  refusals: { too_far: 'The target is out of reach.' },
  schedule: turns({ policy: 'hybrid', deadline: { afterMs: 60_000 }, shows: 'count' }),
}

const rest = {
  name: 'typed',
  version: '1.0.0',
  stateVersion: 1,
  createZone: () => ({ state: { year: 1 } }),
  onTick: () => ({}),
  getPlayerState: () => ({ entities: [] }),
}

/** A module of turns compiles without an annotation of its own. */
const game = defineModule({
  ...rest,
  ...parts,
  createZone: () => ({ state: { year: 1 }, turns: 'pause' }),
  checkOrders: ({ zone, turn, orders }) =>
    orders.to + orders.ships + turn.number < zone.config.width ? accept() : refuse('too_far', 'Too far.'),
  mustOrder: ({ base, playerId }) => base.turn.number > 0 && base.entities.ownedBy(playerId).length > 0,
  defaultOrders: ({ base }) => ({ to: base.state.year }),
  onTick: ({ turn, players }) => (turn.phase === 'waiting' && players.length > 1 ? { turns: 'start' } : {}),
  onTurn({ orders, turn, reason, state }) {
    // With `defaultOrders` there are orders of each.
    const ships = orders.reduce((sum, { orders: { ships } }) => sum + ships, 0)
    const late = orders.filter(({ source }) => source === 'default').map(({ playerId }) => playerId)
    return {
      state: { year: state.year + ships },
      summaries: { public: `Turn ${turn.number}: ${reason}`, players: { [late[0] ?? 'ann']: 'You were late.' } },
      turns: 'pause',
    }
  },
  getPlayerState: ({ base }) => ({ entities: [], extras: { endsAt: base.turn.endsAt } }),
})

/** Functions outside of the definition have its types, from the parts as from the module. */
export function resolve({ orders }: TurnOf<typeof parts>): TurnResultOf<typeof parts> {
  const [first] = orders
  // @ts-expect-error without `defaultOrders` there may be none
  void first?.orders.to
  return first?.source === 'player' ? { state: { year: first.orders.ships } } : {}
}
export function resolveGame({ orders: [first] }: TurnOf<typeof game>): number {
  return first === undefined ? 0 : first.orders.ships
}
export const check = ({ view, orders }: OrdersCheckOf<typeof game>) => view.entities.length < orders.to
export const hold: OrdersOf<typeof game> = { to: 1, ships: 2 }

defineModule({
  ...rest,
  ...parts,
  onTurn({ orders: [first] }) {
    // @ts-expect-error who handed in nothing has no orders, where the module has no default ones
    void first?.orders.to
    return {}
  },
})

/** Default orders that stand behind `onTurn` are not known there, and nothing else is wrong with that. */
defineModule({
  ...rest,
  ...parts,
  onTurn({ orders: [first] }) {
    // @ts-expect-error not known yet
    void first?.orders.to
    return {}
  },
  defaultOrders: ({ base }) => ({ to: base.state.year }),
})

defineModule({
  ...rest,
  ...parts,
  // @ts-expect-error orders have no `from`
  defaultOrders: () => ({ from: 1 }),
  onTurn: () => ({}),
})

defineModule({
  ...rest,
  ...parts,
  // @ts-expect-error no orders are refused with a code that is not declared
  checkOrders: () => refuse('too_near', 'Too near.'),
  onTurn: () => ({}),
})

defineModule({
  ...rest,
  ...parts,
  // @ts-expect-error the committed state is not for `checkOrders`: a refusal would tell what is hidden
  checkOrders: ({ base }) => (base ? accept() : accept()),
  onTurn: () => ({}),
})

defineModule({
  ...rest,
  ...parts,
  // @ts-expect-error a resolution opens the next turn by itself
  onTurn: () => ({ turns: 'start' }),
})

defineModule({
  ...rest,
  ...parts,
  // @ts-expect-error nobody reads `summary`
  onTurn: () => ({ summary: 'x' }),
})

defineModule({
  ...rest,
  ...parts,
  // @ts-expect-error a resolution is synchronous
  onTurn: async () => ({}),
})

defineModule({
  ...rest,
  config: z.strictObject({}),
  entities: {},
  intents: {},
  state: parts.state,
  schedule: { kind: 'interval', everyMs: 100 },
  onTick({ turn }) {
    // @ts-expect-error a zone with a period has no turn
    void turn?.number
    return {}
  },
})

/** Orders whose keys may all be left out are read-only in all their parts, too: what is read can be given back. */
const loose = { ...parts, orders: z.strictObject({ ships: z.array(z.strictObject({ scouts: z.int() })).optional() }) }
defineModule({
  ...rest,
  ...loose,
  defaultOrders: (): OrdersOf<typeof loose> => ({ ships: [] }),
  onTurn({ orders: [first] }) {
    // @ts-expect-error they cannot be written to
    first?.orders.ships?.push({ scouts: 1 })
    return {}
  },
})

/** With both kinds of schedules a zone may have a turn, or none. */
const { schedule: hybrid, ...unscheduled } = parts
defineModule({
  ...rest,
  ...unscheduled,
  schedules: { turns: hybrid, interval: { kind: 'interval', everyMs: 100 } },
  onTick({ turn }) {
    // @ts-expect-error a zone with a period has none
    void turn.number
    return turn?.phase === 'waiting' ? { turns: 'start' } : {}
  },
  onTurn: () => ({}),
})

// @ts-expect-error a policy with an end needs one
turns({ policy: 'deadline' })

// @ts-expect-error under `strict` turns have no end
turns({ policy: 'strict', deadline: { afterMs: 1_000 } })

// @ts-expect-error there is no such policy
turns({ policy: 'lazy' })
