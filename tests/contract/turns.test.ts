import { accept, defineModule, turns } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const parts = {
  name: 'fine',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({}),
  entities: {},
  intents: {},
  orders: z.strictObject({ to: z.int() }),
  schedule: turns({ policy: 'hybrid', deadline: { afterMs: 60_000 } }),
  createZone: () => ({}),
  onTurn: () => ({}),
  getPlayerState: () => ({ entities: [] }),
}
const define = (changes: object) => defineModule({ ...parts, ...changes } as never)
const interval = { kind: 'interval', everyMs: 1_000 }
const hybrid = (changes: object) => ({
  schedule: turns({ policy: 'hybrid', deadline: { afterMs: 60_000 }, ...changes }),
})

describe('[MOD-26] a module of turns', () => {
  test('needs no onTick, and what a schedule leaves open has defaults', () => {
    const { schedule, onTick } = define({})
    expect(onTick).toBeUndefined()
    expect(schedule).toEqual({
      kind: 'turns',
      policy: 'hybrid',
      deadline: { afterMs: 60_000 },
      graceMs: 0,
      shows: 'nothing',
      afkAfter: null,
      remindBeforeMs: [],
      minOpenMs: 3_600_000,
      beatMs: 1_000,
      keepSnapshots: 10,
    })
  })

  test('may have hooks for orders, and may do without orders', () => {
    const hooks = { checkOrders: () => accept(), defaultOrders: () => ({ to: 1 }), mustOrder: () => true }
    expect(define(hooks)).toMatchObject(hooks)
    expect(define({ orders: undefined }).schedule.kind).toBe('turns')
  })

  test('may allow several schedules; the first is that of a zone for which none is named', () => {
    const { schedule: hybrid, ...unscheduled } = parts
    const onTick = () => ({})
    const both = defineModule({ ...unscheduled, onTick, schedules: { turns: hybrid, interval } } as never)
    expect(both.schedule).toBe(hybrid)
    const other = defineModule({ ...unscheduled, onTick, schedules: { interval, turns: hybrid } } as never)
    expect(other.schedule).toBe(interval)
    expect(define({ onTick, schedules: { interval, turns: hybrid } }).schedule).toBe(hybrid)
  })

  const mistakes: readonly (readonly [string, object, RegExp])[] = [
    ['no onTurn', { onTurn: undefined }, /`onTurn` is missing\. It resolves a turn/],
    ['an async onTurn', { onTurn: async () => ({}) }, /`onTurn` must not be async/],
    ['orders that are no schema', { orders: {} }, /`orders` must be a zod schema/],
    ['orders that JSON cannot carry', { orders: z.strictObject({ at: z.date() }) }, /`orders\.at` is z\.date\(\)/],
    [
      'orders and an interval alone',
      { schedule: interval, onTurn: undefined, onTick: () => ({}) },
      /`orders` belongs to turns/,
    ],
    [
      'onTurn and an interval alone',
      { schedule: interval, orders: undefined, onTick: () => ({}) },
      /`onTurn` belongs to turns/,
    ],
    [
      'mustOrder and an interval alone',
      { schedule: interval, orders: undefined, onTurn: undefined, mustOrder: () => true, onTick: () => ({}) },
      /`mustOrder` belongs to turns/,
    ],
    ['intents without onTick', { intents: { say: z.strictObject({}) } }, /`intents` need an `onTick`/],
    [
      'an interval too, without onTick',
      { schedule: parts.schedule, schedules: { turns: parts.schedule, interval } },
      /`onTick` must be a function/,
    ],
    ['an onTick that is none', { onTick: 7 }, /`onTick` must be a function, or left out/],
    ['checkOrders without orders', { orders: undefined, checkOrders: () => accept() }, /`checkOrders` is about orders/],
    [
      'defaultOrders without orders',
      { orders: undefined, defaultOrders: () => ({}) },
      /`defaultOrders` is about orders/,
    ],
    ['a mustOrder that is none', { mustOrder: true }, /`mustOrder` must be a function, or left out/],
    ['no schedules', { schedules: {} }, /`schedules` must be an object: kind → schedule/],
    [
      'schedules by another name',
      { schedules: { daily: parts.schedule } },
      /`schedules\.daily` is of the kind 'turns'\. Name/,
    ],
    [
      'a bad one of schedules',
      { schedules: { turns: parts.schedule, interval: { kind: 'interval' } } },
      /`schedules\.interval` must be/,
    ],
    [
      'a schedule beside them',
      { schedules: { interval }, onTick: () => ({}) },
      /`schedule` must be left out beside `schedules`/,
    ],
    ['an unknown policy', hybrid({ policy: 'sometimes' }), /`schedule\.policy` must be 'strict'/],
    ['no policy', { schedule: { kind: 'turns' } }, /`schedule\.policy` must be/],
    [
      'strict with an end',
      hybrid({ policy: 'strict' }),
      /`schedule\.deadline` must be left out under the policy 'strict'/,
    ],
    [
      'strict with AFK',
      hybrid({ policy: 'strict', deadline: null, afkAfter: 2 }),
      /`schedule\.afkAfter` must be left out/,
    ],
    [
      'hybrid without an end',
      hybrid({ deadline: null }),
      /`schedule\.deadline` is missing: the policy 'hybrid' needs one/,
    ],
    [
      'less than a second',
      hybrid({ deadline: { afterMs: 999 } }),
      /`schedule\.deadline\.afterMs` must be .* of a second/,
    ],
    ['more than 90 days', hybrid({ deadline: { afterMs: 7_776_000_001 } }), /`schedule\.deadline\.afterMs` must be/],
    [
      'half of both',
      hybrid({ deadline: { afterMs: 1_000, cron: '0 20 * * *' } }),
      /`schedule\.deadline` must be \{ afterMs \}, or/,
    ],
    [
      'a bad cron',
      hybrid({ deadline: { cron: 'daily', timeZone: 'Europe/Berlin' } }),
      /`schedule\.deadline\.cron` must be a cron/,
    ],
    [
      'a bad time zone',
      hybrid({ deadline: { cron: '0 20 * * *', timeZone: 'Berlin' } }),
      /`schedule\.deadline\.timeZone` must/,
    ],
    ['a bad grace', hybrid({ graceMs: -1 }), /`schedule\.graceMs` must be/],
    ['a bad beat', hybrid({ beatMs: 5 }), /`schedule\.beatMs` must be a whole number of 10 to 60,000 ms/],
    ['a bad least length', hybrid({ minOpenMs: 0.5 }), /`schedule\.minOpenMs` must be/],
    ['what nobody can show', hybrid({ shows: 'all' }), /`schedule\.shows` must be 'nothing', 'count' or 'who'/],
    ['AFK at once', hybrid({ afkAfter: 0 }), /`schedule\.afkAfter` must be a whole number of 1/],
    ['reminders that are no times', hybrid({ remindBeforeMs: [0] }), /`schedule\.remindBeforeMs` must be a list/],
    ['a bad number of snapshots', hybrid({ keepSnapshots: 101 }), /`schedule\.keepSnapshots` must be/],
    ['a mistyped part', hybrid({ grace: 5 }), /`schedule\.grace` is not a part of a schedule of turns\. .*`graceMs`/],
  ]

  test.each(mistakes)('is refused with a message that says what to do: %s', (_name, changes, message) => {
    expect(() => define(changes)).toThrow(message)
  })
})
