import type { PlayerId } from 'gridtick'

/** The turn of a zone that is open, or comes next: all that is stored of it, but for the orders. */
export type ZoneTurn = {
  /** The first is 1. */
  readonly number: number
  /** How often a turn of this number was opened; after a rollback it is opened again. */
  readonly run: number
  readonly stage: TurnStage
  readonly clock: TurnClock
  /** How many turns each member missed in a row; 0 where he is not named. */
  readonly missed: { readonly [playerId: PlayerId]: number }
  /** Turns in a row in which no person handed in anything. */
  readonly idleTurns: number
  readonly rollbacks: readonly Rollback[]
}

export type TurnStage =
  | {
      readonly phase: 'waiting'
      /** `paused`: by the module; `nobody`: no member must order; `rolledBack`: until an operator lets it go on. */
      readonly why: 'paused' | 'nobody' | 'rolledBack'
      /** When the turn was opened that a module paused in its midst. */
      readonly openedAt: number | null
    }
  | {
      readonly phase: 'open'
      readonly openedAt: number
      /** When it last changed who must order. */
      readonly expectsSince: number
    }

/** What brings a turn to its end. Times are ms since the epoch. */
export type TurnClock =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'runs'
      readonly endsAt: number
      /** It is a date of a calendar. */
      readonly isDate: boolean
      /** It was moved because no server ran. */
      readonly isMoved: boolean
    }
  /** Kept while turns do not go on. 0: it had run out. */
  | { readonly kind: 'stands'; readonly leftMs: number }
  | { readonly kind: 'standsAtDate'; readonly endsAt: number }
  /** Nobody played for long: it begins with the first orders. */
  | { readonly kind: 'idle' }

/** That the turns of these numbers, both included, were taken back. */
export type Rollback = { readonly to: number; readonly from: number }
