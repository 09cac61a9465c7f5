import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Entity } from '../../framework/core/src/contract/entity.ts'
import {
  createEntityTable,
  type EntityChange,
  type ZoneEntities,
} from '../../framework/engine/src/zone/entity-table.ts'

const entity = fc.record({
  id: fc.integer({ min: 0, max: 300 }).map((number) => `e${number}`),
  kind: fc.constantFrom('ship', 'rock', 'fog'),
  x: fc.integer({ min: -40, max: 40 }),
  y: fc.integer({ min: -40, max: 40 }),
  ownerId: fc.constantFrom(null, 'ann', 'bob'),
  data: fc.record({ n: fc.integer() }),
})

/** What an entity table should do, as simply as it can be said. */
class NaiveTable {
  readonly byId = new Map<string, Entity>()

  change(next: Entity, isDeleting: boolean): EntityChange | undefined {
    const before = this.byId.get(next.id)
    if (isDeleting) {
      this.byId.delete(next.id)
      return before === undefined ? undefined : { before }
    }
    const after: Entity = { ...next, kind: before?.kind ?? next.kind }
    this.byId.set(after.id, after)
    return before === undefined ? { after } : { before, after }
  }

  where(holds: (entity: Entity) => boolean): Entity[] {
    return [...this.byId.values()].filter(holds).sort((one, other) => (one.id < other.id ? -1 : 1))
  }
}

function expectSame(
  table: ZoneEntities,
  naive: NaiveTable,
  { x, y, radius }: { x: number; y: number; radius: number },
) {
  expect(table.size).toBe(naive.byId.size)
  expect(table.all()).toEqual(naive.where(() => true))
  for (const kind of ['ship', 'rock', 'fog', 'none'])
    expect(table.ofKind(kind)).toEqual(naive.where((e) => e.kind === kind))
  for (const player of ['ann', 'bob', 'nobody'])
    expect(table.ownedBy(player)).toEqual(naive.where(({ ownerId }) => ownerId === player))
  expect(table.at(x, y)).toEqual(naive.where((e) => e.x === x && e.y === y))
  expect(table.near(x, y, radius)).toEqual(
    naive.where((e) => Math.abs(e.x - x) <= radius && Math.abs(e.y - y) <= radius),
  )
}

const place = fc.record({
  x: fc.integer({ min: -50, max: 50 }),
  y: fc.integer({ min: -50, max: 50 }),
  radius: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(-1, -20, 1e9, Infinity, 2.5)),
})

describe('the entity table', () => {
  test('[MOD-5] answers as a plain list would, after thousands of changes', () => {
    const step = fc.tuple(entity, fc.boolean(), place)
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 40 }), { minLength: 10, maxLength: 60 }), (rounds) => {
        const table = createEntityTable([])
        const naive = new NaiveTable()
        for (const round of rounds) {
          const last = new Map(round.map(([next, isDeleting, where]) => [next.id, { next, isDeleting, where }]))
          const changes = [...last.values()].map(({ next, isDeleting }) => naive.change(next, isDeleting))
          table.apply(changes.filter((change) => change !== undefined))
          for (const { where } of [...last.values()].slice(0, 2)) expectSame(table, naive, where)
        }
      }),
      { numRuns: 12 },
    )
  })

  test('[MOD-5] lists are in the order of what is stored, whatever its history', () => {
    fc.assert(
      fc.property(fc.uniqueArray(entity, { selector: ({ id }) => id, maxLength: 60 }), fc.gen(), (entities, gen) => {
        const shuffled = gen(fc.shuffledSubarray, entities, { minLength: entities.length })
        const [one, other] = [createEntityTable(entities), createEntityTable([])]
        for (const after of shuffled) other.apply([{ after }])
        for (const before of entities) {
          const elsewhere = { ...before, x: before.x + 9, ownerId: 'cem' }
          other.apply([
            { before, after: elsewhere },
            { before: elsewhere, after: before },
          ])
        }
        expect(other.all()).toEqual(one.all())
        expect(other.near(0, 0, 100)).toEqual(one.near(0, 0, 100))
        for (const kind of ['ship', 'rock']) expect(other.ofKind(kind)).toEqual(one.ofKind(kind))
        for (const player of ['ann', 'cem']) expect(other.ownedBy(player)).toEqual(one.ownedBy(player))
      }),
      { numRuns: 50 },
    )
  })

  test('[MOD-5] a lookup of a few does not walk over the whole zone', () => {
    let looks = 0
    const watched = (id: number) => {
      const fields = { id: `e${id}`, kind: 'rock', ownerId: null, data: {}, y: Math.floor(id / 200) }
      const look = () => {
        looks += 1
        return id % 200
      }
      return Object.defineProperty(fields, 'x', { get: look, enumerable: true }) as unknown as Entity
    }
    const table = createEntityTable(Array.from({ length: 20_000 }, (_, id) => watched(id)))
    looks = 0
    expect(table.near(100, 50, 2)).toHaveLength(25)
    expect(looks).toBeLessThan(500)
  })
})
