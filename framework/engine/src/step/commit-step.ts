import type { ZoneClaim } from '../ports/storage/zone-claim.ts'
import type { Settled, ZoneCommit } from '../ports/storage/zone-commit.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'

/**
 * `landed`: stored. `rejected`: the data was refused, so the module is at fault. `conflict`: memory is not what is stored.
 * `lost`: another owns the zone. `unavailable`: the storage did not do it. `unknown`: nobody can tell at the moment
 * whether it did.
 */
export type CommitOutcome =
  | { readonly kind: 'landed' | 'conflict' | 'lost' | 'unavailable' | 'unknown' }
  | { readonly kind: 'rejected'; readonly reason: string }

/** All that a step changes is stored, or nothing of it. An outcome that is not known is settled. */
export async function commitStep(engine: Engine, zone: Zone, commit: ZoneCommit): Promise<CommitOutcome> {
  const { commits, storageHealth, wakes, storedClock } = engine
  try {
    const result = await commits.commit(commit, { isAlone: zone.life.error !== null })
    if (result.outcome === 'rejected') return { kind: 'rejected', reason: result.reason }
    if (result.outcome === 'conflict') {
      if (result.differs.includes('zone')) return { kind: 'conflict' }
      const settled = await settleCommit(engine, zone, commit)
      return { kind: settled === 'notLanded' ? 'conflict' : settled }
    }
    if (result.outcome === 'failed') throw result.error
    wakes.note(commit.wakeAt)
    storedClock.noteCommit()
    return { kind: 'landed' }
  } catch (error) {
    const settled = await settleCommit(engine, zone, commit).catch(() => 'unknown' as const)
    if (settled === 'landed' || settled === 'lost') return { kind: settled }
    storageHealth.report(error)
    return { kind: settled === 'unknown' ? 'unknown' : 'unavailable' }
  }
}

/** Finds out whether a commit is stored. The zone goes on with the claim that this leaves. Rejects with a StorageError. */
export async function settleCommit(
  { storage, wakes }: Engine,
  zone: Zone,
  commit: ZoneCommit,
): Promise<Settled['outcome']> {
  const settled = await storage.zones.settle(commit)
  if (settled.outcome === 'lost') return 'lost'
  keepClaim(zone, settled.claim)
  if (settled.outcome === 'landed') wakes.note(commit.wakeAt)
  return settled.outcome
}

function keepClaim(zone: { claim: ZoneClaim }, claim: ZoneClaim): void {
  zone.claim = claim
}
