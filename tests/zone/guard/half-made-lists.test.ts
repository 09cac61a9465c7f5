import { expect, test } from 'vitest'
import type { Entity } from '../../../framework/core/src/contract/entity.ts'
import { stopAfter } from '../../../framework/engine/src/guard/time-limit.ts'
import { runOnZoneNow } from '../../../framework/engine/src/zone/run-on-zone.ts'
import { openZone } from '../../../framework/engine/src/zone/zone.ts'
import { size } from '../../lanes/size.ts'
import { probeModule } from '../probe-module.ts'
import { createWorld } from '../world.ts'

const owners = Array.from({ length: 100 }, (_, index) => `owner ${index}`)
const thing = (id: string, ownerId: string): Entity => ({ id, kind: 'thing', x: 1, y: 1, ownerId, data: { n: 1 } })

test('[FAIL-12] lists that were being made when code was stopped are whole for the next reader', async () => {
  let stopMs = 60_000
  const world = await createWorld(probeModule(), {
    isGuarded: true,
    timeLimit: (_ms, work) => stopAfter(stopMs, work),
  })
  const stored = await world.stored()
  if (stored === undefined) throw new Error('the zone is stored')
  const first = owners.flatMap((owner) => Array.from({ length: 100 }, (_, n) => thing(`${owner} first ${n}`, owner)))
  const zone = openZone({ ...stored, entities: first }, world.module, world.limits)
  let stops = 0
  const rounds = size({ usual: 8, long: 200 })
  for (let round = 0; round < rounds; round++) {
    const added = owners.flatMap((owner) => Array.from({ length: 8 }, (_, n) => thing(`${owner} more ${n}`, owner)))
    zone.committed.entities.apply(added.map((after) => ({ after })))
    stopMs = 1
    const ended = runOnZoneNow(world.engine, zone, {
      call: { hook: 'onTick' },
      run() {
        // So that the stop comes while the lists are made: each round somewhat later.
        const startedAt = performance.now()
        while (performance.now() - startedAt < 0.9 - (0.6 * round) / rounds);
        for (;;) for (const owner of owners) if (zone.committed.entities.ownedBy(owner).length === 0) return 'none'
      },
    })
    if (ended !== 'none') stops += 1
    for (const owner of owners) {
      const ids = zone.committed.entities.ownedBy(owner).map(({ id }) => id)
      expect([owner, ids.length, ids]).toEqual([owner, 108, [...new Set(ids)].sort()])
    }
    expect(zone.doubts.memory).toBe(true)
    zone.committed.entities.apply(added.map((before) => ({ before })))
  }
  expect(stops).toBe(rounds)
})
