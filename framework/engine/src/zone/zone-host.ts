import type { Refused } from '@gridtick/protocol/codes'
import type { GameModule } from 'gridtick'
import { v7 as uuidv7 } from 'uuid'
import { ZoneOrder } from '../guard/zone-order.ts'
import { closeDeletedZone, pauseZone, resumeZone } from '../life/operate-zone.ts'
import { changeZone } from '../operate/change-zone.ts'
import { describeZone } from '../operate/describe-zone.ts'
import { readState } from '../operate/read-state.ts'
import { resumeFailedZones } from '../operate/resume-failed-zones.ts'
import { stepPausedZone } from '../operate/step-paused-zone.ts'
import { storeNewZone } from '../operate/store-new-zone.ts'
import { answerQueryInSlice } from '../playing/answer-query.ts'
import { leaveZone } from '../playing/leave-zone.ts'
import { type EndOfReading, readAhead, sendDoorRefusal, submitIntent } from '../playing/submit-intent.ts'
import { whyNotNow } from '../playing/why-not-now.ts'
import type { Answer, EngineHealth, ZoneDescription } from '../ports/zone-answers.ts'
import type { ZoneLink } from '../ports/zone-link.ts'
import type { IntentRequest } from '../ports/zone-requests.ts'
import { type Acquired, ZoneRegistry } from '../schedule/zone-registry.ts'
import { whyUnsettled } from '../step/settle-doubts.ts'
import { refuseInputs } from '../watching/answer-inputs.ts'
import { sendRefusal } from '../watching/send-messages.ts'
import { endSubscription, showSoon, subscribe, unsubscribe } from '../watching/watch-zone.ts'
import { WatchedZones } from '../watching/watched-zones.ts'
import type { Engine } from './engine.ts'
import { exclusive, type Zone } from './zone.ts'

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
}

