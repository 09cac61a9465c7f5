import type { Engine } from '../zone/engine.ts'
import { stallMark } from '../zone/life.ts'

/**
 * Pauses a zone whose module held the last server until the watchdog ended it (FAIL-10), before anything of it runs. An
 * operator's pause stays one. Nothing happens where the zone is gone, over, or another's. Rejects with a StorageError.
 */
export async function pauseStalledZone(
  { storage, ownership, limits, logger, outlet }: Engine,
  stall: { readonly zoneId: string; readonly error: string },
): Promise<void> {
  const { zoneId } = stall
  const stored = await storage.zones.readZone(zoneId)
  if (stored === undefined || stored.zone.status === 'finished') return
  const { status, module } = stored.zone
  const error = `${stallMark}${stall.error}`
  const failures = status === 'paused' ? stored.zone.failures : limits.failuresMax
  const claim = await ownership.claim(zoneId)
  if (claim === undefined) return
  await storage.zones.setStatus(claim, { status: 'paused', failures, error })
  await ownership.release(claim)
  if (status !== 'paused') outlet.noticed({ zoneId, module, what: 'paused', error })
  logger.error(
    { module, zoneId, error },
    'a zone is paused: its module held the last server until the watchdog ended that',
  )
}
