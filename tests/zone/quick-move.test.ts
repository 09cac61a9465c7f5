import fc from 'fast-check'
import type { Entity } from 'gridtick'
import { expect, test } from 'vitest'
import { jsonOf, jsonSizeOf } from '../../framework/engine/src/entities/json-of.ts'
import { ModuleFault } from '../../framework/engine/src/module/module-fault.ts'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { applyDeltas, type DeltaRequest } from '../../framework/engine/src/step/apply-deltas.ts'
import { createEntityTable } from '../../framework/engine/src/zone/entity-table.ts'
import { probeModule } from './probe-module.ts'

const table = createEntityTable(
  ['a', 'b'].map((id): Entity => ({ id, kind: 'thing', x: 9, y: 3, ownerId: null, data: { n: 1 } })),
)

const request: DeltaRequest = {
  hook: 'onTick',
  module: probeModule({}),
  info: { id: 'z', name: '', config: { width: 12 }, everyMs: 100 },
  entities: table,
  limits: { ...defaultLimits, entityBytesMax: jsonOf(table.get('a') as Entity).length + 3 },
  newId: () => 'new',
}

const value = fc.oneof(
  fc.integer({ min: -2, max: 13 }),
  fc.constantFrom<unknown>(-0, 1.5, NaN, Infinity, 2 ** 28, 2 ** 29, -12_345, 123_456, '3', null, undefined),
)

const fields = fc.dictionary(fc.constantFrom('x', 'y'), value, { noNullPrototype: true })

/** What became of the deltas, or what is said to be wrong with them. */
function outcome(update: readonly unknown[], remove: readonly string[] = []) {
  try {
    return [...applyDeltas(request, { create: [], update, delete: remove })]
  } catch (error) {
    if (error instanceof ModuleFault) return error.message
    throw error
  }
}

test('[MOD-8] a delta that only moves an entity gives what the whole check gives, and the same words where it is wrong', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fields), { maxLength: 4 }), (moves) => {
      const quick = outcome(moves.map(([id, set]) => ({ id, set })))
      // With another field it is no move.
      const whole = outcome(moves.map(([id, set]) => ({ id, set, unset: [] })))
      expect(quick).toEqual(whole)
      if (typeof quick === 'string') return
      for (const [, { after }] of quick) {
        expect(Object.isFrozen(after)).toBe(true)
        expect(jsonSizeOf(after as Entity)).toBe(JSON.stringify(after).length)
      }
    }),
    { numRuns: 500 },
  )
})

test('[MOD-8] a move counts as an update, before others and before a delete', () => {
  const moved = { id: 'a', set: { x: 1 } }
  expect(outcome([moved, { id: 'a', inc: [[['x'], 2]] }])).toMatchObject([['a', { after: { x: 3, y: 3 } }]])
  expect(outcome([moved, { id: 'a', set: { x: 9 } }])).toEqual([])
  expect(outcome([moved, { id: 'a', set: { x: 99 } }])).toContain('update[1].x')
  expect(outcome([moved], ['a'])).toContain('also created, updated or deleted')
})
