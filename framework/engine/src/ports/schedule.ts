import type { FieldError } from '@gridtick/protocol/codes'
import type { StoredSchedule, StoredZone } from './storage/stored-zone.ts'

/**
 * When one zone steps. It is asked by the clock of the server, at each unit in which the zone's beats are counted
 * (`tickUnitMs`), and only while the zone is loaded and open.
 */
export type ZoneSchedule = {
  /** How long an input waits for a step at the most, in ms. */
  readonly stepMs: number
  readonly told: ToldSchedule
  /** Whether the zone has a reason to step, now or with a beat to come. */
  isActive(pending: Pending): boolean
  /** How a zone that is active steps in the unit of time that begins `now`. Undefined: not in this one. */
  stepKind(now: number, pending: Pending): StepKind | undefined
}

/** `beat`: with all that waits; `prompt`: in the midst of a long period, for all but intents (TIME-4). */
export type StepKind = 'beat' | 'prompt'

/** What a zone may have to step for. */
export type Pending = {
  readonly isWatched: boolean
  readonly intents: number
  /** Joins, leaves, and sockets that were lost or came back. */
  readonly otherInputs: number
  /** Its wake time has come. */
  readonly isWakeDue: boolean
  /** Its last step failed. */
  readonly hasFailed: boolean
  /** When its last beat was, ms since the epoch. */
  readonly lastBeatAt: number
}

/** What modules, players and recordings are told of a zone's schedule. */
export type ToldSchedule = Pick<StoredZone, 'everyMs'>

/** What one who makes a zone may wish of its schedule; the rest is the module's. */
export type ScheduleWish = Partial<ToldSchedule>

/** One kind of schedule: how a module's declaration is stored, and how what is stored runs. */
export type ScheduleKind<Declared> = {
  /** What is stored of it for a new zone, or why the wish does not fit. */
  store(
    declared: Declared,
    wish: ScheduleWish,
    context: { readonly moduleName: string; readonly promptMs: number },
  ): StoredSchedule | ScheduleMisfit
  /** Whether what is stored is of this kind. */
  owns(stored: StoredSchedule): boolean
  open(stored: StoredSchedule): ZoneSchedule
}

/** Where in the wish, and why. */
export type ScheduleMisfit = { readonly misfit: FieldError }
