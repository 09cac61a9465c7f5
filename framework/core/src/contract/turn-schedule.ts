import type { Calendar } from '../calendar/next-date.ts'

/**
 * When a turn is resolved. `strict`: when all who must order are ready. `deadline`: at its end, never before. `hybrid`:
 * whichever comes first.
 */
export type TurnPolicy = 'strict' | 'deadline' | 'hybrid'

/** When a turn ends: so long after its opening, or on the dates of a calendar. */
export type TurnDeadline = { readonly afterMs: number } | Calendar

/** What players learn of whether others have handed in: nothing, how many, or who has not. */
export type TurnShows = 'nothing' | 'count' | 'who'

/** A schedule that waits for orders, with all that it leaves open filled in. Made by {@link turns}. */
export type TurnSchedule = {
  readonly kind: 'turns'
  readonly policy: TurnPolicy
  /** Null: turns have no end. */
  readonly deadline: TurnDeadline | null
  /** All must have been ready for so long; each change of orders begins it again. Default 0. It never reaches past the end. */
  readonly graceMs: number
  readonly shows: TurnShows
  /** Turns missed in a row after which a member is no longer waited for. Default null: never. */
  readonly afkAfter: number | null
  /** So long before the end, those who must still order are reminded. Default: never. */
  readonly remindBeforeMs: readonly number[]
  /**
   * A date of a calendar that comes sooner after the opening is passed over. Default an hour, and at most half of what lies
   * between two dates.
   */
  readonly minOpenMs: number
  /** Inputs and resolutions are steps on a beat of this length. Default 1,000. */
  readonly beatMs: number
  /** So many of the last turns can be gone back to. Default 10. */
  readonly keepSnapshots: number
}

type Settings = Partial<Omit<TurnSchedule, 'kind' | 'policy' | 'deadline'>>

/** What {@link turns} takes: the rest has defaults. */
export type TurnSettings =
  | (Settings & { readonly policy: 'strict'; readonly deadline?: null })
  | (Settings & { readonly policy: 'deadline' | 'hybrid'; readonly deadline: TurnDeadline })

const hourMs = 3_600_000

const defaults = {
  kind: 'turns',
  deadline: null,
  graceMs: 0,
  shows: 'nothing',
  afkAfter: null,
  remindBeforeMs: [],
  minOpenMs: hourMs,
  beatMs: 1_000,
  keepSnapshots: 10,
} as const

/**
 * Players hand in hidden orders, and all orders of a turn are resolved at once:
 * `turns({ policy: 'hybrid', deadline: { afterMs: 48 * 3_600_000 } })`, or daily, `{ cron: '0 20 * * *', timeZone: 'Europe/Berlin' }`.
 * A zone may have other values than its module.
 */
export function turns(settings: TurnSettings): TurnSchedule {
  return Object.freeze({ ...defaults, ...settings })
}
