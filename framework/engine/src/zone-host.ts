import type { GameModule, ZoneId } from 'gridtick'
import { createUuidSource } from './kernel/uuid-source.ts'
import { describeZone } from './operate/describe-zone.ts'
import { createOperateZones } from './operate/operate-zones.ts'
import { createReadZones } from './operate/read-zones.ts'
import { resumeFailedZones } from './operate/resume-failed-zones.ts'
import { createPlayZones } from './playing/play-zones.ts'
import type { EngineHealth, ZoneDescription } from './ports/zone-answers.ts'
import type { ZoneLink } from './ports/zone-link.ts'
import { createZoneAccess } from './schedule/zone-access.ts'
import { ZoneRegistry } from './schedule/zone-registry.ts'
import { refuseInputs } from './watching/answer-inputs.ts'
import type { Engine } from './zone/engine.ts'

/** The zones of one process, behind the port that the gateway and REST know. */
export type ZoneHost = ZoneLink & {
  readonly registry: ZoneRegistry
  /** Resumes the zones that were paused because their module failed, and none that an operator paused. */
  resumeFailedZones(): Promise<void>
  /** Answers all that is queued with `shutting_down`. Called when no step runs any more. */
  refuseQueued(): void
}

export type ZoneHostOptions = {
  readonly engine: Engine
  readonly modules: readonly GameModule[]
  /** Others could not be loaded, and will be: their zones are refused as something that passes. */
  readonly areModulesMissing?: boolean
  /** What only the one who runs the beats knows. */
  readonly beat: () => Pick<EngineHealth, 'lagMs' | 'sinceBeatMs' | 'activeZones'>
  /** Ids of zones and intents; they tell nothing and never come twice. Default: UUIDs (v7). */
  readonly newId?: () => string
  /** Whether a zone is this process's to run now; what is asked of another comes back. Default: all are. */
  readonly isHere?: (zoneId: ZoneId) => boolean
}

export function createZoneHost(options: ZoneHostOptions): ZoneHost {
  const { engine, modules, areModulesMissing = false, beat, newId = createUuidSource(), isHere = () => true } = options
  for (const { name, metrics } of modules) if (metrics !== undefined) engine.telemetry.metricsDeclared(name, metrics)
  const moduleByName = new Map(modules.map((module) => [module.name, module]))
  const registry = new ZoneRegistry(engine, moduleByName, areModulesMissing)
  const access = createZoneAccess(engine, registry, isHere)
  const operating = createOperateZones(access, { modules: moduleByName, newId, describe })

  async function describe(zoneId: ZoneId): Promise<ZoneDescription | undefined> {
    const summary = await engine.storage.zones.readZone(zoneId)
    return summary === undefined ? undefined : describeZone(engine, summary, registry)
  }

  return {
    registry,
    ...createPlayZones(access, { newId }),
    ...operating,
    ...createReadZones(access, { modules, describe, beat }),

    resumeFailedZones: () =>
      resumeFailedZones(engine, (zoneId) => operating.resumeZone({ zoneId, discardIntents: false })),

    refuseQueued() {
      const refused = {
        code: 'shutting_down',
        message: 'The server stops; ask again in a moment.',
        retryAfterMs: 1_000,
      }
      for (const zone of registry.loaded()) refuseInputs(engine, zone, zone.queue.all(), refused)
    },
  }
}
