import fc from 'fast-check'
import { type CreateOf, draftEntities, type EntityOf, type EntityTable } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createEntityTable } from '../../framework/engine/src/zone/entity-table.ts'

const kinds = { ship: z.strictObject({ fuel: z.int() }) }
type Kinds = typeof kinds
type Thing = EntityOf<Kinds>

const ids = ['a', 'b', 'c', 'd', 'e']
const size = 3

function open(stored: readonly string[]) {
  const ships = stored.map((id) => ({ id, kind: 'ship', x: 0, y: 0, ownerId: null, data: { fuel: 1 } }) as Thing)
  const table = createEntityTable(ships) as unknown as EntityTable<Thing>
  return draftEntities<Kinds>(table, (kind) => `${kind}-new`)
}
type Draft = ReturnType<typeof open>

/** All that can be read of a draft, and what would be returned of it. */
function allOf(draft: Draft) {
  const cells = Array.from({ length: size * size }, (_, at) => draft.at(at % size, Math.floor(at / size)))
  const { create, update, delete: gone } = draft.deltas()
  const created = [...create].sort((one, other) => ((one.id ?? '') < (other.id ?? '') ? -1 : 1))
  return structuredClone({ size: draft.size, all: draft.all(), cells, created, update, gone: [...gone].sort() })
}

type Step = {
  readonly do: 'create' | 'change' | 'delete'
  readonly id: string
  readonly x: number
  readonly fuel: number
}

function takeAll(draft: Draft, taken: readonly Step[]): void {
  for (const step of taken) take(draft, step)
}

function take(draft: Draft, { id, x, fuel, ...step }: Step): void {
  const entity = draft.get(id)
  if (step.do === 'create') {
    if (entity === undefined) draft.create({ id, kind: 'ship', x, y: 1, data: { fuel } } satisfies CreateOf<Kinds>)
  } else if (entity === undefined) return
  else if (step.do === 'delete') draft.delete(entity)
  else draft.change(entity, { x, data: { fuel } })
}

const steps = fc.array(
  fc.record({
    do: fc.constantFrom('create' as const, 'change' as const, 'delete' as const),
    id: fc.constantFrom(...ids),
    x: fc.integer({ min: 0, max: size - 1 }),
    fuel: fc.integer({ min: 0, max: 9 }),
  }),
  { maxLength: 12 },
)

class Planted extends Error {}

function failing(draft: Draft, work: () => void): void {
  expect(() =>
    draft.attempt(() => {
      work()
      throw new Planted()
    }),
  ).toThrow(Planted)
}

describe('attempt', () => {
  test('one that fails leaves the draft as it was, also in one that goes well; one that goes well is kept', () => {
    fc.assert(
      fc.property(fc.subarray(ids), steps, steps, steps, steps, (stored, earlier, kept, lost, later) => {
        const [draft, plain] = [open(stored), open(stored)]
        takeAll(draft, earlier)
        const before = allOf(draft)
        failing(draft, () => {
          takeAll(draft, lost)
          failing(draft, () => takeAll(draft, later))
          draft.attempt(() => takeAll(draft, kept))
        })
        expect(allOf(draft)).toEqual(before)
        const answer = draft.attempt(() => {
          takeAll(draft, kept)
          const inside = allOf(draft)
          failing(draft, () => takeAll(draft, lost))
          expect(allOf(draft)).toEqual(inside)
          return 'done'
        })
        expect(answer).toBe('done')
        takeAll(draft, later)
        takeAll(plain, [...earlier, ...kept, ...later])
        expect(allOf(draft)).toEqual(allOf(plain))
      }),
      { numRuns: 400 },
    )
  })
})
