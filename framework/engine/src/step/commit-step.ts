import type { ZoneCommit } from '../ports/storage/zone-commit.ts'
import type { Engine } from '../zone/engine.ts'

/**
 * `landed`: stored. `rejected`: the data was refused, so the module is at fault. `conflict`: somebody else wrote.
 * `unavailable`: the storage did not do it. `unknown`: nobody can tell at the moment whether it did.
 */
export type CommitOutcome =
  | { readonly kind: 'landed' | 'conflict' | 'unavailable' | 'unknown' }
  | { readonly kind: 'rejected'; readonly reason: string }

/** One transaction for all that a step changes. An outcome that is not known is found out by the stored tick. */
export async function commitStep(
  { storage, storageHealth, storedClock, wakes }: Engine,
  commit: ZoneCommit,
): Promise<CommitOutcome> {
  try {
    const [result] = await storage.zones.commit([commit])
    if (result?.outcome === 'committed') {
      wakes.note(commit.wakeAt)
      storedClock.noteCommit()
      return { kind: 'landed' }
    }
    if (result?.outcome === 'conflict') return { kind: 'conflict' }
    if (result?.outcome === 'rejected') return { kind: 'rejected', reason: result.reason }
    throw result?.error ?? new Error('the storage gave no result')
  } catch (error) {
    const landed = await hasLanded({ storage }, commit).catch(() => undefined)
    if (landed) {
      wakes.note(commit.wakeAt)
      return { kind: 'landed' }
    }
    storageHealth.report(error)
    return { kind: landed === undefined ? 'unknown' : 'unavailable' }
  }
}

/** Whether a commit is stored: there is one writer, so a stored tick that is its own can only be its own. */
export async function hasLanded({ storage }: Pick<Engine, 'storage'>, commit: ZoneCommit): Promise<boolean> {
  return (await storage.zones.readTick(commit.zoneId)) === commit.tick
}
