import { z } from 'zod'
import { defineModule } from '../../framework/core/src/contract/define-module.ts'
import { debugOnly } from '../../framework/core/src/contract/intent.ts'
import { describeModule } from '../../framework/engine/src/module/describe-module.ts'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import type { LogRow } from '../../framework/engine/src/ports/storage/action-log-storage.ts'
import type { RecordingPage } from '../../framework/engine/src/ports/storage/recording-storage.ts'
import type {
  Answer,
  EngineHealth,
  IntentSettled,
  ZoneDescription,
} from '../../framework/engine/src/ports/zone-answers.ts'
import type { ZoneLink } from '../../framework/engine/src/ports/zone-link.ts'

/** A schema that names itself. */
const tree = z.strictObject({
  get next() {
    return z.array(tree)
  },
})

const board = defineModule({
  name: 'board',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({ width: z.int().min(4).default(32) }),
  entities: { stone: z.strictObject({}) },
  intents: {
    step: z.strictObject({ dx: z.int() }),
    say: { payload: z.strictObject({ text: z.string() }), rate: { perSecond: 1, burst: 5 } },
    warp: debugOnly(z.strictObject({ to: z.coerce.date().transform(Number) })),
  },
  queries: { count: { input: z.strictObject({ kind: z.string() }), output: z.int(), answer: () => 1 } },
  view: { extras: z.strictObject({ turn: tree }), entities: { stone: z.strictObject({}) } },
  events: { 'stone.set': z.strictObject({ x: z.int() }), over: z.strictObject({}) },
  refusals: { taken: 'A stone is there.' },
  schedule: { kind: 'interval', everyMs: 250 },
  createZone: () => ({}),
  onTick: () => ({}),
  getPlayerState: () => ({ entities: [], extras: { turn: { next: [] } } }),
})

type FakeHost = ZoneLink & {
  readonly zones: Map<string, ZoneDescription>
  readonly members: Map<string, Set<string>>
  readonly log: LogRow[]
  recording: RecordingPage
  readonly calls: { readonly name: string; readonly argument: unknown }[]
  healthNow: EngineHealth
  /** What an accepted intent settles to, at once; undefined: nothing yet. */
  settled: IntentSettled | undefined
  /** When set, every call about a zone rejects with it. */
  fault: Error | undefined
}

const healthy: EngineHealth = {
  storage: 'ok',
  isDraining: false,
  zonesByStatus: { open: 1, paused: 2, finished: 3 },
  loadedZones: 1,
  activeZones: 1,
  queuedInputs: 0,
  failing: [],
  lagMs: 4,
  sinceBeatMs: 10,
  clockLeadMs: 0,
}

export function health(change: Partial<EngineHealth>): EngineHealth {
  return { ...healthy, ...change }
}

