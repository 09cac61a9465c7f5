import type { PlayerId, TurnReason, ZoneId } from 'gridtick'

/** Resolved turns are read here. They are written by the commits that resolve them, and go with their zones. */
export type TurnStorage = {
  /** The newest first, and what became of the orders of one player. */
  listTurns(request: TurnListRequest): Promise<readonly ListedTurn[]>
  /** What a player was shown of a turn; of the last run of it, unless one is named. */
  readResult(request: TurnResultRequest): Promise<ReadTurnResult | undefined>
  /** The zone as it was before the last run of this turn was resolved, as JSON. */
  readSnapshot(zoneId: ZoneId, turn: number): Promise<string | undefined>
  /** How much each turn takes, the oldest first. */
  readTurnSizes(zoneId: ZoneId): Promise<readonly TurnSize[]>
}

export type TurnListRequest = {
  readonly zoneId: ZoneId
  readonly playerId: PlayerId
  /** Only those of an earlier resolution. */
  readonly before?: number | undefined
  readonly limit: number
}

export type TurnResultRequest = {
  readonly zoneId: ZoneId
  readonly playerId: PlayerId
  readonly turn: number
  readonly run?: number | undefined
}

/** A turn that was resolved. */
export type ResolvedTurn = {
  /** Counts the resolutions of a zone, and never goes back, as numbers of turns do. */
  readonly resolution: number
  readonly turn: number
  readonly run: number
  readonly tick: number
  /** ms since the epoch. */
  readonly openedAt: number
  readonly resolvedAt: number
  readonly reason: TurnReason
  readonly isRolledBack: boolean
  /** For every member. */
  readonly summary: string | null
}

/** What a resolution leaves for one player. */
export type TurnResult = {
  readonly playerId: PlayerId
  /** How his orders came about; null: none were expected. */
  readonly source: 'player' | 'default' | 'strategy' | 'replaced' | null
  /** Why they were replaced. */
  readonly code: string | null
  /** For him alone. */
  readonly summary: string | null
  /** What the frame of that tick showed in full, as JSON; null: `problem` says why not. */
  readonly shown: string | null
  readonly problem: 'view_unavailable' | 'too_large' | null
}

export type ListedTurn = ResolvedTurn & { readonly own: Pick<TurnResult, 'source' | 'code'> | null }

/** `own` is null of one who was no member then. */
export type ReadTurnResult = { readonly turn: ResolvedTurn; readonly own: TurnResult | null }

/** Characters of all results, summaries included. */
export type TurnSize = { readonly resolution: number; readonly size: number }

/** What a step changes of the turns of its zone, beside the one that comes next. In this order. */
export type TurnWrites = {
  /** Orders that go: of those who left, or must order no longer. */
  readonly dropOrders?: { readonly turn: number; readonly run: number; readonly playerIds: readonly PlayerId[] }
  readonly resolved?: {
    readonly turn: Omit<ResolvedTurn, 'isRolledBack'>
    readonly results: readonly TurnResult[]
    /** The zone as it was before. */
    readonly snapshot?: string
  }
  /** A rollback: what was resolved of the turns of this number and later ones counts no more. */
  readonly rollBackFrom?: number
  /** Orders of one run of a turn are drafts of another. */
  readonly keepAsDrafts?: { readonly turn: number; readonly fromRun: number; readonly toRun: number }
  /** Turns of earlier resolutions are dropped, with their orders and results. */
  readonly dropTurnsBefore?: number
  readonly dropSnapshotsBefore?: number
}
