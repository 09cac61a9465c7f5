import { describe, expect, test } from 'vitest'
import { namePlayers } from '../../apps/console/page/inspector/name-players.ts'
import type { Entity, ZoneState } from '../../apps/console/page/inspector/server-answers.ts'
import { compareState, extentOf, withoutViewer } from '../../apps/console/page/inspector/state/compare-state.ts'
import {
  countKinds,
  everyEntity,
  filterEntities,
  nobody,
} from '../../apps/console/page/inspector/state/filter-entities.ts'
import { pageOf } from '../../apps/console/page/inspector/state/page-of.ts'
import { readMoment } from '../../apps/console/page/inspector/state/read-moment.ts'
import { findDifferences, pathText } from '../../apps/console/page/json-tree/find-differences.ts'

function entity(id: string, change: Partial<Entity> = {}): Entity {
  return { id, kind: 'walker', x: 1, y: 2, ownerId: null, data: {}, ...change }
}

function state(entities: readonly Entity[], change: Partial<ZoneState> = {}): ZoneState {
  return { tick: 7, at: '2026-01-01T00:00:00.000Z', entities, extras: {}, ...change }
}

describe('what is hidden', () => {
  const own = entity('a', { data: { name: 'Ann', pebbles: 3 } })
  const other = entity('b', { data: { name: 'Bob', pebbles: 5, bag: { gold: 2, keys: ['red'] } } })
  const far = entity('c')
  const full = state([own, other, far], { extras: { left: 4, secret: 'x' }, state: { round: 1 } })
  const view = state([own, entity('b', { data: { name: 'Bob', bag: { gold: 0, keys: ['red'] } } })], {
    extras: { left: 4 },
  })

  test('an entity is seen whole, in part, or not at all', () => {
    const { entities, counts, unknown } = compareState(full, view)
    expect(entities.map(({ entity: { id }, sight }) => [id, sight])).toEqual([
      ['a', 'seen'],
      ['b', 'redacted'],
      ['c', 'hidden'],
    ])
    expect(counts).toEqual({ seen: 1, redacted: 1, hidden: 1 })
    expect(unknown).toEqual([])
  })

  test('each field that is not shown as it is stored is named', () => {
    const { entities, extras } = compareState(full, view)
    expect(entities[1]?.differences).toEqual([
      { kind: 'hidden', path: ['data', 'pebbles'], stored: 5 },
      { kind: 'altered', path: ['data', 'bag', 'gold'], stored: 2, shown: 0 },
    ])
    expect(extras).toEqual([{ kind: 'hidden', path: ['secret'], stored: 'x' }])
  })

  test('what is in the view and not in the state is told', () => {
    expect(compareState(state([]), view).unknown.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  test('lit are the cells that the module names, or else those in which something is seen', () => {
    expect(compareState(full, view).lit).toEqual([
      { y: 2, left: 1, right: 1 },
      { y: 2, left: 1, right: 1 },
    ])
    const seenCells = [{ y: 4, left: 2, right: 9 }]
    const comparison = compareState(full, { ...view, seenCells })
    expect(comparison.lit).toEqual(seenCells)
    expect(extentOf(comparison)).toEqual({ width: 10, height: 8 })
    expect(withoutViewer(full).lit).toEqual([])
  })

  test('a moved entity is shown in part, at another place', () => {
    const [moved] = compareState(state([own]), state([entity('a', { x: 9, data: own.data })])).entities
    expect(moved?.differences).toEqual([{ kind: 'altered', path: ['x'], stored: 1, shown: 9 }])
  })

  test('without a viewer nothing is hidden', () => {
    expect(withoutViewer(full).counts).toEqual({ seen: 3, redacted: 0, hidden: 0 })
  })

  test.each([
    ['the same', { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
    ['an item of a list', { a: [1, 2] }, { a: [1, 3] }, ['altered a.1']],
    ['lists of another length, as a whole', { a: [1, 2] }, { a: [1] }, ['altered a']],
    ['made for the view', { a: 1 }, { a: 1, b: 2 }, ['added b']],
    ['null is a value', { a: null }, {}, ['hidden a']],
    ['null instead of an object', { a: { b: 1 } }, { a: null }, ['altered a']],
    ['a list instead of an object', { a: {} }, { a: [] }, ['altered a']],
    ['the whole', 1, 2, ['altered ']],
    ['a key that objects are born with', { toString: 1 }, {}, ['hidden toString']],
  ])('differences: %s', (_what, stored, shown, expected) => {
    const found = findDifferences(stored, shown)
    expect(found.map(({ kind, path }) => `${kind} ${pathText(path)}`)).toEqual(expected)
  })
})

describe('a moment', () => {
  const at = (tick: number) => state([], { tick })
  const none = () => false

  test('state and view are read until both are of the same tick', async () => {
    const fulls = [1, 2, 3].map(at)
    const views = [2, 3, 3].map(at)
    const moment = await readMoment({
      readFull: async () => fulls.shift() as ZoneState,
      readView: async () => views.shift() as ZoneState,
      mayFail: none,
    })
    expect([moment.full.tick, moment.sighting]).toEqual([3, { kind: 'view', view: at(3), isSameTick: true }])
  })

  test('a zone too fast for that is not waited for without end', async () => {
    let reads = 0
    const moment = await readMoment({
      readFull: async () => at(++reads),
      readView: async () => at(++reads),
      mayFail: none,
    })
    expect(moment.sighting).toMatchObject({ kind: 'view', isSameTick: false })
    expect(reads).toBe(12)
  })

  test('a view that cannot be made leaves the state; any other trouble is trouble', async () => {
    const options = {
      readFull: async () => at(4),
      readView: async () => Promise.reject(new Error('the module threw')),
    }
    const moment = await readMoment({ ...options, mayFail: () => true })
    expect(moment).toEqual({ full: at(4), sighting: { kind: 'failed', message: 'the module threw' } })
    await expect(readMoment({ ...options, mayFail: none })).rejects.toThrow('the module threw')
  })

  test('without a viewer there is no view to wait for', async () => {
    const moment = await readMoment({ readFull: async () => at(4), readView: undefined, mayFail: none })
    expect(moment.sighting).toEqual({ kind: 'nobody' })
  })
})

describe('filters of entities', () => {
  const { entities } = compareState(
    state([
      entity('b', { kind: 'pebble', x: 3, y: 1 }),
      entity('c', { ownerId: 'bob', x: 2, y: 1 }),
      entity('a', { ownerId: 'ann', x: 1, y: 2, data: { name: 'Zoë' } }),
    ]),
    state([entity('a', { ownerId: 'ann', x: 1, y: 2, data: { name: 'Zoë' } })]),
  )
  const byId = { by: 'id', isDescending: false } as const
  const ids = (change: Partial<typeof everyEntity>, order: Parameters<typeof filterEntities>[2] = byId) =>
    filterEntities(entities, { ...everyEntity, ...change }, order).map(({ entity: { id } }) => id)

  test('by kind, owner, sight, and text in id or data', () => {
    expect(ids({})).toEqual(['a', 'b', 'c'])
    expect(ids({ kind: 'pebble' })).toEqual(['b'])
    expect(ids({ owner: 'bob' })).toEqual(['c'])
    expect(ids({ owner: nobody })).toEqual(['b'])
    expect(ids({ sight: 'hidden' })).toEqual(['b', 'c'])
    expect(ids({ text: ' ZOË ' })).toEqual(['a'])
    expect(ids({ text: 'zoë', kind: 'pebble' })).toEqual([])
  })

  test('in either order, and those alike by id', () => {
    expect(ids({}, { by: 'id', isDescending: true })).toEqual(['c', 'b', 'a'])
    expect(ids({}, { by: 'place', isDescending: false })).toEqual(['c', 'b', 'a'])
    expect(ids({}, { by: 'kind', isDescending: false })).toEqual(['b', 'a', 'c'])
    expect(ids({}, { by: 'kind', isDescending: true })).toEqual(['a', 'c', 'b'])
    expect(ids({}, { by: 'sight', isDescending: false })).toEqual(['b', 'c', 'a'])
    expect(ids({}, { by: 'owner', isDescending: false })).toEqual(['b', 'a', 'c'])
  })

  test('kinds are counted', () => {
    expect(countKinds(entities)).toEqual([
      ['pebble', 1],
      ['walker', 2],
    ])
  })
})

test('pages: what is shown is bounded, and a page that is gone is the last one', () => {
  const items = Array.from({ length: 5_000 }, (_, index) => index)
  expect(pageOf(items, 0, 100)).toMatchObject({ first: 1, last: 100, total: 5_000, pages: 50 })
  expect(pageOf(items, 49, 100)).toMatchObject({ first: 4_901, last: 5_000, index: 49 })
  expect(pageOf(items.slice(0, 150), 49, 100)).toMatchObject({ first: 101, last: 150, index: 1 })
  expect(pageOf([], 3, 100)).toMatchObject({ items: [], first: 0, last: 0, index: 0, pages: 1 })
})

test('players of one name are told apart by the end of their ids, and nobody else is', () => {
  const player = (playerId: string, displayName: string) => ({ playerId, displayName, disconnectedAt: null })
  const names = namePlayers([player('p-000-11111', 'Ann'), player('p-000-22222', 'Ann'), player('p-000-33333', 'Bob')])
  expect([...names.values()]).toEqual(['Ann\u00a0…11111', 'Ann\u00a0…22222', 'Bob'])
})
