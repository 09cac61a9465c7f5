import { expect, test } from 'vitest'
import { createUuidSource } from '../../framework/engine/src/kernel/uuid-source.ts'

test('ids are UUIDs of version 7 with the time, each above the one before, also where the clock stands or goes back', () => {
  const times = [1_764_550_000_000, 1_764_550_000_000, 1_764_549_999_000, 1_764_550_000_001]
  let calls = 0
  const newId = createUuidSource(() => times[Math.floor(calls++ / 500)] ?? 0)
  const ids = Array.from({ length: 2_000 }, newId)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids).toEqual([...new Set(ids)].sort())
  expect(Number.parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16)).toBe(times[0])
  // What stands behind the counter is drawn for each.
  expect(new Set(ids.map((id) => id.slice(-10))).size).toBe(ids.length)
  // Two sources of one process never give the same.
  expect(createUuidSource()()).not.toBe(createUuidSource()())
})
