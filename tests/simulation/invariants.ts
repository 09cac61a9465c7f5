import { assert } from '../../framework/core/src/kernel/assert.ts'
import { isSameJson } from '../../framework/core/src/kernel/json-value.ts'
import type { StoredMember } from '../../framework/engine/src/ports/storage/stored-zone.ts'
import { stateHash } from '../../framework/engine/src/recording/state-hash.ts'
import { beatNumber } from '../../framework/engine/src/zone/beat.ts'
import { openZone } from '../../framework/engine/src/zone/zone.ts'
import type { TestPlayer } from '../../framework/testing/src/test-player.ts'
import type { Link, World } from '../zone/world.ts'

/**
 * What must hold after every step, whatever failed: memory is what is stored (unless nobody can know), nobody was shown
 * a tick that is not stored, every acknowledged intent is stored as settled, and every queue keeps its bound.
 */
export function createInvariants(world: World) {
  /** How many results of each connection were looked at. */
  const read = new WeakMap<TestPlayer, number>()
  let lastTick = 0

  return {
    async check(links: Iterable<Link>): Promise<string> {
      const stored = await world.stored()
      if (stored === undefined) throw new Error('the zone is gone')
      const { zone } = world
      const onDisk = openZone(stored, (zone ?? { module: world.module }).module, world.limits)
      const hash = stateHash(onDisk.committed)
      assert(stored.zone.tick >= lastTick, 'ticks only grow')
      lastTick = stored.zone.tick

      if (zone !== undefined && zone.doubts.commit === undefined) {
        assert(zone.committed.tick === stored.zone.tick, 'the tick in memory is the stored one')
        assert(stateHash(zone.committed) === hash, 'the state in memory is the stored one')
        const members = [...zone.committed.members.values()].sort(byId)
        assert(isSameJson(members, stored.members), 'the members in memory are the stored ones')
        const isStatusSame = zone.life.status === stored.zone.status && zone.life.failures === stored.zone.failures
        assert(zone.doubts.status || isStatusSame, 'the status in memory is the stored one')
      }
      assert((zone?.queue.intentCount ?? 0) <= world.limits.intentsPerZoneMax, 'a queue keeps its bound')

      for (const { player } of links) {
        const beat = Math.max(beatNumber(stored.zone, world.clock.now()), stored.zone.tick)
        assert(player.view.tick <= beat, 'nobody learns a beat that has not come')
        const member = stored.members.find(({ playerId }) => playerId === player.playerId)
        const fresh = player.results.slice(read.get(player) ?? 0)
        read.set(player, player.results.length)
        for (const { seq, tick, outcome, duplicate } of fresh)
          if (tick !== undefined && member !== undefined && !duplicate)
            assert(isStored(member, { seq, tick, outcome }), `the acknowledged ${seq} of ${player.playerId} is stored`)
      }
      return hash
    },
  }
}

function byId(one: { playerId: string }, other: { playerId: string }): number {
  return one.playerId < other.playerId ? -1 : 1
}

/** Older results than the kept ones cannot be looked up any more. */
function isStored({ settled }: StoredMember, { seq = 0, tick, outcome }: Settled): boolean {
  const isForgotten = seq < (settled[0]?.seq ?? 0)
  return isForgotten || settled.some((one) => one.seq === seq && one.tick === tick && one.outcome === outcome)
}

type Settled = { readonly seq?: number | undefined; readonly tick: number; readonly outcome: string }
