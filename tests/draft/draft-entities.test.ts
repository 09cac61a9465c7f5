import fc from 'fast-check'
import { type CreateOf, draftEntities, type EntityDraft, type EntityOf, type EntityTable } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { GameModule } from '../../framework/core/src/contract/module.ts'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { applyDeltas } from '../../framework/engine/src/step/apply-deltas.ts'
import { createEntityTable } from '../../framework/engine/src/zone/entity-table.ts'

const kinds = {
  ship: z.strictObject({ fuel: z.int(), hold: z.strictObject({ ore: z.int().optional(), gas: z.int().optional() }) }),
  rock: z.strictObject({ size: z.int().optional() }),
}
type Kinds = typeof kinds
type Thing = EntityOf<Kinds>
type Table = EntityTable<Thing>

const module = { name: 'drafted', entities: kinds } as unknown as GameModule

/** The table as the framework leaves it after a tick that returned these deltas. */
function tableAfter(
  table: ReturnType<typeof createEntityTable>,
  deltas: ReturnType<EntityDraft<Kinds>['deltas']>,
): Table {
  const info = { id: 'zone', name: 'zone', config: {}, everyMs: 100 }
  const newId = () => 'never asked'
  const request = { hook: 'onTick', module, info, entities: table, limits: defaultLimits, newId }
  const changes = applyDeltas(request, deltas)
  const after = createEntityTable(table.all())
  after.apply(changes.values())
  return after as unknown as Table
}

function open(stored: readonly CreateOf<Kinds>[]) {
  const entities = stored.map((entity) => ({ ownerId: null, ...entity }) as Thing)
  const table = createEntityTable(entities)
  let count = 0
  const draft = draftEntities<Kinds>(table as unknown as Table, (kind) => `${kind}-new-${++count}`)
  return { table, draft }
}

/** All that can be asked of a table of this small grid. */
function allReads(table: Table) {
  const cells = Array.from({ length: size * size }, (_, index) => [index % size, Math.floor(index / size)] as const)
  return {
    size: table.size,
    all: table.all(),
    ships: table.ofKind('ship'),
    rocks: table.ofKind('rock'),
    owned: owners.map((owner) => table.ownedBy(owner ?? '')),
    got: ids.map((id) => table.get(id) ?? null),
    at: cells.map(([x, y]) => table.at(x, y)),
    near: cells.map(([x, y]) => table.near(x, y, 1)),
  }
}

const size = 4
const ids = ['a', 'b', 'c', 'd', 'e']
const owners = ['ann', 'bob', null]

const place = { x: fc.integer({ min: 0, max: size - 1 }), y: fc.integer({ min: 0, max: size - 1 }) }
const owner = fc.constantFrom(...owners)
const hold = fc.record({ ore: fc.integer(), gas: fc.integer() }, { requiredKeys: [] })
const shipData = fc.record({ fuel: fc.integer(), hold })
const shipOrRock = fc.oneof(
  fc.record({ kind: fc.constant('ship' as const), ...place, ownerId: owner, data: shipData }),
  fc.record({
    kind: fc.constant('rock' as const),
    ...place,
    ownerId: owner,
    data: fc.record({ size: fc.integer() }, { requiredKeys: [] }),
  }),
)
const step = fc.oneof(
  fc.record({ do: fc.constant('create' as const), id: fc.constantFrom(...ids, undefined), entity: shipOrRock }),
  fc.record({
    do: fc.constant('change' as const),
    id: fc.constantFrom(...ids),
    isWhole: fc.boolean(),
    set: fc.record(
      { ...place, ownerId: owner, data: fc.record({ fuel: fc.integer(), hold }, { requiredKeys: [] }) },
      { requiredKeys: [] },
    ),
  }),
  fc.record({ do: fc.constant('delete' as const), id: fc.constantFrom(...ids) }),
)

