import type { Refused } from '@gridtick/protocol/codes'
import { dropDoubt, raiseDoubt } from '../zone/doubts.ts'
import type { Engine } from '../zone/engine.ts'
import { type Life, noteStored } from '../zone/life.ts'
import type { Zone } from '../zone/zone.ts'
import { giveUpZone } from './give-up-zone.ts'

/**
 * Stores another status, error or count of failures of a zone, which then has them in memory too; by default those it has.
 * Refused where the zone is gone, or another's. Rejects with a StorageError; whether the change landed is not known then,
 * so the zone stores its status again before its next step.
 */
export async function storeStatus(engine: Engine, zone: Zone, next: Life = zone.life): Promise<Refused | undefined> {
  const { status, failures, error } = next
  raiseDoubt(zone, { status: true })
  try {
    const named = status === 'deleted' ? {} : { status }
    const result = await engine.storage.zones.setStatus(zone.claim, { ...named, failures, error })
    dropDoubt(zone, 'status')
    if (result.outcome === 'conflict') return giveUpZone(engine, zone, result)
  } catch (trouble) {
    engine.storageHealth.report(trouble)
    throw trouble
  }
  countStatus(engine, zone.life, next)
  noteStored(zone, next)
  return undefined
}

function countStatus({ counts }: Engine, { status: from }: Life, { status: to }: Life): void {
  if (from !== to && from !== 'deleted' && to !== 'deleted') counts.move({ from, to })
}
