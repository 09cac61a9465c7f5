import { expect, test } from 'vitest'
import { Rests } from '../../../framework/engine/src/guard/rests.ts'

const ann = { hook: 'getPlayerState', playerId: 'ann' }
const bob = { ...ann, playerId: 'bob' }

test('[FAIL-14] a rest doubles with each stop up to the largest, and begins small again after a long time', () => {
  const rests = new Rests({ restMs: 10, restMsMax: 35, restsPerZoneMax: 9 })
  expect(rests.leftMs(ann, 0)).toBe(0)
  const lengths = []
  let now = 0
  for (let stop = 0; stop < 4; stop++) {
    rests.begin(ann, now)
    lengths.push(rests.leftMs(ann, now))
    now += rests.leftMs(ann, now)
    expect(rests.leftMs(ann, now)).toBe(0)
  }
  expect(lengths).toEqual([10, 20, 35, 35])
  expect([rests.leftMs(bob, 0), rests.leftMs({ ...ann, hook: 'queries.ask' }, 0)]).toEqual([0, 0])
  rests.begin(ann, now + 35)
  expect(rests.leftMs(ann, now + 35)).toBe(10)
})

test('[FAIL-14] only so many are remembered', () => {
  const rests = new Rests({ restMs: 10, restMsMax: 40, restsPerZoneMax: 2 })
  for (const playerId of ['ann', 'bob', 'cem']) rests.begin({ ...ann, playerId }, 0)
  expect(['ann', 'bob', 'cem'].map((playerId) => rests.leftMs({ ...ann, playerId }, 0))).toEqual([0, 10, 10])
})