export function createZoneHost(options: ZoneHostOptions): ZoneHost {
  const { engine, modules, areModulesMissing = false, beat, newId = uuidv7 } = options
  const moduleByName = new Map(modules.map((module) => [module.name, module]))
  const registry = new ZoneRegistry(engine, moduleByName, areModulesMissing)
  const { storage } = engine
  const watched = new WatchedZones(registry)
  const order = new ZoneOrder()

  /** Works on a zone in its turn: see {@link ZoneRegistry.use}. */
  const use = <Value>(zoneId: string, work: (acquired: Acquired) => Value | Promise<Value>): Promise<Value> =>
    order.inTurn(zoneId, () => registry.use(zoneId, work))

  const describe = async (zoneId: string): Promise<ZoneDescription | undefined> => {
    const summary = await storage.zones.readZone(zoneId)
    return summary === undefined ? undefined : describeZone(engine, summary, registry)
  }

  /** Carries out an operation between the steps of a zone, and answers with the zone after it. */
  const operate = async (
    zoneId: string,
    operation: (zone: Zone) => Promise<Refused | undefined>,
  ): Promise<Answer<ZoneDescription>> => {
    const operateSettled = async (zone: Zone) => (await whyUnsettled(engine, zone)) ?? operation(zone)
    const refused = await use(zoneId, (acquired) =>
      acquired.ok ? exclusive(acquired.zone, () => operateSettled(acquired.zone)) : acquired.refused,
    )
    if (refused !== undefined) return { ok: false, refused }
    const value = await describe(zoneId)
    return value === undefined ? { ok: false, refused: noSuchZone } : { ok: true, value }
  }

  const resume = (zoneId: string, options: { readonly discardIntents: boolean }) =>
    operate(zoneId, (zone) => resumeZone(engine, zone, options))

  return {
    registry,

    async subscribe(request) {
      const { connectionId, zoneId, ref } = request
      const refused = whyNotNow(engine) ?? watched.add(engine, connectionId, zoneId)
      if (refused !== undefined) return sendRefusal(engine, connectionId, refused, ref)
      try {
        await use(zoneId, (acquired) => {
          // The connection may have ended while the zone was loaded.
          if (!watched.has(connectionId, zoneId)) return
          if (acquired.ok) subscribe(engine, acquired.zone, request, watched.isCongested(connectionId))
          else sendRefusal(engine, connectionId, acquired.refused, ref)
        })
      } finally {
        if (registry.get(zoneId)?.subscriptions.get(connectionId) === undefined) watched.delete(connectionId, zoneId)
      }
    },

    unsubscribe(request) {
      const { connectionId, zoneId, ref } = request
      return use(zoneId, (acquired) => {
        watched.delete(connectionId, zoneId)
        if (acquired.ok) unsubscribe(engine, acquired.zone, request)
        else sendRefusal(engine, connectionId, acquired.refused, ref)
      })
    },

    leave: (request) =>
      use(request.zoneId, (acquired) => {
        if (!acquired.ok) return sendRefusal(engine, request.connectionId, acquired.refused, request.ref)
        const { zone } = acquired
        return zone.status === 'open'
          ? leaveZone(engine, zone, request)
          : exclusive(zone, () => leaveZone(engine, zone, request))
      }),

    connectionClosed(connectionId) {
      for (const zoneId of watched.of(connectionId)) {
        const zone = registry.get(zoneId)
        if (zone !== undefined) endSubscription(zone, connectionId)
      }
      watched.forget(connectionId)
    },

    setCongested(connectionId, isCongested) {
      watched.setCongested(connectionId, isCongested)
      for (const zoneId of watched.of(connectionId)) {
        const zone = registry.get(zoneId)
        const subscription = zone?.subscriptions.get(connectionId)
        if (zone === undefined || subscription === undefined || subscription.isCongested === isCongested) continue
        subscription.isCongested = isCongested
        if (!isCongested && subscription.phase === 'watching') showSoon(engine, zone, subscription)
      }
    },

    submitIntent(request) {
      const submit = (read?: EndOfReading) =>
        registry.use(request.zoneId, (acquired) =>
          acquired.ok
            ? submitIntent(engine, acquired.zone, request, newId, read)
            : refuseAtDoor(engine, request, acquired.refused),
        )
      const zone = registry.get(request.zoneId)
      const ahead = zone && readAhead(engine, zone, request)
      return ahead === undefined
        ? order.inTurn(request.zoneId, () => submit())
        : order.behind(request.zoneId, ahead, submit)
    },

    query: (request) =>
      use(request.zoneId, (acquired) => (acquired.ok ? answerQueryInSlice(engine, acquired.zone, request) : acquired)),

    async createZone({ module: name, ...request }) {
      const module = moduleByName.get(name)
      if (module === undefined) return { ok: false, refused: noSuchModule(name, moduleByName) }
      const made = await storeNewZone(engine, module, { ...request, newId })
      if (!made.ok) return made
      return { ok: true, value: describeZone(engine, { zone: made.value, members: 0, recordedTicks: 0 }, registry) }
    },

    async listZones({ limit, cursor, ...filter }) {
      const found = await storage.zones.listZones({
        ...filter,
        limit: limit + 1,
        ...(cursor === undefined ? {} : { afterId: cursor }),
      })
      const zones = found.slice(0, limit).map((summary) => describeZone(engine, summary, registry))
      return { zones, nextCursor: found.length > limit ? (zones.at(-1)?.id ?? null) : null }
    },

    describeZone: describe,

    deleteZone: (zoneId) =>
      use(zoneId, (acquired) => {
        if (!acquired.ok)
          return deleteStored(engine, zoneId).then((wasThere) => {
            registry.remove(zoneId)
            return wasThere
          })
        const { zone } = acquired
        return exclusive(zone, async () => {
          const wasThere = await deleteStored(engine, zoneId)
          for (const { connectionId } of zone.subscriptions.all()) watched.delete(connectionId, zoneId)
          closeDeletedZone(engine, zone)
          registry.remove(zoneId)
          return wasThere
        })
      }),

    pauseZone: (zoneId) => operate(zoneId, (zone) => pauseZone(engine, zone)),
    changeZone: (zoneId, change) => operate(zoneId, (zone) => changeZone(engine, zone, change)),

    async stepZone(zoneId, ticks) {
      const stepped = await use(zoneId, (acquired) =>
        acquired.ok ? exclusive(acquired.zone, () => stepPausedZone(engine, acquired.zone, ticks)) : acquired,
      )
      if (!stepped.ok) return stepped
      const zone = await describe(zoneId)
      return zone === undefined ? { ok: false, refused: noSuchZone } : { ok: true, value: { ...stepped.value, zone } }
    },

    async readRecording(request) {
      const page = await storage.recordings.readRecording(request)
      const isThere = page.snapshots.length + page.ticks.length > 0 || (await describe(request.zoneId)) !== undefined
      return isThere ? page : undefined
    },

    resumeZone: resume,
    resumeFailedZones: () => resumeFailedZones(engine, (zoneId) => resume(zoneId, { discardIntents: false })),

    async isMember(zoneId, playerId) {
      const zone = registry.get(zoneId)
      if (zone !== undefined) return zone.committed.members.has(playerId)
      return (await storage.zones.readMember(zoneId, playerId)) !== undefined
    },

    listPlayers: (zoneId) =>
      use(zoneId, (acquired) => (acquired.ok ? { ok: true, value: acquired.zone.committed.players } : acquired)),

    readState: ({ zoneId, ...request }) =>
      use(zoneId, (acquired) => (acquired.ok ? readState(engine, acquired.zone, request) : acquired)),

    readLog: (request) => storage.actionLog.readLog(request),
    listModules: () => modules,

    health() {
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

async function deleteStored({ storage, counts }: Engine, zoneId: string): Promise<boolean> {
  const summary = await storage.zones.readZone(zoneId)
  const wasThere = await storage.zones.deleteZone(zoneId)
  if (wasThere && summary !== undefined) counts.move({ from: summary.zone.status })
  return wasThere
}

const noSuchZone: Refused = { code: 'not_found', message: 'There is no such zone.' }

function noSuchModule(name: string, modules: ReadonlyMap<string, GameModule>): Refused {
  return {
    code: 'not_found',
    message: `There is no module "${name}". This server runs: ${[...modules.keys()].join(', ')}.`,
  }
}

function refuseAtDoor(engine: Engine, { zoneId, connectionId, seq, ref }: IntentRequest, refused: Refused) {
  const names = { ...(seq === undefined ? {} : { seq }), ...(ref === undefined ? {} : { ref }) }
  if (connectionId !== undefined) sendDoorRefusal(engine, zoneId, connectionId, { ...names, refused })
  return { accepted: false, refused } as const
}
