import type { Json, PlayerId, ZoneId } from 'gridtick'

/** What players asked for, and what came of it. Rows are written by the commits of their zones, and outlive those. */
export type ActionLogStorage = {
  /** Rows with `seq` > `afterSeq`, oldest first: the first of them, or the last. */
  readLog(filter: LogFilter): Promise<readonly LogRow[]>
  /** Removes the oldest rows beyond `rowsMax`, and those before `before` (ms). Answers how many. */
  trimLog(bounds: LogBounds): Promise<number>
}

export type LogBounds = { readonly rowsMax: number; readonly before: number }

export type NewLogRow = {
  /** ms since the epoch. */
  readonly at: number
  readonly zoneId: ZoneId
  readonly tick: number
  /** Who sent it. */
  readonly playerId: PlayerId
  readonly connectionId: string | null
  readonly type: string
  readonly payload: Json
  readonly result: 'applied' | 'refused' | 'failed'
  readonly code: string | null
}

export type LogRow = NewLogRow & { readonly seq: number }

export type LogFilter = {
  readonly zoneId: ZoneId
  readonly afterSeq: number
  readonly beforeSeq?: number
  /** Of more than `limit` rows the last ones are wanted. */
  readonly fromEnd?: boolean
  readonly type?: string
  readonly playerId?: PlayerId
  readonly result?: LogRow['result']
  readonly limit: number
}
