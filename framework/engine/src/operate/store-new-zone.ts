import { randomBytes } from 'node:crypto'
import type { GameModule } from 'gridtick'
import { ModuleFault } from '../module/module-fault.ts'
import type { StoredZone } from '../ports/storage/stored-zone.ts'
import type { Answer } from '../ports/zone-answers.ts'
import type { CreateZoneRequest } from '../ports/zone-requests.ts'
import { storeSchedule } from '../schedules/zone-schedules.ts'
import { notice } from '../watching/send-messages.ts'
import type { Engine } from '../zone/engine.ts'
import { configTooSlow, createZone, creationFailed, type MadeZone, type NewZoneRequest } from './create-zone.ts'

/**
 * Makes a zone of the module and stores it; what the request leaves out is the module's, and the seed is drawn. Refused
 * where there are too many zones already (`zonesMax`), where the module's schedule is not as it was wished, or none can be
 * made of the config. Rejects with a StorageError.
 */
export async function storeNewZone(
  engine: Engine,
  module: GameModule,
  { newId, ...request }: Omit<CreateZoneRequest, 'module'> & { readonly newId: () => string },
): Promise<Answer<StoredZone>> {
  const { storage, limits, clock, counts, wakes, logger, running } = engine
  if (counts.total >= limits.zonesMax)
    return {
      ok: false,
      refused: { code: 'overloaded', message: `There are ${limits.zonesMax} zones (zonesMax); delete some.` },
    }
  const schedule = storeSchedule(module, request, limits)
  if ('misfit' in schedule) {
    const { misfit } = schedule
    return { ok: false, refused: { code: 'invalid', message: misfit.message, errors: [misfit] } }
  }
  const made = await createGuarded(engine, {
    module,
    zoneId: newId(),
    name: request.name ?? module.name,
    config: request.config,
    seed: request.seed ?? randomBytes(16).toString('hex'),
    schedule,
    record: request.record ?? false,
    now: Math.floor(clock.now()),
    limits,
    running,
  })
  if (!made.ok) {
    logger.warn({ module: module.name, errors: made.refused.errors }, made.refused.message)
    return made
  }
  const { zone, entities, snapshot } = made.value
  await storage.zones.createZone(zone, entities, snapshot)
  counts.move({ to: 'open' })
  wakes.note(zone.wakeAt)
  notice(engine, { id: zone.id, module }, { what: 'created', name: zone.name })
  return { ok: true, value: zone }
}

/**
 * Makes the zone under the guard, which looks at the time of each piece of it. One that was stopped is refused as one on
 * which the module fails.
 */
async function createGuarded({ guard }: Engine, request: NewZoneRequest): Promise<MadeZone> {
  const { module, zoneId } = request
  const call = { module: module.name, hook: 'createZone', zoneId }
  const pieces = createZone(request)
  try {
    for (;;) {
      const piece = await guard.run({ module, call, run: () => pieces.next(), isOnce: true })
      if (piece.done === true) return piece.value
    }
  } catch (error) {
    if (!(error instanceof ModuleFault && error.isStopped)) throw error
    return {
      ok: false,
      refused: error.hook === 'config' ? configTooSlow(error, request) : creationFailed(error, request),
    }
  }
}
