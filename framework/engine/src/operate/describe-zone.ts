import type { ZoneSummary } from '../ports/storage/stored-zone.ts'
import type { ZoneDescription } from '../ports/zone-answers.ts'
import type { ZoneRegistry } from '../schedule/zone-registry.ts'
import { openSchedule } from '../schedules/zone-schedules.ts'
import type { Engine } from '../zone/engine.ts'
import { momentOf, storedMomentOf } from '../zone/moment.ts'

/** A stored zone as it is told of. Where it is loaded, memory knows more than its row: who is connected. */
export function describeZone(
  engine: Pick<Engine, 'clock' | 'lookedAt'>,
  { zone, members, recordedTicks }: ZoneSummary,
  registry: Pick<ZoneRegistry, 'get' | 'whyNot'>,
): ZoneDescription {
  const loaded = registry.get(zone.id)
  const { id, name, module, moduleVersion, createdAt } = zone
  const connected = loaded?.committed.players.filter(({ disconnectedAt }) => disconnectedAt === null).length ?? 0
  return {
    id,
    name,
    module,
    moduleVersion,
    status: zone.status,
    createdAt,
    schedule: openSchedule(zone).told,
    players: { members, connected },
    tick: (loaded === undefined ? storedMomentOf(engine, zone) : momentOf(engine, loaded)).tick,
    storedTick: zone.tick,
    error: registry.whyNot(zone)?.reason ?? zone.error,
    result: zone.result,
    record: zone.record,
    recordedTicks,
  }
}
