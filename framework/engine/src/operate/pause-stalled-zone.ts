import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'

/** How the error of such a zone begins, which is stored with it. */
const mark = 'Stopped by the watchdog: '

/**
 * Pauses a zone whose module held the last server until the watchdog ended it (FAIL-10), before anything of it runs. An
 * operator's pause stays one. Nothing happens where the zone is gone, or over. Rejects with a StorageError.
 */
export async function pauseStalledZone(
  { storage, limits, logger }: Engine,
  stall: { readonly zoneId: string; readonly error: string },
): Promise<void> {
  const { zoneId } = stall
  const stored = await storage.zones.readZone(zoneId)
  if (stored === undefined || stored.zone.status === 'finished') return
  const { status, module } = stored.zone
  const error = `${mark}${stall.error}`
  const failures = status === 'paused' ? stored.zone.failures : limits.failuresMax
  await storage.zones.setStatus(zoneId, { status: 'paused', failures, error })
  logger.error(
    { module, zoneId, error },
    'a zone is paused: its module held the last server until the watchdog ended that',
  )
}

/** Whether the module of a zone is asked for nothing until an operator resumes it: a view would hold the server again. */
export function isStalled({ status, error }: Pick<Zone, 'status' | 'error'>): boolean {
  return status === 'paused' && error !== null && error.startsWith(mark)
}
