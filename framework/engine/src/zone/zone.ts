import type { GameModule, JsonObject, ZoneId, ZoneInfo } from 'gridtick'
import { toFrozenJson } from 'gridtick/internal'
import { Rests } from '../guard/rests.ts'
import { InputQueue } from '../inputs/input-queue.ts'
import { IntentRates } from '../inputs/intent-rates.ts'
import { PoisonMemory } from '../inputs/poison-memory.ts'
import type { Isolation } from '../inputs/search.ts'
import type { Limits } from '../ports/limits.ts'
import type { ZoneSchedule } from '../ports/schedule.ts'
import type { LoadedZone } from '../ports/storage/stored-zone.ts'
import type { ZoneClaim } from '../ports/storage/zone-claim.ts'
import { openSchedule } from '../schedules/zone-schedules.ts'
import { type Clockwork, clockworkOf, setTo } from './clockwork.ts'
import type { Doubts } from './doubts.ts'
import { type Life, lifeOf } from './life.ts'
import { Subscriptions } from './subscription.ts'
import { Turns } from './turns.ts'
import type { Watching } from './watching.ts'
import { recorderOf, type ZoneRecorder } from './zone-recorder.ts'
import { stateOf, type ZoneState } from './zone-state.ts'

/**
 * One loaded zone: what stays as it is, and parts of which each is written by one file, which its comment names. They
 * are written by the zone's own step, and by what runs under its `exclusive`.
 */
export type Zone = {
  readonly id: ZoneId
  readonly module: GameModule
  readonly seed: string
  readonly createdAt: number
  readonly schedule: ZoneSchedule
  /** Its name may change: `zone.ts`. */
  readonly info: ZoneInfo
  /** With which its writes hold: `commit-step.ts`. */
  readonly claim: ZoneClaim
  /** `zone-state.ts` */
  readonly committed: ZoneState
  /** `life.ts` */
  readonly life: Life
  /** `clockwork.ts` */
  readonly clockwork: Clockwork
  /** Where its recording stands; undefined: it is not recorded. `zone-recorder.ts` */
  readonly recording: ZoneRecorder | undefined
  /** `doubts.ts` */
  readonly doubts: Doubts
  /** `watching.ts` */
  readonly watching: Watching
  /** Set while failing inputs are looked for: `finish-search.ts`. */
  readonly isolation: Isolation | undefined
  /** In the last step the module had to be stopped: `finish-search.ts`. */
  readonly lastStepStopped: boolean
  /** Since when there is no reason to keep it loaded (monotonic ms): `activity.ts`. */
  readonly idleSince: number | undefined

  readonly queue: InputQueue
  /** How often players asked for what has a rate. */
  readonly rates: IntentRates
  /** Whose inputs made the module fail lately. */
  readonly poison: PoisonMemory
  /** What was stopped for whom. */
  readonly rests: Rests
  readonly turns: Turns
}

/** Brings a stored zone into memory. `config` was parsed when the zone was created. */
export function openZone(loaded: LoadedZone, module: GameModule, limits: Limits): Zone {
  const { zone, departed } = loaded
  const { id, name, seed, createdAt, owner, epoch } = zone
  const schedule = openSchedule(zone)
  const queue = new InputQueue(limits)
  for (const { playerId, displayName } of departed)
    queue.addMembership({ kind: 'leave', playerId, departed: { displayName } })
  return {
    ...{ id, module, seed, createdAt, schedule },
    info: Object.freeze({ id, name, config: toFrozenJson(zone.config) as JsonObject, ...schedule.told }),
    claim: { zoneId: id, owner, epoch },
    ...storedParts(loaded, module),
    doubts: {},
    watching: { subscriptions: new Subscriptions(), stepsAhead: 0, presenceDueAt: undefined },
    isolation: undefined,
    lastStepStopped: false,
    idleSince: undefined,
    queue,
    rates: new IntentRates(limits),
    poison: new PoisonMemory(limits),
    rests: new Rests(limits),
    turns: new Turns(),
  }
}

type StoredParts = Pick<Zone, 'committed' | 'life' | 'clockwork' | 'recording'>

function storedParts(loaded: LoadedZone, module: GameModule): StoredParts {
  const { zone } = loaded
  return {
    committed: stateOf(loaded, module),
    life: lifeOf(zone),
    clockwork: clockworkOf(zone),
    recording: recorderOf(loaded),
  }
}

/** Memory is what is stored, whatever it was before. What was recorded does not lead there. */
export function reloadParts(zone: Zone, loaded: LoadedZone): void {
  const fresh = storedParts(loaded, zone.module)
  const clockwork = setTo(zone.clockwork, fresh.clockwork)
  const recording = fresh.recording && { ...fresh.recording, head: undefined }
  Object.assign(zone, { ...fresh, clockwork, recording } satisfies StoredParts)
}

export function rename(zone: { info: ZoneInfo }, name: string): void {
  zone.info = Object.freeze({ ...zone.info, name })
}