/** A zone host that is simple, does as it is told and keeps what it was asked. `tell`: what became of an operation. */
export function createFakeHost(tell: (operation: string, settled: IntentSettled) => void): FakeHost {
  const refused = (code: string, message = code) => ({ ok: false, refused: { code, message } }) as const
  const note = (name: string, argument: unknown) => {
    host.calls.push({ name, argument })
    if (host.fault !== undefined) throw host.fault
  }
  const change = (zoneId: string, status: ZoneDescription['status']): Answer<ZoneDescription> => {
    const zone = host.zones.get(zoneId)
    if (zone === undefined) return refused('not_found')
    const value = { ...zone, status }
    host.zones.set(zoneId, value)
    return { ok: true, value }
  }
  const host: FakeHost = {
    zones: new Map(),
    members: new Map(),
    log: [],
    recording: { snapshots: [], ticks: [], nextTick: null },
    calls: [],
    settled: undefined,
    fault: undefined,
    async subscribe() {},
    async unsubscribe() {},
    async leave() {},
    connectionClosed() {},
    setCongested() {},
    async submitIntent(request) {
      note('submitIntent', request)
      const { zoneId, player, isDebug, type, payload } = request
      if (!host.zones.has(zoneId)) return { accepted: false, refused: { code: 'not_found', message: 'no zone' } }
      if (isDebug !== true && !host.members.get(zoneId)?.has(player.playerId))
        return { accepted: false, refused: { code: 'not_a_member', message: 'not a member' } }
      if (type === 'full')
        return { accepted: false, refused: { code: 'queue_full', message: 'full', retryAfterMs: 2_500 } }
      if (type !== 'step') return { accepted: false, refused: { code: 'unknown_intent', message: type } }
      const isGood = typeof (payload as { dx?: unknown }).dx === 'number'
      const errors = [{ pointer: '/dx', code: 'invalid_type', message: 'number' }]
      if (!isGood) return { accepted: false, refused: { code: 'invalid', message: 'bad', errors } }
      if (request.operation !== undefined && host.settled !== undefined) tell(request.operation, host.settled)
      return { accepted: true, intentId: 'i1' }
    },
    async query(request) {
      note('query', request)
      if (request.name === 'broken') return refused('internal', 'The game failed.')
      return request.name === 'count' ? { ok: true, value: { tick: 7, result: 1 } } : refused('not_found')
    },
    async createZone(request) {
      note('createZone', request)
      if (request.module !== board.name) return refused('not_found')
      const value = zone({ id: `z${host.zones.size + 1}`, module: request.module, name: request.name ?? 'unnamed' })
      if (JSON.stringify(request.config) === '{"width":1}')
        return {
          ok: false,
          refused: {
            code: 'invalid',
            message: 'bad',
            errors: [{ pointer: '/config/width', code: 'too_small', message: '4' }],
          },
        }
      host.zones.set(value.id, value)
      return { ok: true, value }
    },
    async listZones(request) {
      note('listZones', request)
      return { zones: [...host.zones.values()].slice(0, request.limit), nextCursor: null }
    },
    async describeZone(zoneId) {
      note('describeZone', zoneId)
      return host.zones.get(zoneId)
    },
    async deleteZone(zoneId) {
      note('deleteZone', zoneId)
      return host.zones.delete(zoneId)
    },
    async pauseZone(zoneId) {
      note('pauseZone', zoneId)
      return change(zoneId, 'paused')
    },
    async resumeZone(request) {
      note('resumeZone', request)
      return change(request.zoneId, 'open')
    },
    async listPlayers(zoneId) {
      note('listPlayers', zoneId)
      const members = host.members.get(zoneId)
      if (members === undefined) return refused('not_found')
      const value = [...members].map((playerId) => ({ playerId, displayName: 'Member', disconnectedAt: 1_000 }))
      return { ok: true, value }
    },
    async changeZone(request) {
      note('changeZone', request)
      const { zoneId, ...changed } = request
      const zone = host.zones.get(zoneId)
      if (zone === undefined) return refused('not_found')
      const value = { ...zone, ...changed }
      host.zones.set(zoneId, value)
      return { ok: true, value }
    },
    async stepZone({ zoneId, ticks }) {
      note('stepZone', { zoneId, ticks })
      const zone = host.zones.get(zoneId)
      return zone === undefined ? refused('not_found') : { ok: true, value: { ticks, error: null, zone } }
    },
    async readRecording(request) {
      note('readRecording', request)
      return host.zones.has(request.zoneId) ? host.recording : undefined
    },
    async isMember({ zoneId, playerId }) {
      note('isMember', { zoneId, playerId })
      return host.members.get(zoneId)?.has(playerId) ?? false
    },
    async readState(request) {
      note('readState', request)
      const view = { zoneId: request.zoneId, tick: 7, at: 1_000, entities: [], extras: {} }
      const cells = request.withCells === true ? { seenCells: [{ y: 1, left: 0, right: 3 }] } : {}
      return {
        ok: true,
        value: request.as === 'everything' ? { ...view, state: { secret: 1 } } : { ...view, ...cells },
      }
    },
    async readLog(request) {
      note('readLog', request)
      const { zoneId, afterSeq, beforeSeq = Number.POSITIVE_INFINITY, limit } = request
      const rows = host.log.filter((row) => row.zoneId === zoneId && row.seq > afterSeq && row.seq < beforeSeq)
      return request.fromEnd === true ? rows.slice(-limit) : rows.slice(0, limit)
    },
    listModules: async () => [describeModule(board, silentLogger)],
    health: async () => host.healthNow,
    healthNow: healthy,
  }
  return host
}

export function zone(change: Partial<ZoneDescription>): ZoneDescription {
  return {
    id: 'z1',
    name: 'arena',
    module: 'board',
    moduleVersion: '1.0.0',
    status: 'open',
    createdAt: 0,
    schedule: { everyMs: 250 },
    players: { members: 1, connected: 0 },
    tick: 9,
    storedTick: 7,
    error: 'Error: a secret',
    result: { winner: 'a' },
    record: false,
    recordedTicks: 0,
    ...change,
  }
}
