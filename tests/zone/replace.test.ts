import { testZone } from '@gridtick/testing'
import { defineModule, draftEntities, type EntityOf, type UpdateOf } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const order = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('move'), x: z.int(), y: z.int() }),
  z.strictObject({ do: z.literal('hold') }),
])
const target = z.union([z.strictObject({ id: z.string() }), z.strictObject({ x: z.int(), y: z.int() })])
const kinds = {
  unit: z.strictObject({ name: z.string(), gold: z.int(), order, target: target.optional() }),
  /** Data that is a union itself. */
  plan: order,
}
type Update = UpdateOf<EntityOf<typeof kinds>>

const moving = { do: 'move', x: 3, y: 4 } as const
const unit = { name: 'ann', gold: 5, order: moving, target: { id: 'b' } }

/** A zone with a unit and a plan, whose first tick makes these updates. */
async function updated(...update: readonly Update[]) {
  const module = defineModule({
    name: 'orders',
    version: '1.0.0',
    stateVersion: 1,
    config: z.strictObject({}),
    entities: kinds,
    intents: {},
    schedule: { kind: 'interval', everyMs: 100 },
    createZone: () => ({
      create: [
        { id: 'a', kind: 'unit' as const, x: 0, y: 0, data: unit },
        { id: 'p', kind: 'plan' as const, x: 0, y: 0, data: moving },
      ],
    }),
    onTick: ({ tick }) => (tick === 1 ? { update } : {}),
    getPlayerState: ({ base }) => ({ entities: base.entities.all() }),
  })
  const zone = await testZone(module, { isQuiet: true })
  await zone.tick()
  return { zone, dataOf: (id: string) => zone.entities.get(id)?.data, faults: zone.faults() }
}

describe('[MOD-6] replace gives fields of data whole', () => {
  test('nothing is left of what they were; fields that are not named stay', async () => {
    const { zone, dataOf } = await updated({ id: 'a', replace: { data: { order: { do: 'hold' } } } })
    expect(dataOf('a')).toEqual({ ...unit, order: { do: 'hold' } })
    await zone.expectSameReplay()
  })

  test('it comes after set, and before unset and inc; what is given as undefined is taken away', async () => {
    const { dataOf } = await updated({
      id: 'a',
      inc: [[['data', 'order', 'x'], 10]],
      unset: [['data', 'target']],
      replace: { data: { order: { do: 'move', x: 1, y: 2 }, target: { x: 1, y: 1 } } },
      set: { x: 7, data: { gold: 6, order: { x: 9 } } },
    })
    expect(dataOf('a')).toEqual({ name: 'ann', gold: 6, order: { do: 'move', x: 11, y: 2 } })
    const without = await updated({ id: 'a', replace: { data: { target: undefined } } })
    expect(without.dataOf('a')).toEqual({ name: 'ann', gold: 5, order: moving })
  })

  test('data that is a union itself is replaced with unset', async () => {
    const { dataOf } = await updated({
      id: 'p',
      replace: { data: { do: 'hold' } },
      unset: [
        ['data', 'x'],
        ['data', 'y'],
      ],
    })
    expect(dataOf('p')).toEqual({ do: 'hold' })
  })

  test('what is no such object is a fault with its path', async () => {
    const bad: readonly (readonly [unknown, RegExp])[] = [
      [{ order: { do: 'hold' } }, /update\[0\]\.replace\.order: there is no such key; the known ones are data/],
      [{ data: [] }, /update\[0\]\.replace\.data: it must be an object of fields/],
      [7, /update\[0\]\.replace: it must be an object \{ data\? \}/],
      [{ data: JSON.parse('{"__proto__":{"gold":1}}') }, /data\.__proto__: a key called __proto__/],
      [{ data: { order: { do: 'fly' } } }, /update\[0\]\.data\.order\.do: Invalid/],
    ]
    for (const [replace, message] of bad)
      expect((await updated({ id: 'a', replace } as Update)).faults).toEqual([expect.stringMatching(message)])
  })
})

describe('[MOD-6] a fault by keys that a set left standing says so', () => {
  const cases: readonly (readonly [string, Update, RegExp])[] = [
    [
      'an option told apart by a field',
      { id: 'a', set: { data: { order: { do: 'hold' } } } },
      /order: .*"x", "y".* \(entity kind unit\)\. x, y stood there before, because `set` merges objects: give order whole by `replace: \{ data: \{ order \} \}`, or take keys away by `unset: \[\['data', 'order', 'x'\]\]`$/,
    ],
    [
      'an option of any union',
      { id: 'a', set: { data: { target: { x: 1, y: 1 } } } },
      /target: .*\. id stood there before.*give target whole by `replace/,
    ],
    [
      'data that is a union',
      { id: 'p', set: { data: { do: 'hold' } } },
      /data: .*\. x, y stood there before, because `set` merges objects: take keys away by `unset: \[\['data', 'x'\]\]`$/,
    ],
  ]
  test.each(cases)('%s', async (_name, update, hint) => {
    const { faults, dataOf } = await updated(update)
    expect(faults).toEqual([expect.stringMatching(hint)])
    expect([dataOf('a'), dataOf('p')]).toEqual([unit, moving])
  })

  test('a key that was not there before is no such fault', async () => {
    const { faults } = await updated({ id: 'a', set: { data: { colour: 'red' } as never } })
    expect(faults).toEqual([expect.stringMatching(/"colour" \(entity kind unit\)$/)])
  })
})

test('[MOD-6] a draft replaces as an update does', async () => {
  const { zone } = await updated()
  const draft = draftEntities<typeof kinds>(zone.entities as never, () => 'new')
  const [stored] = draft.ofKind('unit')
  if (stored === undefined) throw new Error('the unit is there')
  const moved = draft.change(stored, { x: 2, data: { gold: 9, target: undefined } })
  const held = draft.replace(moved, { data: { order: { do: 'hold' } } })
  const expected = {
    id: 'a',
    kind: 'unit',
    x: 2,
    y: 0,
    ownerId: null,
    data: { name: 'ann', gold: 9, order: { do: 'hold' } },
  }
  expect(held).toStrictEqual(expected)
  expect(draft.get('a')).toStrictEqual(expected)
  const after = await updated(...(draft.deltas().update as Update[]))
  expect(after.zone.entities.get('a')).toEqual(expected)
})