describe('draftEntities', () => {
  test('at any time it reads as the table will after its deltas', () => {
    const stored = fc.uniqueArray(fc.tuple(fc.constantFrom(...ids), shipOrRock), { selector: ([id]) => id })
    fc.assert(
      fc.property(stored, fc.array(step, { maxLength: 25 }), (start, steps) => {
        const { table, draft } = open(start.map(([id, entity]) => ({ id, ...entity })))
        const kindOf = new Map(table.all().map(({ id, kind }) => [id, kind]))
        for (const { id, ...action } of steps) {
          const entity = id === undefined ? undefined : draft.get(id)
          if (action.do === 'create') {
            const isFree =
              entity === undefined &&
              (id === undefined || (kindOf.get(id) ?? action.entity.kind) === action.entity.kind)
            if (isFree) draft.create({ ...action.entity, ...(id === undefined ? {} : { id }) })
          } else if (entity === undefined) continue
          else if (action.do === 'delete') draft.delete(entity)
          else if (entity.kind !== 'ship') continue
          else if (action.isWhole) draft.replace(entity, { data: action.set.data ?? {} })
          else draft.change(entity, action.set)
          expect(allReads(draft)).toEqual(allReads(tableAfter(table, draft.deltas())))
        }
      }),
      { numRuns: 400 },
    )
  })

  const ship = { id: 'a', kind: 'ship' as const, x: 0, y: 0, ownerId: 'ann', data: { fuel: 5, hold: { ore: 1 } } }

  test('a change answers the entity as it is now, and leaves the old one as it was', () => {
    const { draft } = open([ship])
    const before = draft.ofKind('ship')[0]
    if (before === undefined) throw new Error('there is a ship')
    const after = draft.change(before, { x: 2, data: { hold: { gas: 3 } } })
    expect(after).toMatchObject({ x: 2, data: { fuel: 5, hold: { ore: 1, gas: 3 } } })
    expect(before).toMatchObject({ x: 0, data: { hold: { ore: 1 } } })
    expect(draft.get('a')).toBe(after)
  })

  test('a change of an entity as it was earlier in the tick undoes nothing that happened since', () => {
    const { draft } = open([ship])
    const early = draft.get('a') as Extract<Thing, { kind: 'ship' }>
    draft.change(early, { data: { fuel: 4 } })
    draft.change(early, { data: { hold: { ore: 9 } } })
    expect(draft.get('a')?.data).toEqual({ fuel: 4, hold: { ore: 9 } })
  })

  test('what was created and deleted in one tick was never there', () => {
    const { draft } = open([])
    const rock = draft.create({ kind: 'rock', x: 1, y: 1, data: {} })
    expect(rock.id).toBe('rock-new-1')
    draft.change(rock, { x: 3 })
    draft.delete(rock)
    expect(draft.deltas()).toEqual({ create: [], update: [], delete: [] })
  })

  test('what was deleted can be created again, and keeps nothing of what it was', () => {
    const { table, draft } = open([ship])
    const old = draft.get('a') as Thing
    draft.delete(old)
    draft.create({ ...ship, ownerId: 'bob', data: { fuel: 1, hold: { gas: 2 } } })
    expect(tableAfter(table, draft.deltas()).get('a')).toMatchObject({
      ownerId: 'bob',
      data: { fuel: 1, hold: { gas: 2 } },
    })
    expect(tableAfter(table, draft.deltas()).get('a')?.data).toEqual({ fuel: 1, hold: { gas: 2 } })
  })

  test('a second one of an id, another kind of an id, and a change of what is gone are errors', () => {
    const { draft } = open([ship])
    const old = draft.get('a') as Extract<Thing, { kind: 'ship' }>
    expect(() => draft.create(ship)).toThrow('there is an entity a already')
    draft.delete(old)
    expect(() => draft.change(old, { x: 1 })).toThrow('the ship a is not there, and cannot be changed')
    expect(() => draft.delete(old)).toThrow('the ship a is not there, and cannot be deleted')
    expect(() => draft.create({ id: 'a', kind: 'rock', x: 0, y: 0, data: {} })).toThrow('a was a ship')
  })

  test('without a change it hands out the lists of the table itself', () => {
    const { table, draft } = open([ship])
    expect(draft.all()).toBe(table.all())
  })
})
