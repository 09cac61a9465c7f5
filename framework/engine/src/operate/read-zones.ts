import { given } from '@gridtick/protocol/codes'
import type { GameModule, ZoneId } from 'gridtick'
import { describeModule } from '../module/describe-module.ts'
import type { EngineHealth, ZoneDescription } from '../ports/zone-answers.ts'
import type { ReadZones } from '../ports/zone-link.ts'
import type { ZoneAccess } from '../schedule/zone-access.ts'
import { describeZone } from './describe-zone.ts'
import { readState } from './read-state.ts'

/** What is read of zones. */
export function createReadZones(
  { engine, registry, use }: ZoneAccess,
  {
    modules,
    describe,
    beat,
  }: {
    readonly modules: readonly GameModule[]
    readonly describe: (zoneId: ZoneId) => Promise<ZoneDescription | undefined>
    /** What only the one who runs the beats knows. */
    readonly beat: () => Pick<EngineHealth, 'lagMs' | 'sinceBeatMs' | 'activeZones'>
  },
): ReadZones {
  const { storage } = engine

  return {
    async listZones({ limit, cursor, ...filter }) {
      const found = await storage.zones.listZones({
        ...filter,
        limit: limit + 1,
        ...given({ afterId: cursor }),
      })
      const zones = found.slice(0, limit).map((summary) => describeZone(engine, summary, registry))
      return { zones, nextCursor: found.length > limit ? (zones.at(-1)?.id ?? null) : null }
    },

    describeZone: describe,

    listPlayers: (zoneId) =>
      use(zoneId, (acquired) => (acquired.ok ? { ok: true, value: acquired.zone.committed.players } : acquired)),

    async isMember({ zoneId, playerId }) {
      const zone = registry.get(zoneId)
      if (zone !== undefined) return zone.committed.members.has(playerId)
      return (await storage.zones.readMember(zoneId, playerId)) !== undefined
    },

    readState: ({ zoneId, ...request }) =>
      use(zoneId, (acquired) => (acquired.ok ? readState(engine, acquired.zone, request) : acquired)),

    readLog: (filter) => storage.actionLog.readLog(filter),

    async readRecording(request) {
      const page = await storage.recordings.readRecording(request)
      const isThere = page.snapshots.length + page.ticks.length > 0 || (await describe(request.zoneId)) !== undefined
      return isThere ? page : undefined
    },

    listModules: async () => modules.map((module) => describeModule(module, engine.logger)),

    async health() {
      const loaded = registry.loaded()
      return {
        storage: engine.storageHealth.state,
        isDraining: engine.isDraining,
        zonesByStatus: engine.counts.byStatus,
        loadedZones: loaded.length,
        clockLeadMs: engine.clock.leadMs(),
        queuedInputs: loaded.reduce((sum, zone) => sum + zone.queue.size, 0),
        failing: engine.failingTypes.top(engine.clock.monotonic()),
        ...beat(),
      }
    },
  }
}
