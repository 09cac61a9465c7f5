import type { GameModule, JsonObject, ZoneId, ZoneInfo } from 'gridtick'
import { toFrozenJson } from 'gridtick/internal'
import { Rests } from '../guard/rests.ts'
import { InputQueue } from '../inputs/input-queue.ts'
import { IntentRates } from '../inputs/intent-rates.ts'
import { PoisonMemory } from '../inputs/poison-memory.ts'
import type { Isolation } from '../inputs/search.ts'
import type { StepInputs } from '../inputs/step-inputs.ts'
import type { Limits } from '../ports/limits.ts'
import type { LoadedZone, StoredStatus } from '../ports/storage/stored-zone.ts'
import type { ZoneClaim } from '../ports/storage/zone-claim.ts'
import { RedactionCache } from '../view/redaction-cache.ts'
import { createEntityTable } from './entity-table.ts'
import type { StepPlan } from './step-plan.ts'
import { Subscriptions } from './subscription.ts'
import { listPlayers } from './zone-players.ts'
import type { ZoneRecorder } from './zone-recorder.ts'
import type { ZoneState } from './zone-state.ts'

/** One loaded zone. Only its own step, and what runs under its `exclusive`, write to it. */
export type Zone = {
  readonly id: ZoneId
  info: ZoneInfo
  readonly module: GameModule
  readonly seed: string
  /** With which its writes hold. */
  claim: ZoneClaim
  readonly createdAt: number
  committed: ZoneState
  status: StoredStatus | 'deleted'
  /** Another owns it: what still holds this copy does nothing more with it. */
  isLost: boolean
  error: string | null
  /** Failed ticks in a row, without those stepped by hand; of a paused zone: 0 where an operator paused it. */
  failures: number
  /** Beats to let pass before the next try after a failure. */
  beatsToSkip: number

  /** The beat of the last step that was run, also of one without effect. */
  tick: number
  /** What numbers its beats. The offset grows with steps by hand; the next commit stores it. */
  tickOffset: number
  readonly tickUnitMs: number
  /** When the last one ran: wall time, and on the monotonic clock (undefined: not since it was loaded). */
  lastRunAt: number
  lastRunMonotonic: number | undefined
  /** The last whole period in which it stepped, or tried to, counted from the epoch. */
  lastPeriod: number

  /** Where its recording stands; undefined: it is not recorded. */
  recorder: ZoneRecorder | undefined
  /** Steps that are due or run. What players are shown besides waits until they are done. */
  stepsAhead: number
  readonly queue: InputQueue
  readonly subscriptions: Subscriptions
  redactions: RedactionCache
  /** Set while failing inputs are looked for. */
  isolation: Isolation | undefined
  /** In the last step the module had to be stopped. */
  wasStopped: boolean
  /** How often players asked for what has a rate. */
  readonly rates: IntentRates
  /** Whose inputs made the module fail lately. */
  readonly poison: PoisonMemory
  /** What was stopped for whom. */
  readonly rests: Rests
  /** A commit of which nobody knows whether it landed. It is settled before the next step. */
  unresolved: { readonly plan: StepPlan; readonly inputs: StepInputs } | undefined
  /** Nobody knows whether a rename, or the beginning or end of its recording, was stored: settled before the next step. */
  unsureChange: { readonly begun: ZoneRecorder | undefined } | undefined
  /** Code of its module was stopped while it read the zone, which is loaded again before the next step. */
  isInDoubt: boolean
  /** Nobody knows whether the last change of status was stored. It is stored again before the next step. */
  isStatusUnsure: boolean
  /** Until then nobody who is stored as connected is taken for lost (monotonic ms); undefined: checked. */
  presenceDueAt: number | undefined
  /** Since when there is no reason to keep it loaded (monotonic ms). */
  idleSince: number | undefined
  /** The end of what runs exclusively on this zone, and how much of it is not done. */
  tail: Promise<unknown>
  exclusiveCount: number
}

/** Brings a stored zone into memory. `config` was parsed when the zone was created. */
export function openZone(loaded: LoadedZone, module: GameModule, limits: Limits): Zone {
  const { zone, members, entities, departed, recording } = loaded
  const table = createEntityTable(entities)
  const memberMap = new Map(members.map((member) => [member.playerId, member]))
  const queue = new InputQueue(limits)
  const gone = departed.filter(({ playerId }) => !memberMap.has(playerId))
  for (const { playerId, displayName } of departed)
    queue.addMembership({ kind: 'leave', playerId, departed: { displayName } })
  return {
    id: zone.id,
    info: Object.freeze({
      id: zone.id,
      name: zone.name,
      config: toFrozenJson(zone.config) as JsonObject,
      everyMs: zone.everyMs,
    }),
    module,
    seed: zone.seed,
    claim: { zoneId: zone.id, owner: zone.owner, epoch: zone.epoch },
    createdAt: zone.createdAt,
    committed: {
      tick: zone.tick,
      at: zone.at,
      tickOffset: zone.tickOffset,
      entities: table,
      state: toFrozenJson(zone.state) as JsonObject,
      extras: toFrozenJson(zone.extras) as JsonObject,
      wakeAt: zone.wakeAt,
      members: memberMap,
      players: listPlayers(memberMap),
    },
    status: zone.status,
    isLost: false,
    error: zone.error,
    failures: zone.failures,
    beatsToSkip: 0,
    tick: zone.tick,
    tickOffset: zone.tickOffset,
    tickUnitMs: zone.tickUnitMs,
    lastRunAt: zone.at,
    lastRunMonotonic: undefined,
    lastPeriod: Math.floor(zone.at / zone.everyMs),
    recorder: zone.record
      ? { head: recording, entitiesHash: undefined, departed: gone.map(({ playerId }) => playerId) }
      : undefined,
    stepsAhead: 0,
    queue,
    subscriptions: new Subscriptions(),
    redactions: new RedactionCache(module, table),
    isolation: undefined,
    wasStopped: false,
    rates: new IntentRates(limits),
    poison: new PoisonMemory(limits),
    rests: new Rests(limits),
    unresolved: undefined,
    unsureChange: undefined,
    isInDoubt: false,
    isStatusUnsure: false,
    presenceDueAt: undefined,
    idleSince: undefined,
    tail: Promise.resolve(),
    exclusiveCount: 0,
  }
}

/** Runs after all that was asked before it on this zone, and before all that is asked after it. */
export function exclusive<Value>(zone: Zone, work: () => Promise<Value>): Promise<Value> {
  zone.exclusiveCount += 1
  const result = zone.tail.then(work).finally(() => {
    zone.exclusiveCount -= 1
  })
  zone.tail = result.catch(() => undefined)
  return result
}
